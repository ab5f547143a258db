// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/http/text_arena.hpp>
#include <upcall/text/sink.hpp>

using upcall::text_arena;

static_assert(upcall::sink<text_arena>);

namespace {

constexpr bool views_stay() {
  char room[8]{};
  text_arena texts{room};
  upcall::write(texts, "abc");
  const auto first = texts.take();
  upcall::write(texts, "de");
  return first == "abc" && texts.take() == "de" && texts.take().empty() && first == "abc";
}
static_assert(views_stay());

}  // namespace

TEST_CASE("what is released is written over") {
  char room[4];
  text_arena texts{room};
  upcall::write(texts, "ab");
  const auto kept = texts.take();
  const auto mark = texts.mark();
  for (int attempt = 0; attempt != 10; ++attempt) {
    upcall::write(texts, "cd");
    CHECK(texts.take() == "cd");
    texts.release(mark);
  }
  CHECK(kept == "ab");
  CHECK_FALSE(texts.overflow());
}

TEST_CASE("a text that was not taken is released with the others") {
  char room[8];
  text_arena texts{room};
  const auto mark = texts.mark();
  upcall::write(texts, "half");
  texts.release(mark);
  upcall::write(texts, "new");
  CHECK(texts.take() == "new");
}

TEST_CASE("what does not fit is cut, and stays remembered") {
  char room[3];
  text_arena texts{room};
  upcall::write(texts, "abc");
  CHECK_FALSE(texts.overflow());
  texts.put('d');
  CHECK(texts.overflow());
  CHECK(texts.take() == "abc");
  texts.release(0);
  CHECK(texts.overflow());

  text_arena none{{}};
  none.put('a');
  CHECK(none.overflow());
  CHECK(none.take().empty());
}
