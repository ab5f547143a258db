// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <upcall/core/result.hpp>
#include <upcall/policies/clock/system.hpp>
#include <upcall/policies/keys/fetched_key.hpp>
#include <upcall/policies/keys/key_memory.hpp>
#include <upcall/policies/keys/pinned.hpp>
#include <upcall/policies/keys/public_key_pem.hpp>
#include <upcall/policies/transport/fetch.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/tls.hpp>
#include <upcall/roles/keys.hpp>
#include <utility>

namespace upcall {

// Fetches the public key that a callback names, and remembers it by its whole URL (see key_fetching). Only from the
// service's own host, and always by https: the service names its keys by http, too, but then whoever sits on the way
// could answer with one of their own. No redirect is followed; an answer is a key when its status is 200 and its body
// one public key, of at most 4 KB.
//
// Whoever sends a request chooses its URL, and a host that does not care for queries gives the same key at any number
// of them. So strangers have an allowance, which is not for the usual URL: that one they cannot keep from being
// fetched, nor drive out. Of the others, keys that have verified a callback go last.
//
// A key that could not be had is refusal::no_key: answer 503. Who asks for a URL that is being fetched waits for that
// answer. Threads may share it where they may share the transport; copies share what they know.
template <class Transport = http1_transport<tls<posix_socket>>, class Clock = system_clock>
class fetched_keys {
  static constexpr bool has_transport = transport<running_policy<Transport>>;

 public:
  using role = upcall::role::keys;
  static_assert(has_transport,
                "fetched_keys: its transport needs `result<nothing> send(const signed_request&, body "
                "auto&, response&)`");
  static_assert(clock<running_policy<Clock>>,
                "fetched_keys: its clock needs `timestamp now()`, `milliseconds "
                "elapsed()` and `void sleep(milliseconds)`");

  explicit fetched_keys(Transport over = {}, const key_fetching& how = {}, Clock clock = {})
      : shared_(std::make_shared<shared>(std::move(over), how, std::move(clock))) {}

  result<fetched_key> key_for(std::string_view url) {
    constexpr std::string_view clear = "http://", secure = "https://";
    if (!is_key_url_of_the_service(url)) return {fault::client, "the key URL is not the service's"};
    std::string by_https{url};
    if (url.starts_with(clear)) by_https.replace(0, clear.size(), secure);
    return shared_->keys.key_for(by_https, [this](std::string_view whole) -> result<fetched_key> {
      if constexpr (has_transport) {
        return shared_->fetch_key(whole);
      } else {
        return {fault::transport, "there is no transport"};
      }
    });
  }

 private:
  static constexpr std::size_t longest_key = 4096;

  struct shared {
    running_policy<Transport> over;
    milliseconds time_limit;
    key_memory<Clock> keys;

    shared(Transport&& transport, const key_fetching& how, Clock&& clock)
        : over(std::move(transport)), time_limit(how.time_limit), keys(how, std::move(clock)) {}

    // No failure is the sender's fault here. The next fetch is far away: no connection waits for it.
    result<fetched_key> fetch_key(std::string_view url) requires has_transport {
      constexpr field headers[] = {{"connection", "close"}};
      char room[longest_key];
      const auto answer = fetch(over, {.url = url, .headers = headers, .time_left = time_limit}, room);
      if (!answer) return {fault::transport, answer.error().message};
      if (answer->status != 200) {
        return failure{fault::server, "the key's host answered with another status than 200", answer->status};
      }
      if (!is_public_key_pem(answer->body)) return {fault::server, "what the key's host answered is no public key"};
      return fetched_key{std::string{answer->body}};
    }
  };

  std::shared_ptr<shared> shared_;
};

}  // namespace upcall
