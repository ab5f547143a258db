// SPDX-License-Identifier: Apache-2.0
// How much of the heap a client takes while a hostile server answers without end: each call fails, and takes less than
// a megabyte. The server gives up after 64 MB, so that a client that reads all of it is seen, not waited for.
#include "../support/hostile_server.hpp"
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <new>
#include <string_view>
#include <upcall.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>

namespace {

std::atomic<std::size_t> held = 0, most = 0;

void* take(std::size_t size) {
  void* out = std::malloc(size);
  if (out == nullptr) throw std::bad_alloc{};
  const std::size_t now = held += ::malloc_usable_size(out);
  for (std::size_t before = most; before < now && !most.compare_exchange_weak(before, now);) continue;
  return out;
}
void give_back(void* given) noexcept {
  held -= ::malloc_usable_size(given);
  std::free(given);
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void operator delete(void* given) noexcept { give_back(given); }
void operator delete[](void* given) noexcept { give_back(given); }
void operator delete(void* given, std::size_t) noexcept { give_back(given); }
void operator delete[](void* given, std::size_t) noexcept { give_back(given); }

namespace {

using namespace std::string_view_literals;

// What comes first, and then again and again.
struct attack {
  std::string_view name, begin, again;
  bool is_for_cpp_httplib = true;  // whose client keeps lines of any length, and any number of them
};
constexpr attack attacks[] = {
    {"headers", "HTTP/1.1 500 Text\r\n", "x-a: 0123456789012345678901234567890123456789\r\n", false},
    {"one header", "HTTP/1.1 500 Text\r\nx-a: ", "0123456789012345678901234567890123456789", false},
    {"interim answers", "", "HTTP/1.1 102 Text\r\n\r\n"},
    {"an error's body", "HTTP/1.1 500 Text\r\nConnection: close\r\n\r\n", "<Error><Code>a</Code></Error>"},
    {"chunks", "HTTP/1.1 500 Text\r\nTransfer-Encoding: chunked\r\n\r\n", "a\r\n0123456789\r\n"},
    {"an extension of a chunk", "HTTP/1.1 500 Text\r\nTransfer-Encoding: chunked\r\n\r\na;", "0123456789=0123456789;",
     false},
    {"trailers", "HTTP/1.1 500 Text\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "x-a: 012345678901234567890\r\n",
     false},
};
constexpr std::size_t cap = std::size_t{1} << 20;
// Bodies that nobody takes are read up to 16 MB; sockets hold some on the way.
constexpr std::size_t most_read = std::size_t{32} << 20;

bool failed = false;

template <class Call>
void expect_bounded(const char* transport, const attack& by, const char* name, given::hostile_server& server,
                    Call call) {
  most = held.load();
  const std::size_t before = held;
  const std::size_t sent_before = server.sent();
  const bool done = call();
  const std::size_t taken = most - before, sent = server.sent() - sent_before;
  const bool good = !done && taken < cap && sent < most_read;
  if (!good)
    std::printf("%s, endless %.*s, %s: %s, %zu bytes of the heap, %zu sent\n", transport,
                static_cast<int>(by.name.size()), by.name.data(), name, done ? "succeeds" : "fails", taken, sent);
  failed = failed || !good;
}

template <class Transport>
void attack_all(const char* name, bool is_cpp_httplib, Transport transport) {
  for (const attack& by : attacks) {
    if (is_cpp_httplib && !by.is_for_cpp_httplib) continue;
    given::hostile_server server{by.begin, by.again, std::size_t{64} << 20};
    constexpr upcall::fixed_credentials credentials{"fake-key-id", "fake-secret"};
    upcall::client oss{upcall::endpoint{server.url()}, credentials, transport, upcall::no_retry{}, upcall::returning{}};
    auto bucket = oss.bucket("examplebucket");
    const auto drop = [](std::string_view) { return true; };
    expect_bounded(name, by, "put_object", server,
                   [&] { return bool{bucket.put_object("key", upcall::text{"hello"})}; });
    expect_bounded(name, by, "head_object", server, [&] { return bool{bucket.head_object("key")}; });
    expect_bounded(name, by, "get_object", server, [&] { return bool{bucket.get_object("key", drop)}; });
    expect_bounded(name, by, "delete_object", server, [&] { return bool{bucket.delete_object("key")}; });
  }
}

}  // namespace

int main() {
  attack_all("http1_transport", false, upcall::http1_transport{upcall::posix_socket{}});
  attack_all("httplib_transport", true, upcall::httplib_transport{});
  if (!failed) std::puts("each call failed, and took less than a megabyte");
  return failed ? 1 : 0;
}
