// SPDX-License-Identifier: Apache-2.0
// A put of 4 KB with V4 signature and callback: over our own HTTP/1.1 on a socket, over cpp-httplib, by bare
// cpp-httplib with the same headers and no checks, and a bare send() and recv() of the same bytes. The server discards
// and answers a fixed reply, in a process of its own on the other processor. Nine rounds in turn; medians, of ratios
// those of each round.
#include "support/discarding_server.hpp"
#include "support/measured.hpp"
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <upcall.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <vector>

namespace {

inline constexpr upcall::callback on_upload{
    .url = "http://oss-demo.aliyuncs.com:23450",
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}",
};
constexpr int requests = 8'000;
constexpr upcall::fixed_credentials credentials{"fake-access-key-id", "fake-access-key-secret"};

// Keeps what a request is on the wire, and answers it.
struct kept_bytes {
  std::string* to;
  std::string_view answer = "HTTP/1.1 200 OK\r\nx-oss-request-id: FAKE\r\nContent-Length: 0\r\n\r\n";

  static upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
  upcall::transferred read(std::span<char> room) {
    const std::size_t size = answer.copy(room.data(), room.size());
    answer.remove_prefix(size);
    return {size, {}};
  }
  upcall::transferred write(std::string_view text) const {
    to->append(text);
    return {text.size(), {}};
  }
  static void close() {}
};

void put(auto& oss, const std::string& data) {
  const auto out = oss.bucket("examplebucket")
                       .put_object("files/hello", upcall::text{data}, {.callback = upcall::encoded<on_upload>});
  if (out.status != 200) std::abort();
}

std::string bytes_of_a_put(const std::string& endpoint, const std::string& data) {
  std::string out;
  upcall::client oss{upcall::endpoint{endpoint}, credentials, upcall::http1_transport{kept_bytes{&out}}};
  put(oss, data);
  return out;
}

class bare_socket {
 public:
  bare_socket(const std::string& port, std::string bytes)
      : bytes_(std::move(bytes)), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      benchmark::stop("no connection");
  }
  bare_socket(const bare_socket&) = delete;
  ~bare_socket() { ::close(socket_); }

  // The answer is short and comes in one piece.
  void exchange() {
    char answer[4096];
    if (::send(socket_, bytes_.data(), bytes_.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes_.size()) ||
        ::recv(socket_, answer, sizeof answer, 0) <= 0)
      std::abort();
  }

 private:
  std::string bytes_;
  int socket_;
};

struct contestant {
  const char* name;
  std::function<void()> work;
  std::vector<double> rate = {}, processor = {};  // requests a second, microseconds of processor for each
};

void measure(contestant& one) {
  const auto used = benchmark::measured([&] {
    for (int i = 0; i != requests; ++i) one.work();
  });
  one.rate.push_back(requests / used.wall);
  one.processor.push_back(used.processor / requests * 1e6);
}

double ratio(const std::vector<double>& of, const std::vector<double>& to) {
  std::vector<double> out;
  for (std::size_t i = 0; i != of.size(); ++i) out.push_back(of[i] / to[i]);
  return benchmark::median(out);
}

}  // namespace

int main() {
  const benchmark::discarding_server server{1};
  benchmark::pin(0);
  const std::string endpoint = "http://127.0.0.1:" + server.port(), data(4096, 'x');

  upcall::client by_http1{upcall::endpoint{endpoint}, credentials, upcall::http1_transport<upcall::posix_socket>{}};
  upcall::client by_httplib{upcall::endpoint{endpoint}, credentials};
  httplib::Client bare{endpoint};
  bare.set_keep_alive(true);
  bare.set_tcp_nodelay(true);
  const httplib::Headers headers{
      {"x-oss-date", "20231114T221320Z"},
      {"x-oss-content-sha256", "UNSIGNED-PAYLOAD"},
      {"x-oss-callback", std::string{upcall::encoded<on_upload>.parameter}},
      {"Authorization",
       "OSS4-HMAC-SHA256 Credential=fake-access-key-id/20231114/cn-hangzhou/oss/aliyun_v4_request,Signature="
       "0000000000000000000000000000000000000000000000000000000000000000"},
  };
  bare_socket socket{server.port(), bytes_of_a_put(endpoint, data)};

  std::array all{
      contestant{"upcall over http1, posix_socket", [&] { put(by_http1, data); }},
      contestant{"upcall over cpp-httplib", [&] { put(by_httplib, data); }},
      contestant{"bare cpp-httplib",
                 [&] {
                   const auto answer = bare.Put("/examplebucket/files/hello", headers, data.data(), data.size(),
                                                "application/octet-stream");
                   if (!answer || answer->status != 200) std::abort();
                 }},
      contestant{"bare send() and recv()", [&] { socket.exchange(); }},
  };
  for (auto& each : all) each.work();
  for (int round = 0; round != 9; ++round) {
    for (auto& each : all) measure(each);
  }
  std::printf("%-34s %12s %12s\n", "4 KB put, V4 and callback", "requests/s", "us CPU each");
  for (auto& each : all)
    std::printf("%-34s %12.0f %12.1f\n", each.name, benchmark::median(each.rate), benchmark::median(each.processor));
  const auto& [http1, httplib, plain_httplib, plain] = all;
  std::printf("requests/s, http1 / cpp-httplib transport: %.2f   (at least 1.50)\n", ratio(http1.rate, httplib.rate));
  std::printf("CPU,        http1 / bare send and recv:    %.2f   (at most 1.50)\n",
              ratio(http1.processor, plain.processor));
  std::printf("requests/s, cpp-httplib transport / bare:  %.2f   (at least .90)\n",
              ratio(httplib.rate, plain_httplib.rate));
}
