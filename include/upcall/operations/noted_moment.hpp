// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/core/time.hpp>
#include <upcall/http/body.hpp>
#include <upcall/operations/left_behind.hpp>
#include <upcall/roles/checkpoint.hpp>
#include <upcall/roles/clock.hpp>

namespace upcall::detail {

// The "body" of an Initiate, which has none but is told when it is sent again: then the journal notes anew when the
// upload was begun, if the clock was corrected. By that moment a later call looks for what a kill leaves behind.
template <correctable_clock Clock, upload_journal Journal>
class noted_moment : public no_body {
 public:
  constexpr noted_moment(Clock& clock, Journal& journal)
      : clock_(clock), journal_(journal), since_boot_(clock.elapsed()) {}

  constexpr bool rewind() {
    upload_intent intent = journal_.intent();
    if (intent.others) return true;  // begun earlier, by a clock that was right
    const std::int64_t passed = (clock_.elapsed() - since_boot_).count / 1000;
    const timestamp now = clock_.now();
    const std::int64_t jump = now.seconds - passed - intent.begun.seconds;
    if (jump >= -most_clock_skew && jump <= most_clock_skew) return true;
    intent.begun = now;
    (void)journal_.begin(intent);  // one that fails will say so when it is to keep the upload's name
    return true;
  }

 private:
  Clock& clock_;
  Journal& journal_;
  const milliseconds since_boot_;
};

// What an Initiate is sent with.
template <class Clock, class Journal>
constexpr no_body body_of_initiate(Clock&, Journal&) {
  return {};
}
template <correctable_clock Clock, class Journal>
constexpr auto body_of_initiate(Clock& clock, Journal& journal) {
  return noted_moment<Clock, Journal>{clock, journal};
}

}  // namespace upcall::detail
