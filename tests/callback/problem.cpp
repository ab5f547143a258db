// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <set>
#include <string_view>
#include <upcall/callback/problem.hpp>
#include <upcall/core/failure.hpp>

TEST_CASE("each mistake has a sentence of its own, short enough for a failure") {
  CHECK(upcall::advice(upcall::callback_problem::none).empty());
  std::set<std::string_view> sentences;
  const auto last = static_cast<int>(upcall::callback_problem::too_long);
  for (int i = 1; i <= last; ++i) {
    const std::string_view sentence = upcall::advice(static_cast<upcall::callback_problem>(i));
    INFO(sentence);
    CHECK(sentence.starts_with("callback: "));
    CHECK_FALSE(upcall::failure(upcall::fault::client, sentence).message.cut());
    sentences.insert(sentence);
  }
  CHECK(sentences.size() == static_cast<std::size_t>(last));
}

static_assert(upcall::advice(upcall::callback_problem::query_in_url) ==
              "callback: query parameters go in .query, not in .url");
