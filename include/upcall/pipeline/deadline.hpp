// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/time.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/roles/errors.hpp>
#include <upcall/roles/transport.hpp>

namespace upcall {

// Whether a call that ends at `until`, by the clock's elapsed(), has no time for what begins so much later; 0: it has
// no end.
template <class Policies>
constexpr bool runs_out(Policies& with, milliseconds until, milliseconds later = {}) {
  return until.count != 0 && with.template get<role::clock>().elapsed() + later >= until;
}

// Whether an exchange of this client ends by a call's deadline.
template <class Policies>
inline constexpr bool ends_exchanges =
    timely_transport<running_policy<typename Policies::template type<role::transport>>>;

namespace detail {
// What a call that begins now is about, with the time that it has.
template <class Policies>
constexpr subject until_deadline(Policies& with, subject about, milliseconds deadline) {
  if (deadline.count > 0) about.until = with.template get<role::clock>().elapsed() + deadline;
  return about;
}
// For a call of one request: tried once it needs no time, unless the transport does.
template <bool Once, class Policies>
constexpr decltype(auto) timed_subject(Policies& with, const subject& about, milliseconds deadline) {
  if constexpr (Once && !ends_exchanges<Policies>) {
    return (about);
  } else {
    return until_deadline(with, about, deadline);
  }
}

}  // namespace detail

// Nothing was sent.
[[gnu::noinline]] constexpr void tell_deadline(failure& why) {
  why.set(fault::transport, "deadline: it passed before this request could be sent"sv);
}

// Another attempt would come too late. What is known of the last one stays, and with it whether that was carried out.
[[gnu::noinline]] constexpr void tell_deadline_after_attempt(failure& why) {
  const auto last = why.message;
  if (last.view().starts_with("deadline: "sv)) return;
  if (why.kind != fault::crc_inconsistent) why.kind = fault::transport;
  why.message.assign("deadline: no time for another attempt; the last: "sv);
  why.message.append(last);
}

}  // namespace upcall
