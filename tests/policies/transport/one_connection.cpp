// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <type_traits>
#include <upcall/policies/transport/one_connection.hpp>

using upcall::one_connection;
using upcall::stream_factory;

namespace {

// A stream whose connections share something.
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

// What a transport keeps of a stream.
template <class Stream>
struct connection {
  Stream stream;
  explicit connection(auto& streams) : stream(streams.make()) {}
};

upcall::request nothing_asked() { return upcall::request{{}, {}}; }

// A stream that brings a pool of its own, for who makes connections of it.
struct pooled {
  template <class Connection, class Factory>
  struct pool {};
};

}  // namespace

TEST_CASE("a transport without a pool has one connection, and its buffer while it is used") {
  one_connection<connection<sharing::state>, stream_factory<sharing>> connections{stream_factory<sharing>{sharing{5}}};
  const auto* first = connections.with<300>(nothing_asked(), [](auto& held, std::span<char> room) {
    CHECK(held.stream.number == 5);
    CHECK(room.size() == 300);
    room[299] = 'x';
    return &held;
  });
  CHECK(connections.with<300>(nothing_asked(), [](auto& held, std::span<char>) { return &held; }) == first);
  CHECK(connections.with<16>(nothing_asked(), [](auto&, std::span<char> room) { return room.size(); }) == 16);
}

TEST_CASE("a stream's pool is its own where it brings one") {
  using found = upcall::detail::pool_of<pooled, connection<pooled>>::type;
  STATIC_REQUIRE(std::is_same_v<found, pooled::pool<connection<pooled>, stream_factory<pooled>>>);
  STATIC_REQUIRE(
      std::is_same_v<upcall::detail::pool_of<sharing, int>::type, one_connection<int, stream_factory<sharing>>>);
}
