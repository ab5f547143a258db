// SPDX-License-Identifier: Apache-2.0
// A device: no heap, exceptions, RTTI or operating system, and a transport of its own. run.py measures what it takes.
#include <cstddef>
#include <string_view>
#include <upcall/freestanding.hpp>

// The board's serial line to a modem that speaks HTTP: a request goes out as text, the answer comes back line by line.
extern "C" {
void uart_write(const char* bytes, std::size_t size);
std::size_t uart_read_line(char* to, std::size_t size);  // 0: the line is dead
long long uart_clock();                                  // seconds since 1970
}

namespace {

struct uart {
  static void put(char c) { uart_write(&c, 1); }
  static void append(std::string_view text) { uart_write(text.data(), text.size()); }
};

struct uart_transport {
  using role = upcall::role::transport;

  template <upcall::body Body>
  static upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& body,
                                              upcall::response& answer) {
    uart to;
    to.append(request.method());
    write_target(to, request.message());
    for (const auto& [name, value] : request.headers()) {
      to.append(name);
      to.append(value);
    }
    char piece[128];
    for (;;) {
      const auto got = body.read(piece);
      if (!got) return got.error();
      if (*got == 0) break;
      uart_write(piece, *got);
    }
    const std::size_t status = uart_read_line(piece, sizeof piece);
    if (status < 3) return upcall::transport_failure("uart: no answer", true);
    answer.status = (piece[0] - '0') * 100 + (piece[1] - '0') * 10 + (piece[2] - '0');
    for (;;) {
      const std::string_view line{piece, uart_read_line(piece, sizeof piece)};
      const std::size_t colon = line.find(':');
      if (colon == line.npos) break;
      answer.header(upcall::part(line, 0, colon), upcall::part(line, colon + 1));
    }
    while (const std::size_t size = uart_read_line(piece, sizeof piece)) answer.append({piece, size});
    return upcall::nothing{};
  }
};

struct board_clock {
  using role = upcall::role::clock;
  static upcall::timestamp now() { return {uart_clock()}; }
  static upcall::milliseconds elapsed() { return {uart_clock() * 1000}; }
  static void sleep(upcall::milliseconds) {}
};

constexpr upcall::callback on_upload{
    .url = "http://oss-demo.aliyuncs.com:23450",
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}",
};

constinit upcall::workspace<upcall::limits::small> bytes{};
constinit upcall::freestanding_client oss{
    upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
    upcall::fixed_credentials{"fake-access-key-id", "fake-access-key-secret"},
    uart_transport{},
    board_clock{},
    upcall::borrowed_workspace{bytes},
};

}  // namespace

extern "C" int upload(const char* data, std::size_t size) {
  const auto done =
      oss.bucket("examplebucket")
          .put_object("files/hello", upcall::text{{data, size}}, {.callback = upcall::encoded<on_upload>});
  return done ? done->status : -done.error().status;
}
