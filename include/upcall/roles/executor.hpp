// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <upcall/roles/role.hpp>

namespace upcall {

namespace exemplar {
struct numbered_job {
  bool operator()(std::uint32_t index) const;
};
struct action {
  void operator()() const;
};
}  // namespace exemplar

// Does the parts of one call, in one or several lanes. for_each(count, job) calls job(0) … job(count - 1), each once
// and begun in this order, and begins no further one after any has returned false; when it returns, none is running.
// What is done in alone(action) is done by one lane at a time.
template <class T>
concept lanes = requires(T& team, std::uint32_t count, exemplar::numbered_job job, exemplar::action action) {
  team.for_each(count, job);
  team.alone(action);
};

// Makes the lanes of a call.
template <class P>
concept executor = requires(P& p) {
  { p.team() } -> lanes;
};

namespace role {
struct executor {
  template <class P>
  static constexpr bool played = upcall::executor<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>,
                  "executor policy: needs `auto team()`, which gives what has `for_each(std::uint32_t count, job)` and "
                  "`alone(action)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
