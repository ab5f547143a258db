// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/result.hpp>
#include <upcall/core/time.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// What a call was about: an exception names it.
struct subject {
  std::string_view bucket, key;
  milliseconds until = {};  // by the clock's elapsed(): no attempt begins then or later; 0: whenever it likes
};

namespace exemplar {
struct call {
  result<nothing> operator()() const;
};
}  // namespace exemplar

// Makes a call and hands its result to the caller: as it is, or by throwing. It gets the call, not its result, so that
// a large result is built where the caller wants it.
template <class P>
concept error_handling = requires(P& p, exemplar::call call, const subject& about) {
  p.unwrap(call, about);
};

namespace role {
struct errors {
  template <class P>
  static constexpr bool played = upcall::error_handling<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>,
                  "errors policy: needs `auto unwrap(call, const subject&)`, where call() gives a result<T>");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
