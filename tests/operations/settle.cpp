// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>

using upcall::expected_object;
using upcall::head_result;
using upcall::recorded;
using upcall::recorded_answer;
using enum upcall::settlement;

namespace {

constexpr upcall::settlement compare(const expected_object& expected, std::uint64_t size,
                                     std::optional<std::uint64_t> crc64, std::string_view nonce) {
  head_result found;
  found.size = size;
  found.crc64 = crc64;
  return upcall::detail::compare(expected, found, nonce == expected.nonce);
}

// Size, checksum and nonce must all be those of ours; where one is not known, the others must say enough.
constexpr expected_object ours{9, 5, "n"}, without_nonce{9, 5, ""}, without_sum{9, {}, "n"}, size_alone{9, {}, ""};
static_assert(compare(ours, 9, 5, "n") == stored && compare(ours, 9, {}, "n") == stored);
static_assert(compare(ours, 8, 5, "n") == not_stored && compare(ours, 9, 6, "n") == not_stored);
static_assert(compare(ours, 9, 5, "") == not_stored && compare(ours, 9, 5, "m") == not_stored);
static_assert(compare(ours, 9, {}, "") == not_stored);
static_assert(compare(without_nonce, 9, 5, "") == stored && compare(without_nonce, 9, 5, "m") == stored);
static_assert(compare(without_nonce, 9, 6, "") == not_stored && compare(without_nonce, 9, {}, "") == unknown);
static_assert(compare(without_sum, 9, 5, "n") == stored && compare(without_sum, 9, 5, "m") == not_stored);
static_assert(compare({{}, {}, "n"}, 9, 5, "n") == stored && compare({{}, {}, "n"}, 9, 5, "m") == not_stored);
static_assert(compare(size_alone, 9, 5, "") == unknown && compare(size_alone, 8, 5, "") == not_stored);

recorded_answer head(std::string crc64, std::string nonce) {
  recorded_answer out{.headers = {{"Content-Length", "9"}, {"ETag", "\"E\""}, {"x-oss-version-id", "V"}}};
  if (!crc64.empty()) out.headers.emplace_back("x-oss-hash-crc64ecma", std::move(crc64));
  if (!nonce.empty()) out.headers.emplace_back("X-Oss-Meta-Upcall-Nonce", std::move(nonce));
  return out;
}

using policies = upcall::policy_set<upcall::client_roles, given::policies, recorded>;

struct asked {
  upcall::stored_object stored = {};
  upcall::settlement found = unknown;
  upcall::failure lost{upcall::fault::transport, "no answer came"};

  asked(const recorded_answer& answer, const expected_object& expected) {
    upcall::endpoint to = given::service;
    recorded once{{answer}}, again{{answer}};
    policies with{to, once}, with_again{to, again};
    auto room = upcall::stack_workspace<>::lease();
    found = find_stored(with, room, {"examplebucket", "k"}, expected, stored);
    CHECK(with.get<upcall::role::transport>().requests().at(0).method == "HEAD");
    lost.outcome_unknown = true;
    settle(with_again, room, {"examplebucket", "k"}, expected, lost);
  }
};

}  // namespace

TEST_CASE("settle: the object is asked for, and told when it is ours") {
  const asked out{head("5", "n"), ours};
  CHECK(out.found == upcall::settlement::stored);
  CHECK(out.stored.known);
  CHECK(out.stored.size == 9);
  CHECK(out.stored.has_crc64);
  CHECK(out.stored.crc64 == 5);
  CHECK(out.stored.etag == "\"E\"");
  CHECK(out.stored.version_id == "V");
  CHECK(out.lost.outcome_unknown);  // of the callback
  CHECK(out.lost.stored.known);
}

TEST_CASE("settle: an object without a checksum is known by its nonce") {
  const asked out{head("", "n"), ours};
  CHECK(out.found == upcall::settlement::stored);
  CHECK_FALSE(out.stored.has_crc64);
}

TEST_CASE("settle: what is there is another object") {
  for (const recorded_answer& other : {head("6", "n"), head("5", "m"), head("5", "")}) {
    const asked out{other, ours};
    CHECK(out.found == not_stored);
    CHECK_FALSE(out.stored.known);
    CHECK_FALSE(out.lost.stored.known);
    CHECK_FALSE(out.lost.outcome_unknown);
    CHECK(out.lost.message.view().find("may be sent again") != std::string_view::npos);
  }
}

TEST_CASE("settle: nothing is there, or nothing can be found out") {
  CHECK(asked{{.status = 404, .headers = {{"x-oss-request-id", "R"}}}, ours}.found == not_stored);
  for (int status : {403, 400, 500, 404}) {  // a 404 without a request id is not the service's
    const asked out{{.status = status, .headers = {}}, ours};
    CHECK(out.found == unknown);
    CHECK(out.lost.outcome_unknown);
    CHECK_FALSE(out.lost.stored.known);
    CHECK(out.lost.message.view().find("head_object") != std::string_view::npos);
  }
  CHECK(asked{head("", ""), without_nonce}.found == unknown);
}

TEST_CASE("settle: a page of something that is not the service says nothing of the object") {
  for (const char* size : {"0", "9", "1270"}) {
    const asked out{{.status = 200, .headers = {{"Content-Length", size}, {"Content-Type", "text/html"}}}, ours};
    CHECK(out.found == unknown);
    CHECK(out.lost.outcome_unknown);
  }
}

TEST_CASE("settle: a nonce of the caller's own, of any length, is compared as a whole") {
  const std::string long_nonce(100, 'n');
  CHECK(asked{head("5", long_nonce), {9, 5, long_nonce}}.found == upcall::settlement::stored);
  CHECK(asked{head("5", long_nonce + "x"), {9, 5, long_nonce}}.found == not_stored);
  const std::string digits(32, '7');
  CHECK(asked{head("5", digits + "8"), {9, 5, digits}}.found == not_stored);
}
