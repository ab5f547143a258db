// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <optional>
#include <string>
#include <upcall/policies/keys/fetched_key.hpp>

TEST_CASE("a fetched key's text stays where it is as long as one holds it") {
  std::optional<upcall::fetched_key> first{"a key that is too long to lie in the string itself"};
  const upcall::fetched_key second = *first;
  const std::string_view text = second;
  CHECK(first->view().data() == text.data());
  first.reset();
  CHECK(text == "a key that is too long to lie in the string itself");
}

TEST_CASE("that a fetched key has verified something is known to all that hold it") {
  const upcall::fetched_key key{"key"}, same = key, other{"key"};
  CHECK_FALSE(same.has_verified());
  key.verified();
  CHECK(same.has_verified());
  CHECK_FALSE(other.has_verified());
}
