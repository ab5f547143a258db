// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/bodies/callable.hpp>
#include <upcall/bodies/file.hpp>
#include <upcall/bodies/text.hpp>
#include <upcall/crypto/crc64.hpp>
#include <upcall/http/body.hpp>
#include <upcall/pipeline/checked_body.hpp>

namespace {

using upcall::result;

struct least {
  std::uint64_t size();
  result<std::size_t> read(std::span<char>);
  bool rewind();
};
struct without_size {
  result<std::size_t> read(std::span<char>);
  bool rewind();
};
struct without_rewind {
  std::uint64_t size();
  result<std::size_t> read(std::span<char>);
};
struct reads_no_result : least {
  std::size_t read(std::span<char>);
};
struct rewinds_nothing : least {
  void rewind();
};
struct opens {
  result<least> open();
};
struct opens_something_else {
  result<int> open();
};

static_assert(upcall::body<least> && upcall::body<upcall::no_body> && upcall::body<upcall::exemplar::body>);
static_assert(!upcall::body<without_size> && !upcall::body<without_rewind> && !upcall::body<reads_no_result>);
static_assert(!upcall::body<rewinds_nothing> && !upcall::body<int> && !upcall::body<std::string_view> &&
              !upcall::body<opens>);

static_assert(upcall::source<least> && upcall::source<opens> && upcall::source<upcall::file> &&
              upcall::source<upcall::text>);
static_assert(!upcall::source<opens_something_else> && !upcall::source<int> && !upcall::source<const char*>);

static_assert(upcall::contiguous_body<upcall::text> && !upcall::contiguous_body<least>);
static_assert(!upcall::contiguous_body<upcall::file_body> && !upcall::contiguous_body<upcall::no_body>);

// Only what lies in memory is lent, and only by what checks it.
template <class B>
using checked = upcall::checked_body<B, upcall::crc64>;
static_assert(upcall::body<checked<least>> && !upcall::lending_body<checked<least>> && !upcall::lending_body<least>);
static_assert(upcall::lending_body<checked<upcall::text>> && !upcall::lending_body<upcall::text>);

}  // namespace

TEST_CASE("no body is empty, and may be sent again") {
  upcall::no_body none;
  char piece[1];
  CHECK(none.size() == 0);
  CHECK(*none.read(piece) == 0);
  CHECK(none.rewind());
}
