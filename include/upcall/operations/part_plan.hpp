// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/http/stored_part.hpp>

namespace upcall {

// What is wrong with a part, as a sentence, or nothing.
constexpr std::string_view check_part(std::uint32_t number, std::uint64_t size) {
  if (number == 0 || number > most_parts) return "part: its number is 1 to 10,000"sv;
  if (size > largest_part) return "part: over 5 GB; cut it into smaller ones"sv;
  return {};
}

// How an object is cut: all parts are of one size, but the last.
struct part_plan {
  std::uint64_t size = 0, part_size = 0;

  constexpr std::uint32_t count() const {
    if (part_size == 0) return 0;  // not planned
    return static_cast<std::uint32_t>(size / part_size + (size % part_size != 0 ? 1 : 0));
  }
  // Of a part, by its number.
  constexpr std::uint64_t begin_of(std::uint32_t number) const { return (number - 1) * part_size; }
  constexpr std::uint64_t size_of(std::uint32_t number) const {
    const std::uint64_t left = size - begin_of(number);
    return left < part_size ? left : part_size;
  }
};

// A wanted part size of 0: 8 MB, or what makes at most so many parts, in whole megabytes.
constexpr judged<part_plan> plan_parts(std::uint64_t size, std::uint64_t wanted, std::uint32_t most = most_parts) {
  constexpr std::uint64_t usual = 8 << 20, megabyte = 1 << 20;
  if (size > largest_upload) return verdict{"over 48.8 TB; the service stores no larger object"sv};
  if (wanted != 0 && (wanted < smallest_part || wanted > largest_part))
    return verdict{"part_size: 102,400 bytes to 5 GB"sv};
  const std::uint64_t least = size / most + (size % most != 0 ? 1 : 0);
  if (least > largest_part) return verdict{"checkpoint: has room for too few parts of 5 GB; take a larger one"sv};
  if (wanted == 0) wanted = least <= usual ? usual : (least + megabyte - 1) / megabyte * megabyte;
  if (wanted < least) {
    return verdict{most == most_parts ? "part_size: this makes more than 10,000 parts; give a larger one, or none"sv
                                      : "part_size: this makes more parts than the checkpoint has room for; give a "
                                        "larger one, or none"sv};
  }
  return part_plan{size, wanted};
}

}  // namespace upcall
