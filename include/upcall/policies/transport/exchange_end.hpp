// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/time.hpp>
#include <upcall/policies/clock/system.hpp>

namespace upcall::detail {

// Until when an exchange over sockets may go on, by system_clock::elapsed(). It belongs to one thread.
class exchange_end {
 public:
  // From now on; 0 or less: it may take as long as it takes.
  void set(milliseconds time_left) { at_ = time_left.count > 0 ? system_clock::elapsed() + time_left : milliseconds{}; }
  bool is_set() const { return at_.count != 0; }
  bool passed() const { return at_.count != 0 && system_clock::elapsed() >= at_; }
  // A wait's own limit, of which 0 or less is none, or what is left where that is less, at least 1.
  milliseconds within(milliseconds limit) const {
    if (at_.count == 0) return limit;
    milliseconds left = at_ - system_clock::elapsed();
    if (left.count < 1) left.count = 1;
    return limit.count > 0 && limit < left ? limit : left;
  }

 private:
  milliseconds at_ = {};  // 0: no end
};

// What is told when it has passed, by what was under way.
inline constexpr std::string_view deadline_in_connecting = "deadline: it passed before the service was connected to",
                                  deadline_in_tls = "deadline: it passed while TLS was agreed on with the service",
                                  deadline_in_request = "deadline: it passed while the request was sent",
                                  deadline_before_answer = "deadline: it passed before an answer came",
                                  deadline_in_answer = "deadline: it passed before the answer was whole";

}  // namespace upcall::detail
