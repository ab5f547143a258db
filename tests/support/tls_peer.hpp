// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/authority.hpp"
#include "support/listener.hpp"
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <upcall/policies/transport/sigpipe_guard.hpp>
#include <utility>
#include <vector>

// Services that speak TLS, on loopback.
namespace given {

// Whom the clients of these tests trust.
inline const authority& trusted() {
  static const authority made;
  return made;
}

inline const std::string ok = laws::in_bytes({.headers = {{"ETag", "\"1\""}}, .body = "{\"Status\":\"OK\"}"});

struct tls_peer {
  laws::peer server;

  explicit tls_peer(std::vector<laws::reaction> reactions, const tls_settings& settings = {},
                    const authority& by = trusted())
      : server(std::move(reactions), by.server(settings)) {}
  std::string url(const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + std::to_string(server.port());
  }
};

// Serves one connection after the other, each by a function.
class by_hand {
 public:
  using served = std::function<void(int socket)>;

  explicit by_hand(std::vector<served> each, const std::string& address = "127.0.0.1") : place_(address) {
    const upcall::detail::sigpipe_guard inherited;  // OpenSSL writes without MSG_NOSIGNAL
    thread_ = std::thread{[this, each = std::move(each)] {
      for (const served& serve : each) {
        const int socket = place_.accept();
        if (socket < 0) return;
        serve(socket);
        ::close(socket);
        closed_.release();
      }
    }};
  }
  by_hand(const by_hand&) = delete;
  ~by_hand() {
    place_.shut();
    thread_.join();
  }

  std::uint16_t port() const { return place_.port_number(); }
  std::string url(const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + std::to_string(port());
  }
  // Returns when one more connection has been.
  void wait_until_closed() { closed_.acquire(); }

 private:
  listener place_;
  std::counting_semaphore<> closed_{0};
  std::thread thread_ = {};
};

// The same over TLS.
inline by_hand::served over_tls(std::function<void(SSL* session, int socket)> serve,
                                std::shared_ptr<SSL_CTX> context = trusted().server()) {
  return [serve = std::move(serve), context = std::move(context)](int socket) {
    const std::unique_ptr<SSL, decltype(&SSL_free)> session{SSL_new(context.get()), &SSL_free};
    SSL_set_fd(session.get(), socket);
    if (SSL_accept(session.get()) == 1) serve(session.get(), socket);
  };
}
// Without TLS: answers whatever comes as HTTP does, and goes.
inline void in_clear(int socket) {
  char piece[4096];
  if (::recv(socket, piece, sizeof piece, 0) <= 0) return;
  constexpr std::string_view refused = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
  ::send(socket, refused.data(), refused.size(), MSG_NOSIGNAL);
}

// The next request, whose body ends so.
inline std::string read_request(SSL* session, std::string_view end = "\r\n\r\nhello") {
  std::string got;
  char piece[4096];
  while (!got.ends_with(end)) {
    const int size = SSL_read(session, piece, sizeof piece);
    if (size <= 0) return {};
    got.append(piece, static_cast<std::size_t>(size));
  }
  return got;
}
inline void write_text(SSL* session, std::string_view text) {
  SSL_write(session, text.data(), static_cast<int>(text.size()));
}
// Answers one request.
inline void answer(SSL* session) {
  if (!read_request(session).empty()) write_text(session, ok);
}

inline bool says(const upcall::failure& why, std::string_view text) {
  return why.message.view().find(text) != std::string_view::npos;
}

}  // namespace given
