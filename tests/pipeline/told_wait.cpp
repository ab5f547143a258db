// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <optional>
#include <string>
#include <upcall/pipeline/told_wait.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <vector>

using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;

namespace {

// What a retry policy was told, in milliseconds; -1: nothing.
struct noting {
  using role = upcall::role::retry;
  std::vector<std::int64_t>& told;
  std::optional<upcall::milliseconds> next_delay(const upcall::attempt& failed, std::uint64_t) {
    told.push_back(failed.retry_after ? failed.retry_after->count : -1);
    return upcall::milliseconds{1};
  }
};

recorded_answer busy(const char* wait, const char* date = nullptr, int status = 503) {
  recorded_answer out{.status = status, .headers = {{"Retry-After", wait}}};
  if (date != nullptr) out.headers.insert(out.headers.begin(), {"Date", date});
  return out;
}

const recorded_answer good{.headers = {{"ETag", "\"E\""}, {"x-oss-request-id", "5C06A3B67B8B5A3DA422299D"}}};

std::vector<std::int64_t> told_of(std::vector<recorded_answer> answers) {
  std::vector<std::int64_t> told;
  answers.push_back(good);
  given::client oss{given::service, recorded{std::move(answers)}, noting{told}};
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  return told;
}

}  // namespace

TEST_CASE("what the service wants to wait is told to the retry policy") {
  CHECK(told_of({busy("7")}) == std::vector<std::int64_t>{7'000});
  CHECK(told_of({busy("0", nullptr, 429)}) == std::vector<std::int64_t>{0});
  CHECK(told_of({busy("soon")}) == std::vector<std::int64_t>{-1});
  // Not what an earlier answer said.
  CHECK(told_of({busy("7"), {.status = 503}, busy("2")}) == std::vector<std::int64_t>{7'000, -1, 2'000});
}

TEST_CASE("a date counts from that of the answer, else from our clock's") {
  CHECK(told_of({busy("Sun, 06 Nov 1994 08:49:47 GMT", "Sun, 06 Nov 1994 08:49:37 GMT")}) ==
        std::vector<std::int64_t>{10'000});
  CHECK(told_of({busy("Tue, 14 Nov 2023 22:13:25 GMT")}) == std::vector<std::int64_t>{5'000});
  CHECK(told_of({busy("Tue, 14 Nov 2023 22:13:25 GMT", "yesterday")}) == std::vector<std::int64_t>{5'000});
  CHECK(told_of({busy("Tue, 14 Nov 2023 22:13:15 GMT")}) == std::vector<std::int64_t>{0});
}

TEST_CASE("a value longer than any of these is nothing") {
  CHECK(told_of({busy("000000000000000000000000000000000000000000000000000000000007")}) ==
        std::vector<std::int64_t>{-1});
}

TEST_CASE("Complete and a question wait too, and whoever looks at the headers sees them all") {
  std::vector<std::int64_t> told;
  given::client oss{given::service, recorded{{busy("3", nullptr, 429), good, busy("4"), good}}, noting{told}};
  auto bucket = oss.bucket("examplebucket");
  const upcall::stored_part parts[] = {{1, 5, 1, {"\"E\""}}};
  CHECK(bucket.complete_upload("k", "0004B9895DBB", parts));
  std::string seen;
  auto look = [&](std::string_view name, std::string_view value) { ((seen += name) += '=') += value; };
  CHECK(bucket.head_object("k", {.header = look}));
  CHECK(told == std::vector<std::int64_t>{3'000, 4'000});
  CHECK(seen == "Retry-After=4ETag=\"E\"x-oss-request-id=5C06A3B67B8B5A3DA422299D");
}

TEST_CASE("exponential backoff waits as long as it is told") {
  given::client oss{given::service, recorded{{busy("7"), good}}, upcall::exponential_backoff{.base = {0}}};
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(given::slept(oss).count == 7'000);
  given::client hurried{given::service, recorded{{busy("121"), good}}, upcall::exponential_backoff{}};
  CHECK_FALSE(hurried.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(given::slept(hurried).count == 0);
}

TEST_CASE("who tries once looks at nothing") {
  STATIC_REQUIRE(std::is_empty_v<upcall::untold_wait>);
  given::client oss{given::service, recorded{{busy("7")}}};
  CHECK_FALSE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(given::slept(oss).count == 0);
}
