// SPDX-License-Identifier: Apache-2.0
#include "laws/checkpoint.hpp"
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/journal_record.hpp>

using namespace upcall;

namespace {

constexpr std::uint32_t slots(std::size_t size) {
  journal_record of;
  for (; size != 0; --size) of.content.put('x');
  return of.slots();
}
static_assert(slots(0) == 1 && slots(1) == 1 && slots(62) == 1 && slots(63) == 2 && slots(124) == 2);
static_assert(slots(125) == 3 && slots(128) == 3);

// The longest part there is fits into one slot.
constexpr stored_part longest{
    10'000, largest_part, 0xfedcba9876543210, {"\"0123456789abcdef0123456789abcdef0123456789\""sv}};
static_assert(longest.etag.size() == longest.etag.capacity() && record_of(longest).slots() == 1);
static_assert(part_of(record_of(longest)) == longest && part_of(record_of(laws::a_part(3))) == laws::a_part(3));

}  // namespace
