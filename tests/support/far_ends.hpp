// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/listener.hpp"
#include "support/request_bytes.hpp"
#include <algorithm>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <upcall/http/byte_stream.hpp>
#include <utility>
#include <vector>

// Far ends that keep each request as it came, read by take_request(), and answer as the service does.
namespace given {

inline std::string answer_to(const request_bytes& asked) {
  std::string status = "200 OK", extra = "x-oss-request-id: 0123456789ABCDEF\r\n", body;
  const auto has = [&, all = asked.parameters()](std::string_view name) {
    return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.first == name; });
  };
  if (asked.method == "POST" && has("uploads")) {
    body = "<InitiateMultipartUploadResult><UploadId>0004B999EF518A1F</UploadId></InitiateMultipartUploadResult>";
  } else if (asked.method == "PUT" || asked.method == "POST") {
    extra += "ETag: \"5D41402ABC4B2A76B9719D911017C592\"\r\n";
    body = asked.method == "PUT" ? "" : "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>";
  } else {
    status = "501 Text";
  }
  return "HTTP/1.1 " + status + "\r\n" + extra + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// What came since it was last looked at.
struct arrivals {
  int connections = 0;
  std::vector<request_bytes> requests = {};
  std::string wrong = {};  // why something was no request
};

// Takes bytes, gives answers.
class request_taker {
 public:
  void connected() {
    ++since_.connections;
    bytes_.clear();
  }
  // The answers to what has come whole; nothing more once something was no request.
  std::string take(std::string_view piece) {
    bytes_ += piece;
    std::string answers;
    try {
      while (auto next = take_request(bytes_)) {
        answers += answer_to(*next);
        since_.requests.push_back(std::move(*next));
      }
    } catch (const malformed_request& why) {
      since_.wrong = why.what();
    }
    return answers;
  }
  arrivals look() {
    if (!bytes_.empty() && since_.wrong.empty()) since_.wrong = "bytes besides whole requests: " + bytes_;
    return std::exchange(since_, {});
  }

 private:
  std::string bytes_ = {};
  arrivals since_ = {};
};

// In the test's own memory and thread.
struct far_end_in_memory : request_taker {
  std::string to_read = {};
};
struct far_stream {
  far_end_in_memory* far = nullptr;

  upcall::verdict connect(const upcall::stream_target&) const {
    far->connected();
    far->to_read.clear();
    return upcall::nothing{};
  }
  upcall::transferred read(std::span<char> room) const {
    const std::size_t size = std::min(room.size(), far->to_read.size());
    std::copy_n(far->to_read.data(), size, room.data());
    far->to_read.erase(0, size);
    return {size, size == 0 ? std::string_view{"there is no answer"} : std::string_view{}};
  }
  upcall::transferred write(std::string_view text) const {
    far->to_read += far->take(text);
    return {text.size(), {}};
  }
  void close() const {}
};

// On loopback; any number of connections, one after the other.
class far_end_on_loopback {
 public:
  far_end_on_loopback() : serving_([this] { serve(); }) {}
  far_end_on_loopback(const far_end_on_loopback&) = delete;
  ~far_end_on_loopback() {
    here_.shut();
    serving_.join();
  }

  const std::string& url() const { return here_.url; }
  arrivals look() {
    const std::lock_guard lock{mutex_};
    return taken_.look();
  }

 private:
  void serve() {
    for (int socket = here_.accept(); socket >= 0; socket = here_.accept()) {
      char piece[4096];
      {
        const std::lock_guard lock{mutex_};
        taken_.connected();
      }
      for (ssize_t got = ::recv(socket, piece, sizeof piece, 0); got > 0;
           got = ::recv(socket, piece, sizeof piece, 0)) {
        std::string answers;
        {
          const std::lock_guard lock{mutex_};
          answers = taken_.take({piece, static_cast<std::size_t>(got)});
        }
        if (::send(socket, answers.data(), answers.size(), MSG_NOSIGNAL) < 0) break;
      }
      ::close(socket);
    }
  }

  listener here_{};
  std::mutex mutex_ = {};
  request_taker taken_ = {};
  std::thread serving_;
};

}  // namespace given
