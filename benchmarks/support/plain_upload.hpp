// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "measured.hpp"
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <vector>

namespace benchmark {

// The same bytes in the same requests by pread and send alone: no checksum, no signature, no journal, and no look at
// what is answered.
class plain_upload {
 public:
  plain_upload(int port, const std::string& path, std::uint64_t part_size, std::size_t buffer)
      : port_(port), part_size_(part_size), buffer_(buffer), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat is {};
    if (file_ < 0 || ::fstat(file_, &is) != 0) stop("plain: no file");
    size_ = static_cast<std::uint64_t>(is.st_size);
  }
  plain_upload(const plain_upload&) = delete;
  ~plain_upload() { ::close(file_); }

  void run(int lanes) {
    std::vector<std::thread> others;
    for (int i = 1; i < lanes; ++i) others.emplace_back([this] { run_lane(); });
    run_lane();
    for (auto& each : others) each.join();
  }

 private:
  void run_lane() {
    const int connection = connected();
    const std::unique_ptr<char[]> piece{new char[buffer_]};
    for (std::uint64_t number; (number = next_.fetch_add(1)) * part_size_ < size_;) {
      std::uint64_t at = number * part_size_;
      const std::uint64_t end = std::min(at + part_size_, size_);
      send(connection, "PUT /examplebucket/k?partNumber=" + std::to_string(number + 1) +
                           "&uploadId=0123456789ABCDEF HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " +
                           std::to_string(end - at) + "\r\n\r\n");
      while (at != end) {
        const ssize_t got =
            ::pread(file_, piece.get(), std::min(buffer_, static_cast<std::size_t>(end - at)), static_cast<off_t>(at));
        if (got <= 0) stop("plain: the file ended");
        send(connection, {piece.get(), static_cast<std::size_t>(got)});
        at += static_cast<std::uint64_t>(got);
      }
      std::string answer;
      while (answer.find("\r\n\r\n") == answer.npos) {
        const ssize_t got = ::recv(connection, piece.get(), buffer_, 0);
        if (got <= 0) stop("plain: no answer");
        answer.append(piece.get(), static_cast<std::size_t>(got));
      }
    }
    ::close(connection);
  }

  int connected() const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    const int out = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(out, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) stop("plain: no connection");
    return out;
  }

  static void send(int connection, std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent < 0) stop("plain: the connection broke");
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  int port_;
  std::uint64_t part_size_;
  std::size_t buffer_;
  int file_;
  std::uint64_t size_ = 0;
  std::atomic<std::uint64_t> next_{0};
};

}  // namespace benchmark
