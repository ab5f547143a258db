// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/time.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/policies/transport/pool_below.hpp>
#include <upcall/policies/transport/proxy_address.hpp>
#include <upcall/policies/transport/proxy_tunnel.hpp>
#include <upcall/policies/transport/stream_factory.hpp>

namespace upcall {

// Another byte stream, by way of an HTTP proxy: http1_transport<tls<proxied<posix_socket>>>. For https:// endpoints the
// proxy is asked for a tunnel, through which TLS goes, so that it sees no more than host and port; http:// requests are
// handed on by it. Its credentials go to it alone, are in no failure's text, and are overwritten in the end.
template <class Below>
struct proxied {
  static_assert(byte_stream<running_policy<Below>>, "proxied: what it is to go over is no byte stream");

  [[no_unique_address]] Below below = {};
  proxy_url proxy = {};  // "http://user:password@host:port"; empty: straight to the service

  class context;
  class state;
  template <class Connection, class Factory>
  using pool = typename detail::pool_below<Below, Connection, Factory>::type;
};

template <class Below>
class proxied<Below>::context {
 public:
  explicit context(const proxied& with) : streams_(Below{with.below}), proxy_(with.proxy) {}

 private:
  friend state;

  stream_factory<Below> streams_;
  detail::proxy_address proxy_;
};

template <class Below>
class proxied<Below>::state {
  using stream = running_policy<Below>;

 public:
  state(const proxied&, context& with) : proxy_(with.proxy_), stream_(with.streams_.make()) {}
  state(const state&) = delete;

  void end_by(milliseconds time_left) requires ends_in_time<stream> { stream_.end_by(time_left); }

  verdict connect(const stream_target& to) {
    if (!proxy_.is_given()) return stream_.connect(to);
    if (to.tls) return "this transport has no TLS: use tls<proxied<…>>, or an http:// endpoint"sv;
    if (const verdict may = check(to); !may) return may;
    if (const verdict there = stream_.connect(proxy()); !there) return not_there(there.wrong());
    forwards_ = true;
    return nothing{};
  }
  // For TLS, which goes through a tunnel.
  verdict open(const stream_target& to) {
    if (!proxy_.is_given()) return open_below(to);
    if (const verdict may = check(to); !may) return may;
    if (const verdict there = open_below(proxy()); !there) return not_there(there.wrong());
    const verdict leads = tunnel_.open(stream_, to, proxy_.authorization());
    if (!leads) close();
    return leads;
  }
  void opened() {
    if constexpr (opens_in_two_steps) stream_.opened();
  }

  transferred read(std::span<char> room) { return stream_.read(room); }
  transferred write(std::string_view text) { return stream_.write(text); }
  void close() {
    forwards_ = false;
    stream_.close();
  }
  bool ended() requires requires(stream& it) { it.ended(); }
  { return stream_.ended(); }

  bool asks_proxy() const { return forwards_; }
  std::string_view proxy_authorization() const { return proxy_.authorization(); }

 private:
  static constexpr bool opens_in_two_steps = requires(stream & it, const stream_target& to) {
    it.open(to);
    it.opened();
  };

  stream_target proxy() const { return {proxy_.host(), proxy_.port(), false}; }
  verdict check(const stream_target& to) const {
    if (!proxy_.wrong().empty()) return proxy_.wrong();
    if (!detail::is_proxied_host(to.host)) return "endpoint: no host that a proxy can be asked for"sv;
    return nothing{};
  }
  verdict open_below(const stream_target& to) {
    if constexpr (opens_in_two_steps) {
      return stream_.open(to);
    } else {
      return stream_.connect({to.host, to.port, false});
    }
  }
  // The stream below takes the proxy for the service.
  verdict not_there(std::string_view why) {
    constexpr std::string_view begins = "cannot connect to the service: ", advice = "check the endpoint";
    if (speaks_of_deadline(why)) return why;
    if (why.starts_with(begins)) why.remove_prefix(begins.size());
    why = part(why, 0, why.find("; "sv));
    if (why.starts_with(advice)) why = "check its address and the network"sv;
    wrong_.assign("cannot connect to the proxy: "sv);
    wrong_.append(why);
    return wrong_.view();
  }

  const detail::proxy_address& proxy_;
  stream stream_;
  detail::proxy_tunnel tunnel_ = {};
  inline_string<160> wrong_ = {};
  bool forwards_ = false;  // it leads to the proxy, which is asked by whole URLs
};

}  // namespace upcall
