// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include "support/observed.hpp"
#include <string>
#include <upcall/operations/warn_of_callback.hpp>
#include <upcall/pipeline/told.hpp>
#include <upcall/policies/clock/corrected.hpp>
#include <vector>

using given::observed;
using upcall::recorded;
using names = std::vector<std::string>;

namespace {

// Each attempt but the last is followed by another, a second later.
struct up_to_three {
  using role = upcall::role::retry;
  static std::optional<upcall::milliseconds> next_delay(const upcall::attempt& failed, std::uint64_t) {
    if (failed.number == 3) return {};
    return upcall::milliseconds{1000};
  }
};

const upcall::recorded_answer good{.headers = {{"ETag", "\"E\""}, {"x-oss-request-id", "R"}}};
const upcall::recorded_answer busy{
    .status = 503,
    .headers = {{"x-oss-request-id", "R503"}},
    .body = "<Error><Code>ServiceUnavailable</Code><Message>Please reduce your request rate.</Message></Error>"};

}  // namespace

TEST_CASE("a put that is answered is sent and answered") {
  observed seen;
  given::client oss{given::service, recorded{{good}}, seen};
  REQUIRE(oss.bucket("examplebucket").put_object("a b", upcall::text{"hello"}));
  CHECK(seen.all() ==
        names{"sending PUT http://examplebucket.oss-cn-hangzhou.aliyuncs.com/a%20b #1 5", "answered #1 200 R 0"});
}

TEST_CASE("each attempt is told, with what went wrong and how long the client waits") {
  observed seen;
  given::client oss{given::service, recorded{{busy, busy, good}}, up_to_three{}, seen};
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  const std::string url = "http://examplebucket.oss-cn-hangzhou.aliyuncs.com/k";
  CHECK(seen.all() == names{"sending PUT " + url + " #1 5", "answered #1 503 R503 97",
                            "failed #1 503 ServiceUnavailable", "waiting examplebucket/k 1000 ServiceUnavailable",
                            "sending PUT " + url + " #2 5", "answered #2 503 R503 97",
                            "failed #2 503 ServiceUnavailable", "waiting examplebucket/k 1000 ServiceUnavailable",
                            "sending PUT " + url + " #3 5", "answered #3 200 R 0"});
}

TEST_CASE("what is not waited for is not told as a wait") {
  observed seen;
  given::client oss{given::service, recorded{{busy}}, seen};
  REQUIRE_FALSE(oss.bucket("examplebucket").head_object("k"));
  CHECK(seen.kinds() == names{"sending", "answered", "failed"});
}

TEST_CASE("a request without an answer failed, and was not answered") {
  observed seen;
  given::client oss{given::service, recorded{}, seen};
  REQUIRE_FALSE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(seen.kinds() == names{"sending", "failed"});
  CHECK(seen.all().back() == "failed #1 0 ");
}

TEST_CASE("a request that cannot be signed failed, and was never sent") {
  struct nobody {
    using role = upcall::role::credentials;
    static upcall::result<upcall::credentials> current(upcall::timestamp) {
      return upcall::failure{upcall::fault::client, "no credentials"};
    }
  };
  observed seen;
  given::client oss{given::service, recorded{{good}}, nobody{}, seen};
  REQUIRE_FALSE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(seen.all() == names{"failed #0 0 "});
}

TEST_CASE("a corrected clock is told, and the request that is sent again") {
  observed seen;
  given::client oss{given::service, upcall::corrected_clock{given::clock{}},
                    recorded{{{.status = 403,
                               .body = "<Error><Code>RequestTimeTooSkewed</Code>"
                                       "<ServerTime>2023-11-14T23:13:20.000Z</ServerTime></Error>"},
                              good}},
                    seen};
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(seen.kinds() == names{"sending", "answered", "clock", "sending", "answered"});
  CHECK(seen.all()[2] == "clock 1700000000 1700003600");
  CHECK(seen.all()[4] == "answered #2 200 R 0");
}

TEST_CASE("the time an exchange took is told, by the client's clock") {
  observed seen;
  struct ticking {
    using role = upcall::role::clock;
    std::int64_t count = 0;
    static upcall::timestamp now() { return {1'700'000'000}; }
    upcall::milliseconds elapsed() { return {count += 7}; }
    static void sleep(upcall::milliseconds) {}
  };
  given::client oss{given::service, recorded{{good}}, ticking{}, seen};
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(seen.took() == 7);
}

TEST_CASE("attempts of Complete are counted, and its waits told") {
  observed seen;
  given::client oss{given::service, recorded{{busy, {.status = 404, .headers = {{"x-oss-request-id", "R"}}}, good}},
                    up_to_three{}, seen};
  const upcall::stored_part part{1, 5, 0, {"\"P\""}};
  REQUIRE(oss.bucket("examplebucket").complete_upload("k", "id", {&part, 1}));
  CHECK(seen.kinds() ==
        names{"sending", "answered", "failed", "sending", "answered", "failed", "waiting", "sending", "answered"});
  CHECK(seen.all()[3] == "sending HEAD http://examplebucket.oss-cn-hangzhou.aliyuncs.com/k #1 -");
  CHECK(seen.all()[6] == "waiting examplebucket/k 1000 ServiceUnavailable");
  CHECK(seen.all()[8] == "answered #2 200 R 0");
}
