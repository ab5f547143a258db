// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/http/address_problem.hpp>
#include <upcall/roles/endpoint.hpp>

namespace upcall {

namespace detail {

template <const endpoint& E>
consteval endpoint::state read_when_right() {
  constexpr endpoint::state read{E};
#define UPCALL_ASSERT(name, sentence) static_assert(read.where().wrong != address_problem::name, sentence);
  UPCALL_ADDRESS_PROBLEMS(UPCALL_ASSERT)
#undef UPCALL_ASSERT
  return read;
}

}  // namespace detail

// An endpoint that the compiler knows and checks, region included: `inline constexpr upcall::endpoint service{"…"};`,
// then `constant_endpoint<service>{}`, or as a type between a client's <>. It takes no memory.
template <const endpoint& E>
struct constant_endpoint {
  using role = upcall::role::endpoint;

  static constexpr parsed_address where() { return given.where(); }
  static constexpr std::string_view signing_region() { return given.signing_region(); }

 private:
  static constexpr endpoint::state given = detail::read_when_right<E>();
};

}  // namespace upcall

#undef UPCALL_ADDRESS_PROBLEMS
