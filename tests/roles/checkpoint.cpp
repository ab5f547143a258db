// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/roles/checkpoint.hpp>

namespace {

using namespace upcall;

struct own_journal {
  const upload_intent& intent();
  bool source_changed();
  std::string_view upload_id();
  const stored_part* find(std::uint32_t number);
  result<nothing> begin(const upload_intent&);
  result<nothing> name(std::string_view upload_id);
  result<nothing> add(const stored_part&);
  bool outlives_the_call();
  void drop(std::uint32_t number);
  void forget();
};
struct forgets_nothing : own_journal {
  void forget() = delete;
};
struct own {
  using journal = own_journal;
  result<journal> open(const upload_identity&, std::string_view place, std::string_view name);
};
struct misspelt : own {
  using journal = forgets_nothing;
};
struct of_unknown_life {
  struct journal : own_journal {
    bool outlives_the_call() = delete;
  };
  result<journal> open(const upload_identity&, std::string_view place, std::string_view name);
};

struct small_journal : own_journal {
  static constexpr std::uint32_t most_parts = 7;
};
struct large_journal : own_journal {
  static constexpr std::uint32_t most_parts = 10'001;
};

static_assert(parts_kept<own_journal> == 10'000 && parts_kept<small_journal> == 7 &&
              parts_kept<large_journal> == 10'000);
static_assert(upload_journal<own_journal> && !upload_journal<forgets_nothing>);
static_assert(checkpoint<own> && !checkpoint<misspelt> && !checkpoint<of_unknown_life>);
static_assert(role::checkpoint::played<own> && role::checkpoint::check<own>());
static_assert(!role::checkpoint::played<misspelt> && !role::checkpoint::played<detail::nobody>);

}  // namespace
