// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/roles/retry.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// Another policy, as long as there is a budget, so that all the calls of a client, in however many threads, do not
// multiply the load of a service that fails: each further attempt takes one, and calls that succeed give some back. The
// numbers are the retry quota of the AWS SDKs ("standard" retry mode): 500, of which an attempt takes 5 and a success
// gives 1 back.
template <class Inner = exponential_backoff>
struct budgeted {
  using role = upcall::role::retry;
  static constexpr bool one_try = tries_once<Inner>;

  Inner inner = {};
  int attempts = 100;  // that may follow failures before anything succeeds
  int successes = 5;   // that give one of them back

  class state;
};
template <class Inner, class... Rest>
budgeted(Inner, Rest...) -> budgeted<Inner>;

template <class Inner>
class budgeted<Inner>::state {
 public:
  constexpr explicit state(budgeted&& policy)
      : inner_(static_cast<Inner&&>(policy.inner)),
        price_(policy.successes > 1 ? policy.successes : 1),
        full_(product(policy.attempts, price_)),
        left_(full_) {}
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  std::optional<milliseconds> next_delay(const attempt& failed,
                                         std::uint64_t random) requires retry<running_policy<Inner>> {
    const auto delay = inner_.next_delay(failed, random);
    if (!delay || !change_by(-price_)) return std::nullopt;
    return delay;
  }
  void succeeded() {
    tell_success(inner_);
    (void)change_by(1);
  }

  constexpr running_policy<Inner>& inner() { return inner_; }

 private:
  static constexpr std::int32_t product(std::int64_t a, std::int64_t b) {
    const std::int64_t out = a * b;
    if (out < 0) return 0;
    return out < INT32_MAX ? static_cast<std::int32_t>(out) : INT32_MAX;
  }

  // False: it would be below none, or above all.
  bool change_by(std::int32_t units) {
    std::int32_t now = __atomic_load_n(&left_, __ATOMIC_RELAXED);
    do {
      if (units < 0 ? now < -units : now > full_ - units) return false;
    } while (!__atomic_compare_exchange_n(&left_, &now, now + units, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    return true;
  }

  [[no_unique_address]] running_policy<Inner> inner_;
  const std::int32_t price_, full_;
  std::int32_t left_;  // in parts of an attempt: price_ of them are one
};

}  // namespace upcall
