// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/told_time.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall {

// Whether a call was sent again for its time, which is done once.
struct correction {
  bool made = false;
};
struct no_correction {};

template <class Policies>
inline constexpr bool corrects_clock = correctable_clock<running_policy<typename Policies::template type<role::clock>>>;
template <class Policies>
using correction_of = std::conditional_t<corrects_clock<Policies>, correction, no_correction>;

// Takes off what an attempt was signed with. The credentials of the next may have no token.
constexpr void unsign(exchange& at, std::size_t own_texts) {
  at.texts.release(own_texts);
  at.message.headers.remove("x-oss-security-token"sv);
}

// Runs a stage again, at once and once in a call, when the service refused the request for its time and the clock takes
// the service's: such a request did nothing, so a callback does not forbid it.
template <stage Inner>
struct corrected : stage_base {
  [[no_unique_address]] Inner inner;
  correction& of_call;

  constexpr corrected(Inner repeated, correction& done) : inner(repeated), of_call(done) {}

  template <class Policies, body B>
  constexpr auto operator()(Policies& with, prepared<B> in) const {
    exchange& at = in->at;
    const std::size_t own_texts = at.texts.mark();
    const auto theirs = at.answer.observe;
    inline_string<32> date;
    auto look_at_date = [&](std::string_view name, std::string_view value) {
      if (equal_ignoring_case(name, "date"sv)) date.assign(value);
      if (theirs) theirs(name, value);
    };
    for (;;) {
      date.clear();
      at.answer.observe = look_at_date;
      auto out = inner(with, in);
      at.answer.observe = theirs;
      if (out || !is_refused_for_time<documents_of<Policies>>(at) || !correct(with, in, date)) return out;
      unsign(at, own_texts);
    }
  }

 private:
  // False: it is not to be sent again, and the failure says what to do.
  template <class Policies, body B>
  [[gnu::noinline]] constexpr bool correct(Policies& with, prepared<B> in, std::string_view date) const {
    auto& message = in->at.why.message;
    if (of_call.made) {
      message.assign(
          "the service refuses its own time too: set this machine's clock; does a proxy answer in its place?"sv);
      return false;
    }
    const auto told = told_time<documents_of<Policies>>(in->at.answer, date);
    if (!told) {
      message.assign("this machine's clock is wrong, and the answer does not tell the service's time: set the clock"sv);
      return false;
    }
    with.template get<role::clock>().correct(*told);
    of_call.made = in->from.rewind();
    if (!of_call.made)
      message.assign(
          "the clock was wrong and is corrected now; the source cannot be read again: call again with a new one"sv);
    return of_call.made;
  }
};

// The stage as it is where the clock cannot be corrected.
template <stage Inner>
constexpr auto on_time(Inner inner, correction& of_call) {
  return corrected<Inner>{inner, of_call};
}
template <stage Inner>
constexpr Inner on_time(Inner inner, no_correction) {
  return inner;
}

}  // namespace upcall
