// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <vector>

namespace upcall::testing {

// The parts between the separators; none of an empty text.
inline std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    out.push_back(part(text, 0, text.find(separator)));
    text = part(text, out.back().size() + 1);
  }
  return out;
}

}  // namespace upcall::testing
