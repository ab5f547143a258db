// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <string_view>
#include <type_traits>
#include <upcall/core/result.hpp>
#include <upcall/core/time.hpp>
#include <upcall/roles/role.hpp>
#include <utility>

namespace upcall {

// Who asks. The texts must stay good while the call lasts.
struct credentials {
  std::string_view access_key_id, access_key_secret;
  std::string_view security_token = {};  // of temporary credentials (STS), else empty
};

namespace detail {

template <class P>
using given_by = typename decltype(std::declval<P&>().current(timestamp{}))::value_type;

}  // namespace detail

// Gives the credentials that are good now; called once for each attempt, by all threads and lanes of a client. A source
// that may replace them meanwhile gives a result of a type that is derived from credentials and keeps their texts: as
// long as it lives they are good, and no longer.
template <class P>
concept credentials_source = requires(P& p, timestamp now) {
  { p.current(now) } -> std::same_as<result<detail::given_by<P>>>;
  requires std::derived_from<detail::given_by<P>, credentials>;
};

// Whether their texts are good only as long as what keeps them lives.
template <class P>
inline constexpr bool lends_credentials = requires(P& p, timestamp now) {
  requires !std::is_same_v<decltype(p.current(now)), result<credentials>>;
};

namespace role {
struct credentials {
  template <class P>
  static constexpr bool played = upcall::credentials_source<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(!std::is_same_v<P, detail::nobody>,
                  "client: give credentials, such as `upcall::fixed_credentials{id, secret}`");
    static_assert(played<P> || std::is_same_v<P, detail::nobody>,
                  "credentials policy: needs `result<credentials> current(timestamp now)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
