// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>

namespace upcall {

// Says what to do, in brackets behind the service's words, of which so much stays as there is room for.
constexpr void advise(failure& why, std::string_view sentence) {
  const auto words = why.message;
  why.message.assign(part(words, 0, why.message.capacity() - sentence.size() - 3));
  why.message.append(" ("sv);
  why.message.append(sentence);
  why.message.put(')');
}

}  // namespace upcall
