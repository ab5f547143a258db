// SPDX-License-Identifier: Apache-2.0
#include "support/flash.hpp"
#include <upcall/policies/checkpoint/journal_store.hpp>

namespace {

using upcall::journal_store;

// The pages of a chip may be reached by functions alone.
struct own {
  static constexpr std::uint32_t unit = 8;
  static std::uint32_t size();
  static bool read(std::uint32_t at, std::span<char> into);
  static bool write(std::uint32_t at, std::string_view text);
  static bool erase(std::uint32_t at, std::uint32_t size);
};
struct without_unit : own {
  int unit = 8;
};
struct unit_of_nothing : own {
  static constexpr std::uint32_t unit = 0;
};
struct erases_all : own {
  static bool erase();
};
struct does_not_say : own {
  static void write(std::uint32_t at, std::string_view text);
};

static_assert(journal_store<own> && journal_store<given::flash<>>);
static_assert(!journal_store<without_unit> && !journal_store<unit_of_nothing> && !journal_store<erases_all> &&
              !journal_store<does_not_say> && !journal_store<int>);

}  // namespace
