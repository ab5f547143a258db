// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/listener.hpp"
#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <thread>
#include <upcall/core/bytes.hpp>
#include <upcall/testing/http/socket.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/hex.hpp>
#include <utility>
#include <vector>

namespace given {

// A proxy on loopback, a thread for each connection: CONNECT leads through it, requests with a whole URL are handed on.
// What it was told is looked at.
class http_proxy {
 public:
  struct behaviour {
    std::string authorization = {};  // what it wants as Proxy-Authorization; empty: nothing
    std::string answer = {};         // what it answers to whatever comes first, and goes; in place of doing it
    std::string glued = {};          // what comes with its answer to CONNECT
    std::string before = {};         // what comes before it
    bool silent = false;             // it goes without an answer
    bool endless = false;            // an answer whose head does not end
  };

  http_proxy() : http_proxy(behaviour{}) {}
  explicit http_proxy(behaviour how) : how_(std::move(how)), accepting_([this] { accept(); }) {}
  http_proxy(const http_proxy&) = delete;
  ~http_proxy() {
    {
      const std::lock_guard lock{mutex_};
      over_ = true;
      for (int each : open_) ::shutdown(each, SHUT_RDWR);
    }
    place_.shut();
    accepting_.join();
    for (auto& each : serving_) each.join();
  }

  std::string url(const std::string& credentials = "") const {
    return "http://" + (credentials.empty() ? "" : credentials + "@") +
           "127.0.0.1:" + std::to_string(place_.port_number());
  }
  // The heads of the requests to the proxy itself, and everything that it was sent but through tunnels.
  std::vector<std::string> heads() const { return locked(heads_); }
  std::string in_clear() const { return locked(in_clear_); }
  // All bytes that went through tunnels to services.
  std::string through_tunnels() const { return locked(tunnelled_); }
  int connections() const { return locked(connections_); }
  // Returns when no connection is open any more, so that the next call finds out.
  void wait_until_all_closed() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return open_.empty(); });
  }

 private:
  using socket = upcall::testing::tcp_socket;

  template <class T>
  T locked(const T& what) const {
    const std::lock_guard lock{mutex_};
    return what;
  }

  void accept() {
    for (;;) {
      const int got = place_.accept();
      const std::lock_guard lock{mutex_};
      if (got < 0 || over_) {
        if (got >= 0) ::close(got);
        return;
      }
      ++connections_;
      open_.push_back(got);
      serving_.emplace_back([this, got] {
        socket client{got};
        serve(client);
        ::shutdown(got, SHUT_RDWR);
        closed(got);
      });
    }
  }

  struct buffered {
    socket& from;
    std::string held = {};

    bool more() {
      char piece[16 * 1024];
      const auto got = from.read(piece);
      if (got && *got != 0) held.append(piece, *got);
      return got && *got != 0;
    }
    // All up to some text and with it; empty when the far end has gone before.
    std::string until(std::string_view end) {
      while (held.find(end) == held.npos) {
        if (!more()) return {};
      }
      return take(held.find(end) + end.size());
    }
    std::string take(std::size_t size) {
      std::string out = held.substr(0, size);
      held.erase(0, out.size());
      return out;
    }
  };

  static std::string header(std::string_view head, std::string_view name) {
    for (std::size_t at = head.find("\r\n"); at != head.npos && at + 2 < head.size(); at = head.find("\r\n", at + 2)) {
      const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
      const std::size_t colon = line.find(": ");
      if (colon != line.npos && upcall::equal_ignoring_case(line.substr(0, colon), name))
        return std::string{line.substr(colon + 2)};
    }
    return {};
  }

  void serve(socket& client) {
    buffered in{client};
    std::optional<socket> onward;
    std::thread back;
    while (one(in, client, onward, back)) continue;
    if (onward) ::shutdown(onward->descriptor(), SHUT_RDWR);
    if (back.joinable()) back.join();
    if (onward) closed(onward->descriptor());
  }

  bool one(buffered& in, socket& client, std::optional<socket>& onward, std::thread& back) {
    const std::string head = in.until("\r\n\r\n");
    if (head.empty() || how_.silent) return false;
    {
      const std::lock_guard lock{mutex_};
      heads_.push_back(head);
      in_clear_ += head;
    }
    while (how_.endless && client.write("HTTP/1.1 200 OK\r\nX-Filler: " + std::string(500, 'x') + "\r\n")) continue;
    if (!how_.answer.empty()) {
      client.write(how_.answer);
      return false;
    }
    if (header(head, "Proxy-Authorization") != how_.authorization) {
      client.write(
          "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
          "Content-Length: 6\r\n\r\nlog in");
      return false;
    }
    const bool tunnel = head.starts_with("CONNECT ");
    std::string target = head.substr(head.find(' ') + 1);
    target.erase(target.find(' '));
    if (!tunnel && !target.starts_with("http://")) {
      client.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
      return false;
    }
    const std::string authority = tunnel ? target : target.substr(7, target.find('/', 7) - 7);
    if (!onward) {
      onward = to(authority);
      if (!onward) {
        client.write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        return false;
      }
      if (!tunnel) back = std::thread{[&] { relay(*onward, client); }};
    }
    if (tunnel) {
      client.write(how_.before + "HTTP/1.1 200 Connection established\r\n\r\n" + how_.glued);
      back = std::thread{[&] { relay(*onward, client); }};
      pass(in.take(in.held.size()), *onward, tunnelled_);
      while (in.more()) pass(in.take(in.held.size()), *onward, tunnelled_);
      return false;
    }
    std::string handed_on = head.substr(0, head.find(' ') + 1) + target.substr(7 + authority.size());
    handed_on += head.substr(head.find(" HTTP/1.1\r\n"));
    if (const std::size_t at = handed_on.find("Proxy-Authorization: "); at != handed_on.npos)
      handed_on.erase(at, handed_on.find("\r\n", at) + 2 - at);
    onward->write(handed_on);
    return body(in, head, *onward);
  }

  bool body(buffered& in, const std::string& head, socket& to) {
    if (upcall::equal_ignoring_case(header(head, "Transfer-Encoding"), "chunked")) {
      for (std::size_t size = 1; size != 0;) {
        const std::string line = in.until("\r\n");
        if (line.empty()) return false;
        size = std::stoul(line, nullptr, 16);
        pass(line, to, in_clear_);
        if (!exactly(size + 2, in, to)) return false;
      }
      return true;
    }
    const std::string length = header(head, "Content-Length");
    return exactly(length.empty() ? 0 : std::stoul(length), in, to);
  }
  bool exactly(std::size_t size, buffered& in, socket& to) {
    while (size != 0) {
      if (in.held.empty() && !in.more()) return false;
      const std::string piece = in.take(size);
      size -= piece.size();
      pass(piece, to, in_clear_);
    }
    return true;
  }

  void pass(const std::string& piece, socket& to, std::string& noted) {
    {
      const std::lock_guard lock{mutex_};
      noted += piece;
    }
    to.write(piece);
  }
  static void relay(socket& from, socket& to) {
    char piece[16 * 1024];
    for (auto got = from.read(piece); got && *got != 0; got = from.read(piece)) {
      if (!to.write({piece, *got})) break;
    }
    ::shutdown(to.descriptor(), SHUT_RDWR);
  }

  // A host that is none of loopback's is nowhere.
  std::optional<socket> to(const std::string& authority) {
    const std::size_t colon = authority.rfind(':');
    std::string host = authority.substr(0, colon);
    if (host == "[::1]") host = "::1";
    if (host != "127.0.0.1" && host != "::1" && host != "localhost") return {};
    const int port = colon == authority.npos ? 80 : std::stoi(authority.substr(colon + 1));
    auto made = socket::connect(host, static_cast<std::uint16_t>(port), upcall::testing::never);
    const std::lock_guard lock{mutex_};
    if (made && over_) made.reset();
    if (made) open_.push_back(made->descriptor());
    return made;
  }
  void closed(int descriptor) {
    {
      const std::lock_guard lock{mutex_};
      std::erase(open_, descriptor);
    }
    changed_.notify_all();
  }

  behaviour how_;
  listener place_ = listener{};
  mutable std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  bool over_ = false;
  int connections_ = 0;
  std::vector<int> open_ = {};
  std::vector<std::string> heads_ = {};
  std::string in_clear_ = {}, tunnelled_ = {};
  std::list<std::thread> serving_ = {};
  std::thread accepting_;
};

}  // namespace given
