// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "laws/chunks.hpp"
#include <algorithm>
#include <arpa/inet.h>
#include <condition_variable>
#include <csignal>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <upcall/testing/recorded.hpp>
#include <upcall/text/ascii.hpp>
#include <utility>
#include <vector>

// The far end of a connection, down to the bytes: what it got is looked at, what it answers is told beforehand.
namespace laws {

// One connection as the peer has it, in clear or over TLS.
class wire {
 public:
  wire(int socket, SSL_CTX* tls) : socket_(socket), session_(tls != nullptr ? SSL_new(tls) : nullptr, &SSL_free) {
    if (session_) SSL_set_fd(session_.get(), socket_);
    ready_ = !session_ || SSL_accept(session_.get()) == 1;
  }
  wire(const wire&) = delete;
  ~wire() { ::close(socket_); }

  bool ready() const { return ready_; }
  std::string read() {
    char piece[64 * 1024];
    const auto got = session_ ? SSL_read(session_.get(), piece, sizeof piece)
                              : static_cast<int>(::recv(socket_, piece, sizeof piece, 0));
    return {piece, static_cast<std::size_t>(std::max(got, 0))};
  }
  void write(std::string_view text) {
    while (!text.empty()) {
      const auto sent = session_ ? SSL_write(session_.get(), text.data(),
                                             static_cast<int>(std::min<std::size_t>(text.size(), 1 << 20)))
                                 : static_cast<int>(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

 private:
  int socket_;
  std::unique_ptr<SSL, decltype(&SSL_free)> session_;
  bool ready_ = false;
};

// What is done with a request: bytes to answer, before its body was read if that is wanted, and whether the connection
// goes on.
struct reaction {
  std::string bytes = {};
  bool goes_on = true;
  bool before_body = false;
};

inline std::string in_bytes(const upcall::recorded_answer& answer, bool to_head = false) {
  std::string out = "HTTP/1.1 " + std::to_string(answer.status) + " Text\r\n";
  bool told = answer.status == 204 || answer.status == 304;
  for (const auto& [name, value] : answer.headers) {
    out += name + ": " + value + "\r\n";
    told = told || upcall::equal_ignoring_case(name, "content-length");
  }
  if (!told) out += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
  return out + "\r\n" + (to_head || answer.status == 204 ? "" : answer.body);
}

inline std::vector<reaction> in_order(const std::vector<upcall::recorded_answer>& answers) {
  std::vector<reaction> out;
  for (const auto& each : answers) out.push_back({in_bytes(each)});
  return out;
}

// Of a request in bytes, without the empty line at its end.
inline upcall::recorded_request head_of(std::string_view head) {
  upcall::recorded_request out;
  std::string_view line = head.substr(0, head.find("\r\n"));
  out.method = line.substr(0, line.find(' '));
  line.remove_prefix(out.method.size() + 1);
  out.target = line.substr(0, line.rfind(' '));
  while (head.find("\r\n") != head.npos) {
    head.remove_prefix(head.find("\r\n") + 2);
    line = head.substr(0, head.find("\r\n"));
    const auto colon = line.find(": ");
    std::string name{line.substr(0, colon)}, value{line.substr(colon + 2)};
    std::transform(name.begin(), name.end(), name.begin(), upcall::to_lower);
    if (name == "host") out.host = value;
    if (name == "content-length") {
      out.has_body = true;
      out.content_length = std::stoull(value);
    }
    out.chunked = out.chunked || (name == "transfer-encoding" && value == "chunked");
    out.headers.emplace_back(std::move(name), std::move(value));
  }
  return out;
}

// Takes the body of this request off what has come. Nothing: more has to come; false: what came is no body.
inline std::optional<bool> take_body(upcall::recorded_request& of, std::string& come) {
  if (of.chunked && of.has_body) return false;  // with a Content-Length as well
  if (of.chunked) return take_chunks(come, of.body);
  if (come.size() < of.content_length) return {};
  of.body = come.substr(0, of.content_length);
  come.erase(0, of.content_length);
  return true;
}

// A server on loopback with one thread for each connection. It remembers the requests that came whole.
class peer {
 public:
  explicit peer(std::vector<reaction> reactions, std::shared_ptr<SSL_CTX> tls = {})
      : tls_(std::move(tls)), reactions_(std::move(reactions)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback();
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error{"cannot listen on loopback"};
    }
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread{[this] { accept(); }};
  }
  peer(const peer&) = delete;
  ~peer() {
    {
      const std::lock_guard lock{mutex_};
      over_ = true;
      for (int socket : open_) ::shutdown(socket, SHUT_RDWR);
    }
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    for (auto& each : serving_) each.join();
    ::close(listener_);
  }

  int port() const { return port_; }
  std::vector<upcall::recorded_request> requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
  }
  int connections() const {
    const std::lock_guard lock{mutex_};
    return connections_;
  }
  // Returns when no connection is open any more, so that the next call finds out.
  void wait_until_all_closed() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return open_.empty(); });
  }

  // A port that nobody listens on while this lives.
  class closed_port {
   public:
    closed_port() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
      sockaddr_in address = loopback();
      socklen_t size = sizeof address;
      if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0)
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
      number_ = ntohs(address.sin_port);
    }
    closed_port(const closed_port&) = delete;
    ~closed_port() { ::close(socket_); }
    int number() const { return number_; }

   private:
    int socket_, number_ = 0;
  };

 private:
  static sockaddr_in loopback() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void accept() {
    sigset_t pipe;  // OpenSSL writes without MSG_NOSIGNAL; the threads that serve inherit this
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      const std::lock_guard lock{mutex_};
      if (socket < 0 || over_) {
        if (socket >= 0) ::close(socket);
        return;
      }
      ++connections_;
      open_.push_back(socket);
      serving_.emplace_back([this, socket] { serve(socket); });
    }
  }

  void serve(int socket) {
    {
      wire line{socket, tls_.get()};
      std::string buffer;
      while (line.ready() && one(line, buffer)) continue;
      ::shutdown(socket, SHUT_RDWR);  // the other side knows now
      const std::lock_guard lock{mutex_};
      std::erase(open_, socket);  // before it is closed, and its number given to another
    }
    changed_.notify_all();
  }

  bool one(wire& line, std::string& buffer) {
    std::size_t end;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
      const std::string more = line.read();
      if (more.empty()) return false;
      buffer += more;
    }
    upcall::recorded_request request = head_of(std::string_view{buffer}.substr(0, end));
    buffer.erase(0, end + 4);
    const reaction wanted = next();
    if (wanted.before_body) line.write(wanted.bytes);
    if (wanted.before_body && !wanted.goes_on) return false;
    std::optional<bool> whole;
    while (!(whole = take_body(request, buffer))) {
      const std::string more = line.read();
      if (more.empty()) return false;
      buffer += more;
    }
    if (!*whole) return false;
    {
      const std::lock_guard lock{mutex_};
      requests_.push_back(std::move(request));
    }
    if (!wanted.before_body) line.write(wanted.bytes);
    return wanted.goes_on;
  }

  reaction next() {
    const std::lock_guard lock{mutex_};
    if (next_ == reactions_.size()) return {in_bytes({.status = 500}), true};
    return reactions_[next_++];
  }

  std::shared_ptr<SSL_CTX> tls_;
  std::vector<reaction> reactions_;
  std::size_t next_ = 0;
  int listener_, port_ = 0;
  mutable std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  bool over_ = false;
  int connections_ = 0;
  std::vector<int> open_ = {};
  std::vector<upcall::recorded_request> requests_ = {};
  std::list<std::thread> serving_ = {};
  std::thread accepting_;
};

}  // namespace laws
