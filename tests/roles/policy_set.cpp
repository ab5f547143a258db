// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <memory>
#include <string>
#include <upcall/roles/policy_set.hpp>
#include <utility>

namespace {

template <class Itself>
struct open_role {
  template <class>
  static constexpr bool played = true;
  template <class>
  static consteval bool check() {
    return true;
  }
};
struct colour : open_role<colour> {};
struct taste : open_role<taste> {};
struct sound : open_role<sound> {};
using roles = upcall::role_list<colour, taste, sound>;

struct red {
  using role = colour;
};
struct blue {
  using role = colour;
  int depth = 1;
};
struct sweet {
  using role = taste;
};
struct owned_sour {
  using role = taste;
  std::unique_ptr<int> degree;
};
struct borrowed_bitter {
  using role = taste;
  int& degree;
};
// Loud lives in the set as a state that can be neither copied nor moved.
struct loud {
  using role = sound;
  int start = 3;
  struct state {
    explicit state(loud&& from) : level(from.start) {}
    state(const state&) = delete;
    int level;
  };
};

template <class... Named>
using set = upcall::policy_set<roles, upcall::policy_list<red, sweet, loud>, Named...>;

static_assert(set<>::ok && set<blue>::ok && set<loud, blue>::ok && set<owned_sour, loud, blue>::ok);
static_assert(std::is_same_v<set<>::type<colour>, red> && std::is_same_v<set<blue>::type<colour>, blue>);
static_assert(std::is_same_v<set<owned_sour, blue>::type<taste>, owned_sour>);
static_assert(std::is_same_v<set<blue, owned_sour>::type<colour>, blue>);

// Without a default for it, a role is nobody's.
using few = upcall::policy_set<roles, upcall::policy_list<red>>;
static_assert(std::is_same_v<few::type<taste>, upcall::detail::nobody>);

// Policies that hold nothing take no room.
using empty = upcall::policy_set<upcall::role_list<colour, taste>, upcall::policy_list<red, sweet>>;
static_assert(std::is_empty_v<empty> && sizeof(set<>) == sizeof(loud::state));

}  // namespace

TEST_CASE("values play their roles in any order; what is not given is the default") {
  blue deep{7};
  loud quiet{1};
  set<loud, blue> one{quiet, deep};
  set<blue, loud> other{deep, quiet};
  CHECK(one.get<colour>().depth == 7);
  CHECK(other.get<colour>().depth == 7);
  CHECK(one.get<sound>().level == 1);
  CHECK(other.get<sound>().level == 1);
  CHECK(set<>{}.get<sound>().level == 3);
}

TEST_CASE("a type may be named and its value left out") {
  set<blue, loud> both;
  CHECK(both.get<colour>().depth == 1);
  loud start{9};
  set<blue, loud> one{start};
  CHECK(one.get<colour>().depth == 1);
  CHECK(one.get<sound>().level == 9);
}

TEST_CASE("a policy may own what only moves, or refer to what is elsewhere") {
  owned_sour owning{std::make_unique<int>(5)};
  set<owned_sour> a{owning};
  CHECK(*a.get<taste>().degree == 5);
  CHECK(owning.degree == nullptr);

  int degree = 1;
  borrowed_bitter borrowing{degree};
  set<borrowed_bitter> b{borrowing};
  b.get<taste>().degree = 2;
  CHECK(degree == 2);
}
