// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/literals.hpp>
#include <upcall/crypto/crc64.hpp>
#include <upcall/pipeline/deadline.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/on_time.hpp>
#include <upcall/pipeline/told.hpp>
#include <upcall/pipeline/told_wait.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/roles/retry.hpp>

namespace upcall {

// Jitter needs a number that differs between clients, not a secret: the signature of the attempt that failed is one.
constexpr std::uint64_t jitter(const exchange& at, const attempt& failed) {
  small_crc64 sum{static_cast<std::uint64_t>(failed.elapsed.count)};
  if (const field* signature = at.message.headers.find("authorization"sv)) write(sum, signature->value);
  write(sum, at.message.key);
  return sum.value();
}

// Runs a stage again as long as another attempt may mend what failed, the retry policy wants one, and sending twice is
// safe: a body that cannot be rewound is never sent again, and with a callback nothing is whose outcome is unknown.
// What arrived damaged is sent once more: twice is no chance. What a corrected clock mends is no matter of the
// policy's.
template <stage Inner>
struct retried : stage_base {
  [[no_unique_address]] Inner inner;

  constexpr explicit retried(Inner repeated) : inner(repeated) {}

  template <class Policies, payload B>
  constexpr auto operator()(Policies& with, prepared<B> in) const {
    if constexpr (tries_once<typename Policies::template type<role::retry>>) {
      correction_of<Policies> of_clock;
      using out_type = decltype(on_time(inner, of_clock)(with, in));
      if (!has_time(with, in->at)) return out_type{};
      return told(with, in, on_time(inner, of_clock)(with, in));
    } else {
      return repeat(with, in);
    }
  }

 protected:
  template <class Policies>
  static constexpr bool has_time(Policies& with, exchange& at) {
    const bool late = runs_out(with, at.message.until);
    if (late) tell_deadline(at.why);
    return !late;
  }
  template <class Policies, payload B>
  constexpr auto repeat(Policies& with, prepared<B> in) const {
    auto& clock = with.template get<role::clock>();
    const milliseconds begin = clock.elapsed();
    const std::size_t own_texts = in->at.texts.mark();
    correction_of<Policies> of_clock;
    told_wait wait{in->at.answer};
    using out_type = decltype(on_time(inner, of_clock)(with, in));
    if (!has_time(with, in->at)) return out_type{};
    for (int number = 1;; ++number) {
      wait.begin();
      auto out = on_time(inner, of_clock)(with, in);
      failure& why = in->at.why;
      const auto retry_after = wait.end(with, why);
      if (out) {
        tell_success(with.template get<role::retry>());
        return out;
      }
      // Of any attempt so far: that a later one was refused does not undo it.
      in->lost = why.outcome_unknown = why.outcome_unknown || in->lost;
      told(with, in, out);
      if (!is_transient(why) || (in->lost && in->with_callback)) return out;
      if (in->damaged && why.kind == fault::crc_inconsistent) return out;
      const attempt failed{number, why, clock.elapsed() - begin, retry_after};
      const auto delay = with.template get<role::retry>().next_delay(failed, jitter(in->at, failed));
      if (!delay) return out;
      if (runs_out(with, in->at.message.until, *delay)) {
        tell_deadline_after_attempt(why);
        return out;
      }
      if (!in->from.rewind()) return out;
      detail::tell_observer(with, event::waiting{in->at.message.bucket, in->at.message.key, *delay, why});
      clock.sleep(*delay);
      in->damaged = in->damaged || why.kind == fault::crc_inconsistent;
      forget_attempt(in->at, own_texts);
    }
  }
};

// The same for a call's only request: where it is tried once it begins at once, whatever the deadline.
template <stage Inner>
struct retried_at_once : retried<Inner> {
  constexpr explicit retried_at_once(Inner repeated) : retried<Inner>(repeated) {}

  template <class Policies, payload B>
  constexpr auto operator()(Policies& with, prepared<B> in) const {
    if constexpr (tries_once<typename Policies::template type<role::retry>>) {
      correction_of<Policies> of_clock;
      return told(with, in, on_time(this->inner, of_clock)(with, in));
    } else {
      return this->repeat(with, in);
    }
  }
};

}  // namespace upcall
