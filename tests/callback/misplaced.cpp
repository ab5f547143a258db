// SPDX-License-Identifier: Apache-2.0
#include <type_traits>
#include <upcall/callback/misplaced.hpp>

namespace {

// Options of which it is a member are as large as without, and are copied as any others.
struct options {
  [[no_unique_address]] upcall::misplaced_callback callback = {};
  int other = 0;
};
static_assert(sizeof(options) == sizeof(int));
static_assert([] {
  options first{.other = 1}, second = first;
  const options third = second;
  second = third;
  return second.other == 1;
}());
static_assert(std::is_trivially_copyable_v<options> && std::is_aggregate_v<options>);

}  // namespace
