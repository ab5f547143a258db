// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/testing/failing.hpp>
#include <vector>

using upcall::recorded;

TEST_CASE("what one attempt was answered is not seen by the next") {
  struct again {
    using role = upcall::role::retry;
    static std::optional<upcall::milliseconds> next_delay(const upcall::attempt& failed, std::uint64_t) {
      if (failed.number == 2) return std::nullopt;
      return upcall::milliseconds{};
    }
  };
  const upcall::recorded_answer first{.status = 503,
                                      .headers = {{"x-oss-request-id", "first"},
                                                  {"x-oss-ec", "0001"},
                                                  {"x-oss-version-id", "v1"},
                                                  {"x-oss-hash-crc64ecma", "1"},
                                                  {"ETag", "e1"}},
                                      .body = "<Error><Code>ServiceUnavailable</Code></Error>"};
  given::client oss{given::service, again{}, recorded{{first, {.headers = {{"x-oss-request-id", "second"}}}}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE(out);
  CHECK(out->request_id == "second");
  CHECK(out->version_id.empty());
  CHECK(out->etag.empty());
  CHECK(out->answer_size == 0);
}

TEST_CASE("a transport's failure comes through as it is") {
  given::client oss{given::service, recorded{}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::transport);
  CHECK(out.error().message == "recorded: no answer is left");
  CHECK_FALSE(out.error().outcome_unknown);
}

namespace {

// Notes what time each exchange has.
template <bool Heeds>
struct timed_line {
  using role = upcall::role::transport;
  static constexpr bool heeds_time_left = Heeds;

  std::vector<upcall::milliseconds>* seen;

  template <upcall::body B>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, B&, upcall::response&) {
    seen->push_back(request.message().time_left);
    return upcall::transport_failure("no line", false);
  }
};

}  // namespace

TEST_CASE("a transport that heeds it is told what is left of a call, by the client's clock") {
  using given_time = std::vector<upcall::milliseconds>;
  given_time seen;
  const upcall::exponential_backoff twice{.attempts = 2};
  given::client oss{given::service, timed_line<true>{&seen}, twice};
  CHECK_FALSE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.deadline = {60'000}}));
  REQUIRE(seen.size() == 2);
  CHECK(seen[0] == upcall::milliseconds{60'000});
  CHECK(seen[1] == upcall::milliseconds{60'000} - given::slept(oss));
  CHECK_FALSE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(seen.back() == upcall::milliseconds{});

  seen.clear();
  given::client once{given::service, timed_line<true>{&seen}};
  CHECK_FALSE(once.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.deadline = {60'000}}));
  CHECK(seen == given_time{{60'000}});

  seen.clear();
  given::client through{given::service, upcall::failing{timed_line<true>{&seen}, 0}};
  CHECK_FALSE(through.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.deadline = {60'000}}));
  CHECK(seen == given_time{{60'000}});

  seen.clear();
  given::client other{given::service, timed_line<false>{&seen}, twice};
  CHECK_FALSE(other.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.deadline = {60'000}}));
  CHECK(seen == given_time{{0}, {0}});
}

TEST_CASE("a request whose time passes while it is signed is not sent") {
  struct slow_credentials {
    using role = upcall::role::credentials;
    upcall::milliseconds* now;
    upcall::result<upcall::credentials> current(upcall::timestamp) const {
      now->count += 500;
      return upcall::credentials{given::key_id, given::secret};
    }
  };
  struct moved_clock {
    using role = upcall::role::clock;
    upcall::milliseconds* at;
    static upcall::timestamp now() { return {1'700'000'000}; }
    upcall::milliseconds elapsed() const { return *at; }
    void sleep(upcall::milliseconds) const {}
  };
  std::vector<upcall::milliseconds> seen;
  upcall::milliseconds now;
  given::client oss{given::service, timed_line<true>{&seen}, slow_credentials{&now}, moved_clock{&now}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.deadline = {500}});
  REQUIRE_FALSE(out);
  CHECK(out.error().message == "deadline: it passed before this request could be sent");
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(seen.empty());
}
