// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <openssl/ssl.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/testing/http/socket.hpp>
#include <utility>

namespace upcall::testing {

// TLS over a tcp_socket. For test servers, whose certificates nobody has signed: it looks at none.
class tls_socket {
 public:
  // Nothing when the far end speaks no TLS, or not by the deadline. server_name: sent as SNI unless empty.
  static std::optional<tls_socket> connect(tcp_socket over, const std::string& server_name, deadline until) {
    tls_socket made{std::move(over)};
    if (!made.session_) return {};
    if (!server_name.empty()) SSL_set_tlsext_host_name(made.session_.get(), server_name.c_str());
    SSL_set_fd(made.session_.get(), made.below_.descriptor());
    if (!made.repeat([&] { return SSL_connect(made.session_.get()); }, until)) return {};
    return made;
  }

  std::optional<std::size_t> read(std::span<char> into, deadline until = never) {
    std::size_t count = 0;
    if (repeat([&] { return SSL_read_ex(session_.get(), into.data(), into.size(), &count); }, until)) return count;
    return ended_ ? std::optional<std::size_t>{0} : std::nullopt;
  }
  bool write(std::string_view text, deadline until = never) {
    std::size_t count = 0;
    return text.empty() ||
           repeat([&] { return SSL_write_ex(session_.get(), text.data(), text.size(), &count); }, until);
  }

 private:
  explicit tls_socket(tcp_socket over)
      : below_(std::move(over)), context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free) {
    if (context_) session_.reset(SSL_new(context_.get()));
  }

  // Calls until it is done, waiting for the socket between.
  template <class Call>
  bool repeat(Call call, deadline until) {
    for (;;) {
      const int done = call();
      if (done == 1) return true;
      const int why = SSL_get_error(session_.get(), done);
      ended_ = why == SSL_ERROR_ZERO_RETURN;
      if (why == SSL_ERROR_WANT_READ && below_.wait(POLLIN, until)) continue;
      if (why == SSL_ERROR_WANT_WRITE && below_.wait(POLLOUT, until)) continue;
      return false;
    }
  }

  tcp_socket below_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> session_{nullptr, &SSL_free};
  bool ended_ = false;
};

}  // namespace upcall::testing
