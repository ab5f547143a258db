// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/text/sink.hpp>

using namespace upcall;

namespace {

struct by_character {
  int characters = 0;
  constexpr void put(char) { ++characters; }
};
struct by_piece : by_character {
  int pieces = 0;
  constexpr void append(std::string_view) { ++pieces; }
};
struct no_sink {
  void append(std::string_view);
};

}  // namespace

static_assert(sink<by_character> && sink<by_piece> && sink<length_counter> && sink<span_writer>);
static_assert(!sink<no_sink> && !sink<int> && !sink<std::string_view>);

TEST_CASE("a text is written in one piece where the sink takes pieces, and by characters elsewhere") {
  by_character one;
  write(one, "four");
  CHECK(one.characters == 4);
  by_piece other;
  write(other, "four");
  CHECK(other.characters == 0);
  CHECK(other.pieces == 1);
}

TEST_CASE("a length counter counts both ways of writing") {
  length_counter counter;
  counter.put('a');
  write(counter, "bcd");
  write(counter, "");
  CHECK(counter.length == 4);
}

TEST_CASE("a span writer keeps what fits and remembers that something did not") {
  char room[4];
  span_writer writer{room};
  CHECK(writer.room() == 4);
  CHECK(writer.view().empty());
  write(writer, "abcd");
  CHECK(writer.view() == "abcd");
  CHECK_FALSE(writer.overflow());
  writer.put('e');
  CHECK(writer.view() == "abcd");
  CHECK(writer.overflow());
  writer.clear();
  CHECK(writer.view().empty());
  CHECK_FALSE(writer.overflow());
}
