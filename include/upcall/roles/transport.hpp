// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <type_traits>
#include <upcall/http/body.hpp>
#include <upcall/http/response.hpp>
#include <upcall/http/signed_request.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// Carries one signed request to the service and fills in the answer. It sends the target and headers as they are,
// exactly content_length() bytes of the body, follows no redirect and changes nothing in what comes back. A body that
// fails ends the exchange: the connection is closed before the service can take what was sent for whole, and the body's
// failure returned.
template <class P>
concept transport = requires(P& p, const signed_request& request, exemplar::body& body, response& answer) {
  { p.send(request, body, answer) } -> std::same_as<result<nothing>>;
};

// Whether a transport sends a body of unknown size too, in chunks, and says so: `sends_unsized = true`. One that takes
// whatever is given to it for a body would send it without its bytes.
template <class P>
concept unsized_transport = transport<P> &&
    requires(P& p, const signed_request& request, exemplar::unsized_body& body, response& answer) {
  requires P::sends_unsized;
  { p.send(request, body, answer) } -> std::same_as<result<nothing>>;
};

// Whether a transport ends an exchange when request::time_left is over, and says so: `heeds_time_left = true`.
template <class P>
concept timely_transport = requires {
  requires P::heeds_time_left;
};

// No answer came, or not a whole one. When the request may have arrived, the outcome is unknown.
constexpr failure transport_failure(std::string_view why, bool request_may_have_arrived) {
  failure out{fault::transport, why};
  out.outcome_unknown = request_may_have_arrived;
  return out;
}

namespace role {
struct transport {
  template <class P>
  static constexpr bool played = upcall::transport<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(
        !std::is_same_v<P, detail::nobody>,
        "client: give a transport, a policy with `result<nothing> send(const signed_request&, body auto&, response&)`");
    static_assert(played<P> || std::is_same_v<P, detail::nobody>,
                  "transport policy: needs `result<nothing> send(const signed_request&, body auto&, response&)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
