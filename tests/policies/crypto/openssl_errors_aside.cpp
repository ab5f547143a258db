// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cerrno>
#include <string>
#include <upcall/policies/crypto/openssl_errors_aside.hpp>

using upcall::detail::openssl_errors_aside;

namespace {

struct told {
  unsigned long code;
  std::string file, function, text;
  int line;

  friend bool operator==(const told&, const told&) = default;
};

std::vector<told> whole_queue() {
  std::vector<told> out;
  const char *file, *function, *text;
  int line, flags;
  while (const unsigned long code = ERR_get_error_all(&file, &line, &function, &text, &flags))
    out.push_back({code, file, function, (flags & ERR_TXT_STRING) != 0 ? text : "", line});
  return out;
}
void raise_some() {
  ERR_clear_error();
  ERR_raise_data(ERR_LIB_USER, 1, "some %s", "text with a % in it");
  ERR_raise(ERR_LIB_SSL, ERR_R_MALLOC_FAILURE);
  ERR_raise_data(ERR_LIB_SYS, ENOENT, "opening a file");
}

}  // namespace

TEST_CASE("the queue is empty meanwhile, and afterwards as it was") {
  raise_some();
  const auto before = whole_queue();
  CHECK(before.size() == 3);
  raise_some();
  {
    const openssl_errors_aside quietly;
    CHECK(ERR_peek_error() == 0);
    ERR_raise(ERR_LIB_USER, 2);
    {
      const openssl_errors_aside inner;
      CHECK(ERR_peek_error() == 0);
    }
    CHECK(ERR_GET_REASON(ERR_peek_error()) == 2);
    SECTION("also when somebody empties it") { ERR_clear_error(); }
    SECTION("also when it is full of others") {
      for (int i = 0; i != 40; ++i) ERR_raise(ERR_LIB_USER, 3);
    }
  }
  CHECK((whole_queue() == before));
}

TEST_CASE("an empty one stays empty") {
  ERR_clear_error();
  {
    const openssl_errors_aside quietly;
    ERR_raise(ERR_LIB_USER, 2);
  }
  CHECK(ERR_peek_error() == 0);
}
