// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/transport.hpp"
#include "support/client.hpp"
#include <type_traits>
#include <upcall/testing/failing.hpp>

using upcall::breaking;
using upcall::failing;
using upcall::fault;
using upcall::recorded;

namespace {

struct outcome {
  bool failed;
  bool unknown;
  std::size_t arrived;  // whole requests
};

outcome put_broken(breaking where, std::size_t size = 10) {
  given::client oss{given::service, failing{recorded{{{.body = "an answer"}}}, 1, where}};
  const std::string content = given::bytes(size);
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{content});
  if (!out) CHECK(out.error().kind == fault::transport);
  return {!out, !out && out.error().outcome_unknown, oss.policy<upcall::role::transport>().inner().requests().size()};
}
bool operator==(const outcome& a, const outcome& b) {
  return a.failed == b.failed && a.unknown == b.unknown && a.arrived == b.arrived;
}

}  // namespace

TEST_CASE("each place of breaking leaves behind what it says") {
  CHECK(put_broken(breaking::before_sending) == outcome{true, false, 0});
  CHECK(put_broken(breaking::in_body) == outcome{true, false, 0});
  CHECK(put_broken(breaking::before_answer) == outcome{true, true, 1});
  CHECK(put_broken(breaking::in_answer) == outcome{true, true, 1});
  for (std::size_t size : {0u, 1u, 100'000u}) CHECK(put_broken(breaking::in_body, size) == outcome{true, false, 0});
}

TEST_CASE("half of the body is read, by piece or by loan") {
  std::size_t read = 0;
  given::client oss{given::service, failing{recorded{{{}}}, 1, breaking::in_body}};
  CHECK_FALSE(oss.bucket("examplebucket").put_object("k", upcall::callable{100'001, [&](std::span<char> piece) {
                                                                             read += piece.size();
                                                                             return piece.size();
                                                                           }}));
  CHECK(read == 50'000);

  upcall::text hello{"hello"};
  upcall::checked_body<upcall::text, upcall::small_crc64> lent{hello, {}};
  upcall::detail::half_body half{lent};
  CHECK(half.size() == 5);
  CHECK(*half.next(1) == "h");
  CHECK(*half.next(9) == "e");
  CHECK_FALSE(half.next(9));
}

TEST_CASE("half of the answer is handed on, headers and all") {
  std::string got;
  std::string etag;
  auto see = [&](std::string_view name, std::string_view value) {
    if (name == "ETag") etag = value;
  };
  given::client oss{given::service, failing{recorded{{{.headers = {{"ETag", "\"1\""}}, .body = "0123456789"}}}, 1,
                                            breaking::in_answer}};
  const auto out =
      oss.bucket("examplebucket").get_object("k", [&](std::string_view piece) { got += piece; }, {.header = see});
  REQUIRE_FALSE(out);
  CHECK(out.error().outcome_unknown);
  CHECK(got == "01234");
  CHECK(etag == "\"1\"");
}

TEST_CASE("the n-th call breaks, as often as is wanted, and no other") {
  for (int at = 0; at != 6; ++at) {
    for (int times = 1; times != 4; ++times) {
      given::client oss{given::service, failing{recorded{{{}, {}, {}, {}, {}}}, at, breaking::before_sending, times}};
      for (int call = 1; call != 6; ++call) {
        const bool breaks = at != 0 && call >= at && call < at + times;
        CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}).has_value() == !breaks);
      }
      CHECK(oss.policy<upcall::role::transport>().calls() == 5);
    }
  }
}

TEST_CASE("it decorates any transport, itself too") {
  STATIC_REQUIRE(std::is_same_v<decltype(failing{recorded{}}), failing<recorded>>);
  given::client oss{given::service, failing{failing{recorded{{{}}}, 1}, 2}};
  auto bucket = oss.bucket("examplebucket");
  CHECK_FALSE(bucket.head_object("k"));  // the inner one
  CHECK_FALSE(bucket.head_object("k"));  // the outer one
  CHECK(bucket.head_object("k"));
}

namespace {

struct far_end {
  static constexpr bool changes_answer_headers = false;
  std::vector<upcall::recorded_answer> answers;
  explicit far_end(std::vector<upcall::recorded_answer> given) : answers(std::move(given)) {}
  static upcall::endpoint endpoint() { return given::service; }
  failing<recorded> transport() const { return {recorded{answers}, 0}; }
  static auto requests(auto& client) { return client.template policy<upcall::role::transport>().inner().requests(); }
};

}  // namespace

TEST_CASE("a failing transport that does not fail keeps the laws of a transport") { laws::transport<far_end>(); }
