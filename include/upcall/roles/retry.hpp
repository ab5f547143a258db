// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <upcall/core/failure.hpp>
#include <upcall/core/time.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// What is done when a call fails; tests/faults/retry_table.hpp has it for each status and each call. "Again" means as
// the policy allows, and where the body can be rewound, or was not read yet.
//
//   5xx, 408, 429, code RequestTimeout     again; Complete after 5xx is asked about first
//   any other status than 2xx              told
//   no connection, or broken in the body   again: nothing was done
//   no answer, or not a whole one, or of   the outcome is unknown: again, but a get that has delivered a byte
//   others: a gateway's 502 and 504, a
//   2xx that says nothing of a put ...
//   ... to a put with a callback           asked about and told: the application must not be called twice
//   ... to Complete                        asked about, then again if nothing is stored
//   another CRC-64                         once more of a put or a part; told of Complete and of a get
//   203 of a failed callback               told: the object is stored

// One try that failed in a way that another might mend.
struct attempt {
  int number;  // 1 for the first
  const failure& why;
  milliseconds elapsed;                          // since the call began
  std::optional<milliseconds> retry_after = {};  // the service does not want to be asked before
};

// Says how long to wait before the next attempt, or that there is none. `random` is any number; the same arguments give
// the same answer.
template <class P>
concept retry = requires(P& p, const attempt& failed, std::uint64_t random) {
  { p.next_delay(failed, random) } -> std::same_as<std::optional<milliseconds>>;
};

// Tells a policy that wants to know, by `void succeeded()`, of a call that did what it was asked.
template <class P>
constexpr void tell_success(P& policy) {
  if constexpr (requires { policy.succeeded(); }) policy.succeeded();
}

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
