// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "measured.hpp"
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>

namespace benchmark {

// A service in a process of its own that throws away what is uploaded: an upload can be begun, given parts, and
// completed. It computes no checksum, and so tells none.
class discarding_server {
 public:
  // processor: the only one that it runs on; -1: whichever is free.
  explicit discarding_server(int processor = -1) {
    const int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listening, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listening, 64) != 0 ||
        ::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      stop("no server");
    port_ = ntohs(address.sin_port);
    process_ = ::fork();
    if (process_ < 0) stop("no server");
    if (process_ == 0) serve(listening, processor);
    ::close(listening);
  }
  discarding_server(const discarding_server&) = delete;
  ~discarding_server() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  std::string port() const { return std::to_string(port_); }

 private:
  static constexpr std::size_t most = 256 * 1024;  // bytes that are taken from a connection at once

  [[noreturn]] static void serve(int listening, int processor) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (processor >= 0) pin(processor);
    for (;;) {
      const int connection = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection >= 0) std::thread{answer_all, connection}.detach();
    }
  }

  static void answer_all(int connection) {
    const int on = 1;
    ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::unique_ptr<char[]> held{new char[most]};
    std::size_t have = 0;
    for (;;) {
      const ssize_t got = ::recv(connection, held.get() + have, most - have, 0);
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
      const std::string_view text{held.get(), have};
      const std::size_t end = text.find("\r\n\r\n");
      if (end == text.npos) continue;
      const std::string_view head = text.substr(0, end + 4);
      const std::size_t length = head.find("Content-Length: ");
      std::size_t left = length == head.npos ? 0 : std::strtoull(head.data() + length + 16, nullptr, 10);
      const std::string reply = answer_to(head.substr(0, head.find("\r\n")));
      left -= std::min(left, have - head.size());
      while (left != 0) {
        const ssize_t more = ::recv(connection, held.get(), std::min(left, most), 0);
        if (more <= 0) break;
        left -= static_cast<std::size_t>(more);
      }
      if (left != 0 || ::send(connection, reply.data(), reply.size(), MSG_NOSIGNAL) < 0) break;
      have = 0;
    }
    ::close(connection);
  }

  static std::string answer_to(std::string_view line) {
    std::string document;
    if (line.rfind("POST ", 0) == 0) {
      const std::string kind = line.find("uploadId=") == line.npos ? "Initiate" : "Complete";
      document = '<' + kind + "MultipartUploadResult><Bucket>examplebucket</Bucket><Key>k</Key>" +
                 (kind == "Initiate" ? "<UploadId>0123456789ABCDEF</UploadId>" : "<ETag>\"FAKE-1\"</ETag>") + "</" +
                 kind + "MultipartUploadResult>";
    }
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(document.size()) +
           "\r\nETag: \"5D41402ABC4B2A76B9719D911017C592\"\r\nx-oss-request-id: FAKE\r\n\r\n" + document;
  }

  int port_ = 0;
  pid_t process_ = -1;
};

}  // namespace benchmark
