// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <upcall/core/literals.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/http/stored_part.hpp>
#include <vector>

namespace upcall {

// The stored parts of an upload by their numbers; 72 bytes each. A template, so that a program that keeps none does not
// wait for the compiler.
template <class Part>
class basic_part_table {
 public:
  // As many as an upload may have ("Limits" of multipart upload in the service's documentation).
  static constexpr std::uint32_t most = 10'000;

  verdict reserve(std::uint64_t count) {
    parts_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(count, most)));
    return nothing{};
  }

  verdict put(const Part& part) {
    if (part.number == 0 || part.number > most) return "checkpoint: parts have the numbers 1 to 10000"sv;
    if (part.number > parts_.capacity()) {
      (void)reserve(std::max<std::uint64_t>(part.number, parts_.capacity() * std::uint64_t{2}));
    }
    if (part.number > parts_.size()) parts_.resize(part.number);
    parts_[part.number - 1] = part;
    return nothing{};
  }
  const Part* find(std::uint32_t number) const {
    const bool stored = number != 0 && number <= parts_.size() && parts_[number - 1].number == number;
    return stored ? &parts_[number - 1] : nullptr;
  }
  void drop(std::uint32_t number) {
    if (find(number) != nullptr) parts_[number - 1].number = 0;
  }
  void clear() { parts_.clear(); }

  // For how many parts there is memory.
  std::size_t room() const { return parts_.capacity(); }

 private:
  std::vector<Part> parts_;  // the one with the number n at n - 1; those with the number 0 are not stored
};

using part_table = basic_part_table<stored_part>;

}  // namespace upcall
