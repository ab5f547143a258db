// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <type_traits>
#include <upcall/policies/transport/stream_factory.hpp>

using upcall::stream_factory;

namespace {

// A stream that is its own description.
struct plain {
  int number = 0;
};

// A description of streams that know what they were made of.
struct described {
  std::string name = "a name that is longer than a string holds in itself";

  class state {
   public:
    explicit state(described&& of) : name(std::move(of.name)) {}
    state(const state&) = delete;
    std::string name;
  };
};

// And of those that share something.
struct sharing {
  int first = 0;

  class context {
   public:
    explicit context(const sharing& of) : next(of.first) {}
    context(context&&) = default;
    context(const context&) = delete;
    int next;
  };
  class state {
   public:
    state(sharing&& of, context& shared) : first(of.first), number(shared.next++) {}
    state(const state&) = delete;
    int first, number;
  };
};

}  // namespace

TEST_CASE("a stream without a state runs itself") {
  STATIC_REQUIRE(std::is_same_v<stream_factory<plain>::stream, plain>);
  stream_factory<plain> factory{plain{7}};
  CHECK(factory.make().number == 7);
  CHECK(factory.make().number == 7);
}

TEST_CASE("a description makes as many states as are wanted") {
  STATIC_REQUIRE(std::is_same_v<stream_factory<described>::stream, described::state>);
  stream_factory<described> factory{described{}};
  CHECK(factory.make().name == described{}.name);
  CHECK(factory.make().name == described{}.name);
}

TEST_CASE("what streams share is made once, and moves with their factory") {
  stream_factory<sharing> made{sharing{5}};
  CHECK(made.make().number == 5);
  stream_factory<sharing> factory = std::move(made);
  const auto second = factory.make();
  CHECK(second.first == 5);
  CHECK(second.number == 6);
  CHECK(factory.make().number == 7);
}

TEST_CASE("what shares nothing keeps nothing") {
  struct empty {};
  STATIC_REQUIRE(std::is_empty_v<stream_factory<empty>>);
  STATIC_REQUIRE(sizeof(stream_factory<plain>) == sizeof(plain));
}
