// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <mutex>
#include <openssl/ssl.h>
#include <span>
#include <string>
#include <string_view>
#include <upcall/core/time.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/policies/crypto/openssl_errors_aside.hpp>
#include <upcall/policies/transport/pool_below.hpp>
#include <upcall/policies/transport/stream_factory.hpp>
#include <upcall/policies/transport/tls_channel.hpp>
#include <upcall/policies/transport/tls_context.hpp>
#include <upcall/policies/transport/tls_owned.hpp>
#include <upcall/policies/transport/tls_wire.hpp>

namespace upcall {

// TLS by OpenSSL over another byte stream; http:// endpoints go over that in clear. At least TLS 1.2; certificates and
// the names in them are verified, addresses as addresses. Later connections to a place are resumed from earlier ones.
// The stream below throws nothing: it is called from within OpenSSL.
template <class Below>
struct tls {
  static_assert(byte_stream<running_policy<Below>>, "tls: what it is to go over is no byte stream");

  [[no_unique_address]] Below below = {};
  std::string ca_file = {};           // certificates to trust in place of the system's, as a PEM file
  std::string certificate_file = {};  // of this client, for services that want one; and what lies between it and theirs
  std::string key_file = {};          // without a password; empty: the key is in certificate_file as well

  class context;
  class state;
  template <class Connection, class Factory>
  using pool = typename detail::pool_below<Below, Connection, Factory>::type;
};

template <class Below>
class tls<Below>::context {
 public:
  explicit context(const tls& with)
      : streams_(Below{with.below}),
        shared_(std::make_unique<shared>(detail::tls_files{with.ca_file, with.certificate_file, with.key_file})) {}

 private:
  friend state;

  struct shared : detail::tls_context {
    using detail::tls_context::tls_context;
    std::mutex mutex = {};
    detail::tls_owned<BIO_METHOD> method = {};
  };

  // Made by the first that needs it; nullptr: out of memory, and the next call tries again.
  const BIO_METHOD* method() const {
    const std::lock_guard lock{shared_->mutex};
    const detail::openssl_errors_aside quietly;
    if (!shared_->method) shared_->method = detail::tls_wire<running_policy<Below>>::method();
    return shared_->method.get();
  }

  stream_factory<Below> streams_;
  std::unique_ptr<shared> shared_;
};

template <class Below>
class tls<Below>::state {
 public:
  state(const tls&, context& with) : with_(with), channel_(with.streams_, *with.shared_) {}
  state(const state&) = delete;
  ~state() { close(); }

  void end_by(milliseconds time_left) requires ends_in_time<running_policy<Below>> {
    channel_.below().end_by(time_left);
  }
  verdict connect(const stream_target& to) {
    if (!to.tls) return channel_.below().connect(to);
    std::string_view wrong;
    const detail::tls_owned<SSL_CTX> context = with_.shared_->get(wrong);
    if (context == nullptr) return wrong;
    if (const verdict leads_there = open_below(to); !leads_there) return leads_there;
    const verdict done = channel_.open(context.get(), with_.method(), to);
    with_.shared_->judge(context.get(), static_cast<bool>(done));
    if (!done) {
      close();
    } else if constexpr (opens_in_two_steps) {
      channel_.below().opened();
    }
    return done;
  }
  transferred read(std::span<char> room) {
    return channel_.is_open() ? channel_.read(room) : channel_.below().read(room);
  }
  transferred write(std::string_view text) {
    return channel_.is_open() ? channel_.write(text) : channel_.below().write(text);
  }
  void close() {
    channel_.close();
    channel_.below().close();
  }
  bool ended() requires requires(running_policy<Below>& stream) { stream.ended(); }
  { return channel_.is_open() ? channel_.ended() : channel_.below().ended(); }

  bool asks_proxy() const requires proxied_stream<running_policy<Below>> { return channel_.below().asks_proxy(); }
  std::string_view proxy_authorization() const requires proxied_stream<running_policy<Below>> {
    return channel_.below().proxy_authorization();
  }

 private:
  static constexpr bool opens_in_two_steps = requires(running_policy<Below> & stream, const stream_target& to) {
    stream.open(to);
    stream.opened();
  };

  verdict open_below(const stream_target& to) {
    if constexpr (opens_in_two_steps) {
      return channel_.below().open(to);
    } else {
      return channel_.below().connect({to.host, to.port, false});
    }
  }

  context& with_;
  detail::tls_channel<running_policy<Below>> channel_;
};

}  // namespace upcall
