// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <type_traits>
#include <upcall/pipeline/values.hpp>
#include <upcall/pipeline/withheld.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/roles/observer.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall {

namespace detail {

// Tells a client's observer. Where it is silent nothing of this is left, so an event must cost nothing to make.
template <class Policies, class Event>
constexpr void tell_observer(Policies& with, const Event& happened) {
  if constexpr (observes<Policies>) with.template get<role::observer>().observe(happened);
}

}  // namespace detail

template <payload B>
constexpr event::about_request about(const sending<B>& request) {
  return {request.at.message, request.sent};
}

// Around an exchange: gives when it began, by the client's clock.
template <class Policies, payload B>
constexpr milliseconds tell_sending(Policies& with, sending<B>& request) {
  if constexpr (observes<Policies>) {
    ++request.sent;
    detail::tell_observer(with, event::sending{about(request)});
    return with.template get<role::clock>().elapsed();
  } else {
    return {};
  }
}
template <class Policies, payload B>
constexpr void tell_answered(Policies& with, const sending<B>& request, milliseconds begin) {
  if constexpr (observes<Policies>) {
    const milliseconds took = with.template get<role::clock>().elapsed() - begin;
    detail::tell_observer(with, event::answer_to(about(request), request.at.answer, took));
  }
}

// Why a request failed, which neither the caller nor the observer learns with its secrets.
template <class Policies, payload B>
constexpr void tell_failed([[maybe_unused]] Policies& with, [[maybe_unused]] prepared<B> in) {
  if constexpr (documents_of<Policies>::names_causes) withhold_secrets(in->at.why, in->at.message);
  if constexpr (observes<Policies>) detail::tell_observer(with, event::failed{about(*in), in->at.why});
}

// What an attempt gave, told where it failed.
template <class Policies, payload B, class Out>
constexpr Out told(Policies& with, prepared<B> in, Out out) {
  if (!out) tell_failed(with, in);
  return out;
}

// How often a request was sent, for who makes it anew for each attempt.
struct not_counted {};
template <class Policies>
using sent_count = std::conditional_t<observes<Policies>, std::uint16_t, not_counted>;

}  // namespace upcall
