// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/pipeline/join.hpp>
#include <vector>

namespace {

struct raw {
  int value;
};
struct cooked {
  int value = 0;
  explicit operator bool() const { return value != 0; }
};
struct eaten {
  int value = 0;
  explicit operator bool() const { return value != 0; }
};

// The policies of these stages remember who ran.
struct kitchen {
  std::vector<const char*> ran = {};
};

struct cook : upcall::stage_base {
  cooked operator()(kitchen& with, raw in) const {
    with.ran.push_back("cook");
    if (in.value == 0) return {};
    return cooked{in.value + 1};
  }
};
struct eat : upcall::stage_base {
  eaten operator()(kitchen& with, cooked in) const {
    with.ran.push_back("eat");
    if (in.value == 2) return {};
    return eaten{in.value * 10};
  }
};
struct wash : upcall::stage_base {
  eaten operator()(kitchen& with, eaten in) const {
    with.ran.push_back("wash");
    return in;
  }
};
struct no_stage {
  cooked operator()(kitchen&, raw) const;
};

// The types let only the right order compile.
template <class Pipeline, class In>
concept runs = requires(const Pipeline& pipeline, kitchen& with, In in) {
  pipeline(with, in);
};
template <class A, class B>
concept joins = requires(A a, B b) {
  a | b;
};
static_assert(runs<cook, raw> && !runs<cook, cooked> && !runs<eat, raw> && runs<eat, cooked>);
static_assert(joins<cook, eat> && !joins<cook, no_stage> && !joins<no_stage, eat> && !joins<cook, int>);
static_assert(upcall::stage<decltype(cook{} | eat{})> && !upcall::stage<no_stage>);

static_assert(std::is_empty_v<decltype(cook{} | eat{} | wash{})>);

}  // namespace

TEST_CASE("stages run in order, each with what the one before gave") {
  kitchen with;
  const auto out = (cook{} | eat{} | wash{})(with, raw{4});
  REQUIRE(out);
  CHECK(out.value == 50);
  CHECK(with.ran == std::vector<const char*>{"cook", "eat", "wash"});
}

TEST_CASE("nothing runs after a stage that gave nothing") {
  kitchen with;
  CHECK_FALSE((cook{} | eat{} | wash{})(with, raw{0}));
  CHECK(with.ran == std::vector<const char*>{"cook"});
  CHECK_FALSE((cook{} | eat{} | wash{})(with, raw{1}));
  CHECK(with.ran == std::vector<const char*>{"cook", "cook", "eat"});
}

TEST_CASE("how stages are grouped makes no difference") {
  kitchen with;
  const auto one = ((cook{} | eat{}) | wash{})(with, raw{4}), other = (cook{} | (eat{} | wash{}))(with, raw{4});
  CHECK(one.value == other.value);
}
