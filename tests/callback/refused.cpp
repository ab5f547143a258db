// SPDX-License-Identifier: Apache-2.0
#include <type_traits>
#include <upcall/callback/refused.hpp>
#include <upcall/policies/callback_encoder/in_header.hpp>
#include <upcall/policies/callback_encoder/none.hpp>

namespace {

using upcall::refused_callback;

static_assert(std::is_same_v<upcall::callback_for<upcall::no_callback>, refused_callback>);
static_assert(std::is_same_v<upcall::callback_for<upcall::callback_in_header>, upcall::callback_option>);
static_assert(!refused_callback{} && std::is_trivially_copyable_v<refused_callback>);
static_assert([] {
  refused_callback first, second = first;
  const refused_callback third = second;
  second = third;
  return !second;
}());

}  // namespace
