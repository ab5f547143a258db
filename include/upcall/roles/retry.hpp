// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <upcall/core/failure.hpp>
#include <upcall/core/time.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// One try that failed in a way that another might mend.
struct attempt {
  int number;  // 1 for the first
  const failure& why;
  milliseconds elapsed;  // since the call began
};

// Says how long to wait before the next attempt, or that there is none. `random` is any number; the same arguments give
// the same answer.
template <class P>
concept retry = requires(P& p, const attempt& failed, std::uint64_t random) {
  { p.next_delay(failed, random) } -> std::same_as<std::optional<milliseconds>>;
};

// Whether a policy never wants another attempt, and says so (`one_try = true`) when compiled.
template <class P>
inline constexpr bool tries_once = requires {
  requires P::one_try;
};

// Whether the service or the network may do better next time. Source: "Error handling" of the service's documentation
// and the retry rules of its SDKs. 203 and all other 4xx will answer the same again.
constexpr bool is_transient(const failure& why) {
  switch (why.kind) {
    case fault::transport:
    case fault::crc_inconsistent: return true;
    case fault::server:
      return why.status >= 500 || why.status == 408 || why.status == 429 || why.code == "RequestTimeout";
    default: return false;
  }
}

namespace role {
struct retry {
  template <class P>
  static constexpr bool played = upcall::retry<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>,
                  "retry policy: needs `std::optional<milliseconds> next_delay(const attempt&, std::uint64_t random)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
