// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace upcall::testing {

// A sink that grows.
struct string_writer {
  std::string text = {};
  void put(char c) { text.push_back(c); }
  void append(std::string_view piece) { text.append(piece); }
};

// What a writer writes, as a string: written([&](auto& to) { write_percent(to, key); }).
template <class Write>
std::string written(Write&& write_into) {
  string_writer to;
  write_into(to);
  return std::move(to.text);
}

}  // namespace upcall::testing
