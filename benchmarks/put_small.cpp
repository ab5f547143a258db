// SPDX-License-Identifier: Apache-2.0
// A put of 4 KB with V4 signature and callback over the cpp-httplib transport, beside bare cpp-httplib doing the same
// PUT with the same headers and no checks. The server discards and answers a fixed reply, in a process of its own on
// the other processor. Requests per second, nine pairs in turn, medians.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <upcall.hpp>
#include <vector>

namespace {

inline constexpr upcall::callback on_upload{
    .url = "http://oss-demo.aliyuncs.com:23450",
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}",
};
constexpr int requests = 4'000;

void pin(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor % static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)), &set);
  sched_setaffinity(0, sizeof set, &set);
}

void serve_one(int connection) {
  const std::string reply =
      "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nContent-Type: application/json\r\nETag: \"FAKE\"\r\n"
      "x-oss-request-id: FAKE\r\n\r\n{\"Status\":\"OK\"}";
  std::string held(64 * 1024, '\0');
  std::size_t have = 0;
  for (;;) {
    const ssize_t got = ::recv(connection, held.data() + have, held.size() - have, 0);
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
    const std::string_view text{held.data(), have};
    const std::size_t end = text.find("\r\n\r\n");
    if (end == text.npos) continue;
    const std::size_t length = text.find("Content-Length: ");
    const std::size_t whole = end + 4 + (length < end ? std::strtoul(held.data() + length + 16, nullptr, 10) : 0);
    if (have < whole) continue;
    have = 0;
    if (::send(connection, reply.data(), reply.size(), MSG_NOSIGNAL) < 0) break;
  }
  ::close(connection);
}

int start_server(pid_t& server) {
  const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listening, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listening, 64) != 0) std::exit(1);
  ::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size);
  server = ::fork();
  if (server != 0) return ntohs(address.sin_port);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  pin(1);
  for (;;) {
    const int connection = ::accept(listening, nullptr, nullptr);
    const int on = 1;
    ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::thread{serve_one, connection}.detach();
  }
}

template <class Work>
double per_second(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i != requests; ++i) work();
  return requests / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> of) {
  std::sort(of.begin(), of.end());
  return of[of.size() / 2];
}

}  // namespace

int main() {
  pid_t server = 0;
  const std::string endpoint = "http://127.0.0.1:" + std::to_string(start_server(server));
  pin(0);
  const std::string data(4096, 'x');

  upcall::client oss{upcall::endpoint{endpoint},
                     upcall::fixed_credentials{"fake-access-key-id", "fake-access-key-secret"}};
  auto bucket = oss.bucket("examplebucket");

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
  const auto ours = [&] {
    if (bucket.put_object("files/hello", upcall::text{data}, {.callback = upcall::encoded<on_upload>}).status != 200)
      std::abort();
  };
  const auto theirs = [&] {
    const auto answer =
        bare.Put("/examplebucket/files/hello", headers, data.data(), data.size(), "application/octet-stream");
    if (!answer || answer->status != 200) std::abort();
  };

  ours();
  theirs();
  std::vector<double> upcall_rates, bare_rates, ratios;
  for (int pair = 0; pair != 9; ++pair) {
    upcall_rates.push_back(per_second(ours));
    bare_rates.push_back(per_second(theirs));
    ratios.push_back(upcall_rates.back() / bare_rates.back());
  }
  std::printf("4 KB put, V4 and callback      requests/s\n");
  std::printf("upcall over cpp-httplib    %14.0f\n", median(upcall_rates));
  std::printf("bare cpp-httplib           %14.0f\n", median(bare_rates));
  std::printf("upcall / bare              %14.2f\n", median(ratios));
  ::kill(server, SIGKILL);
  ::waitpid(server, nullptr, 0);
}
