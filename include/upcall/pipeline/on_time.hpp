// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/pipeline/deadline.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/told_time.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/roles/observer.hpp>
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

// Takes off what an attempt was signed with, and what it was answered. The credentials of the next may have no token.
constexpr void forget_attempt(exchange& at, std::size_t own_texts) {
  at.answer.clear();
  at.texts.release(own_texts);
  at.message.headers.remove("x-oss-security-token"sv);
}

namespace detail {

// Sees the answer's Date on its way to whoever looks at the headers.
class date_watch {
 public:
  constexpr explicit date_watch(response& answer)
      : answer_(answer), theirs_(answer.observe), skips_(answer.may_skip_headers()) {}
  date_watch(const date_watch&) = delete;

  constexpr void begin() {
    date_.clear();
    answer_.observe = *this;
    answer_.may_skip_headers(skips_);
  }
  constexpr std::string_view end() {
    answer_.observe = theirs_;
    answer_.may_skip_headers(skips_ && theirs_);
    return date_;
  }
  constexpr void operator()(std::string_view name, std::string_view value) {
    if (equal_ignoring_case(name, "date"sv)) date_.assign(value);
    if (theirs_) theirs_(name, value);
  }

 private:
  response& answer_;
  const function_ref<void(std::string_view, std::string_view)> theirs_;
  const bool skips_;
  inline_string<32> date_ = {};
};

// Whether an attempt failed for its time and another may mend that: then the clock is corrected. Where none can, the
// failure says what to do.
template <class Policies>
[[gnu::noinline]] constexpr bool correct_clock(Policies& with, exchange& at, std::string_view date, bool done) {
  if (!is_refused_for_time<documents_of<Policies>>(at)) return false;
  const auto told = told_time<documents_of<Policies>>(at.answer, date);
  if (done || !told) {
    at.why.message.assign(
        done ? "the service refuses its own time too: set this machine's clock; does a proxy answer in its place?"sv
             : "this machine's clock is wrong, and the answer does not tell the service's time: set the clock"sv);
    return false;
  }
  auto& clock = with.template get<role::clock>();
  if constexpr (observes<Policies>)
    with.template get<role::observer>().observe(event::clock_corrected{clock.now(), *told});
  clock.correct(*told);
  return true;
}

}  // namespace detail

// Runs a stage again, at once and once in a call, when the service refused the request for its time and the clock takes
// the service's: such a request did nothing, so a callback does not forbid it.
template <stage Inner>
struct corrected : stage_base {
  [[no_unique_address]] Inner inner;
  correction& of_call;

  constexpr corrected(Inner repeated, correction& done) : inner(repeated), of_call(done) {}

  template <class Policies, payload B>
  constexpr auto operator()(Policies& with, prepared<B> in) const {
    exchange& at = in->at;
    const std::size_t own_texts = at.texts.mark();
    detail::date_watch date{at.answer};
    for (;;) {
      date.begin();
      auto out = inner(with, in);
      const std::string_view told = date.end();
      if (out || !detail::correct_clock(with, at, told, of_call.made)) return out;
      if (runs_out(with, at.message.until)) {
        tell_deadline_after_attempt(at.why);
        return out;
      }
      of_call.made = in->from.rewind();
      if (!of_call.made) {
        at.why.message.assign(
            "the clock was wrong and is corrected now; the source cannot be read again: call again with a new one"sv);
        return out;
      }
      forget_attempt(at, own_texts);
    }
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
