// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include <type_traits>
#include <upcall/core/failure.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/response.hpp>
#include <upcall/http/retry_after.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/roles/retry.hpp>

namespace upcall {

// Sees, on their way to whoever looks at the headers, when the service wants to be asked again. Not in the response
// itself: who tries once has no use for it.
class told_wait {
 public:
  constexpr explicit told_wait(response& answer)
      : answer_(answer), theirs_(answer.observe), skips_(answer.may_skip_headers()) {}
  told_wait(const told_wait&) = delete;
  told_wait& operator=(const told_wait&) = delete;

  constexpr void begin() {
    wait_.clear();
    date_.clear();
    answer_.observe = *this;
    answer_.may_skip_headers(skips_);
  }
  // Nothing where no refusal said so. A date counts from that of the same answer, which our clock need not agree with.
  template <class Policies>
  constexpr std::optional<milliseconds> end(Policies& with, const failure& why) {
    answer_.observe = theirs_;
    answer_.may_skip_headers(skips_ && theirs_);
    if (why.kind != fault::server || wait_.empty() || wait_.cut()) return {};
    const auto sent = read_http_date(date_);
    return read_retry_after(wait_, sent ? *sent : with.template get<role::clock>().now());
  }
  constexpr void operator()(std::string_view name, std::string_view value) {
    if (equal_ignoring_case(name, "retry-after"sv)) wait_.assign(value);
    if (equal_ignoring_case(name, "date"sv)) date_.assign(value);
    if (theirs_) theirs_(name, value);
  }

 private:
  response& answer_;
  const function_ref<void(std::string_view, std::string_view)> theirs_;
  const bool skips_;
  inline_string<32> wait_ = {}, date_ = {};
};

struct untold_wait {
  constexpr explicit untold_wait(response&) {}
  static constexpr void begin() {}
  static constexpr std::optional<milliseconds> end(auto&, const failure&) { return {}; }
};

template <class Policies>
using told_wait_of =
    std::conditional_t<tries_once<typename Policies::template type<role::retry>>, untold_wait, told_wait>;

}  // namespace upcall
