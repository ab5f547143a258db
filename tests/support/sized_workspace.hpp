// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <upcall/http/workspace.hpp>
#include <vector>

namespace given {

// Limits whose sizes are those of the workspace at hand, so that one client is tried with all.
struct sized_limits {
  static constexpr std::size_t answer = upcall::limits::small::answer;  // what results keep of one
  using documents = upcall::limits::small::documents;
};

struct sizes {
  std::size_t head = upcall::limits::small::head, headers = upcall::limits::small::headers,
              parameters = upcall::limits::small::parameters, answer = upcall::limits::small::answer;
};

}  // namespace given

template <>
struct upcall::workspace<given::sized_limits> {
  using limits = given::sized_limits;

  explicit workspace(const given::sizes& size)
      : rooms{std::vector<field>(size.headers), std::vector<field>(size.parameters)},
        texts{std::vector<char>(size.head), std::vector<char>(size.answer)} {}

 private:
  std::vector<field> rooms[2];
  std::vector<char> texts[2];

 public:
  std::span<field> headers{rooms[0]}, parameters{rooms[1]};
  std::span<char> head{texts[0]}, answer{texts[1]};
};
