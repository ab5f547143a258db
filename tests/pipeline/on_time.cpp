// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <functional>
#include <string>
#include <upcall/freestanding.hpp>
#include <upcall/policies/clock/corrected.hpp>
#include <utility>
#include <vector>

// All operations, each by its first call, are in faults/wrong_clocks.cpp.

using upcall::corrected_clock;
using upcall::fault;
using upcall::manual_clock;
using upcall::recorded;
using upcall::recorded_answer;
using upcall::text;

namespace {

constexpr std::int64_t service = 1'700'000'000;
constexpr const char* service_iso = "2023-11-14T22:13:20.000Z";
constexpr const char* service_date = "Tue, 14 Nov 2023 22:13:20 GMT";
constexpr manual_clock in_1970{};
inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};

recorded_answer refused_for_time(const std::string& time = service_iso, const std::string& date = "") {
  recorded_answer out{.status = 403,
                      .body = "<Error><Code>RequestTimeTooSkewed</Code><Message>Too large.</Message><ServerTime>" +
                              time + "</ServerTime></Error>"};
  if (!date.empty()) out.headers.emplace_back("Date", date);
  return out;
}
const recorded_answer good{.headers = {{"ETag", "\"E\""}}, .body = "{\"Status\":\"OK\"}"};

// A client without retries, whose clock begins in 1970.
struct answered {
  given::client<recorded, corrected_clock<manual_clock>> oss;
  upcall::bucket<upcall::basic_client<given::policies, recorded, corrected_clock<manual_clock>>> bucket =
      oss.bucket("examplebucket");

  explicit answered(std::vector<recorded_answer> answers)
      : oss{given::service, recorded{std::move(answers)}, corrected_clock{in_1970}} {}
  const auto& requests() { return given::requests(oss); }
  std::int64_t time() { return oss.policy<upcall::role::clock>().now().seconds; }
};

// A source that gives its bytes once.
struct once {
  bool given = false;
  std::size_t operator()(std::span<char> piece) {
    if (std::exchange(given, true)) return 0;
    piece[0] = 'x';
    return 1;
  }
};

std::string_view message(const auto& out) { return out.error().message; }

}  // namespace

TEST_CASE("a request that is refused for its time is signed anew and sent at once") {
  answered to{{refused_for_time(), good, good}};
  CHECK(
      to.bucket.put_object("k", text{"hello"}, {.callback = upcall::encoded<on_upload>, .metadata = {{"Who", "me"}}}));
  REQUIRE(to.requests().size() == 2);
  CHECK(given::slept(to.oss).count == 0);
  const auto &first = to.requests()[0], &second = to.requests()[1];
  CHECK(*first.header("x-oss-date") == "19700101T000000Z");
  CHECK(*second.header("x-oss-date") == "20231114T221320Z");
  CHECK(*first.header("authorization") != *second.header("authorization"));
  CHECK(second.body == "hello");
  CHECK(second.headers.size() == first.headers.size());
  CHECK(*second.header("x-oss-callback") == *first.header("x-oss-callback"));
  CHECK(*second.header("x-oss-meta-who") == "me");
  // And so is the next call's.
  CHECK(to.bucket.put_object("k", text{"hello"}));
  REQUIRE(to.requests().size() == 3);
  CHECK(*to.requests()[2].header("x-oss-date") == "20231114T221320Z");
}

TEST_CASE("the document's time comes before the header's; either will do") {
  for (auto& [time, date] :
       std::vector<std::pair<std::string, std::string>>{{service_iso, ""},
                                                        {service_iso, "Wed, 01 Jan 2020 00:00:00 GMT"},
                                                        {"", service_date},
                                                        {"soon", service_date},
                                                        {"1970-01-01T00:00:00.000Z", service_date}}) {
    INFO(time << ' ' << date);
    answered to{{refused_for_time(time, date), good}};
    CHECK(to.bucket.put_object("k", text{"hello"}));
    CHECK(to.time() == service);
  }
}

TEST_CASE("where the answer tells no time that can be, nothing is corrected or sent again") {
  for (const char* time : {"", "soon", "2014-12-31T23:59:59.000Z", "9999-12-31T23:59:59.000Z"}) {
    for (const char* date : {"", "soon", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
      INFO(time << ' ' << date);
      answered to{{refused_for_time(time, date), good}};
      const auto out = to.bucket.put_object("k", text{"hello"});
      REQUIRE_FALSE(out);
      CHECK(out.error().code == "RequestTimeTooSkewed");
      CHECK(message(out).ends_with("set the clock"));
      CHECK(to.requests().size() == 1);
      CHECK(to.time() == 0);
    }
  }
  // Nor is the time of an answer before it taken.
  answered to{{{.headers = {{"Date", service_date}}}, refused_for_time("")}};
  CHECK(to.bucket.head_object("k"));
  CHECK_FALSE(to.bucket.put_object("k", text{"hello"}));
  CHECK(to.time() == 0);
}

TEST_CASE("no other answer's time is taken") {
  const std::string time = "<ServerTime>" + std::string{service_iso} + "</ServerTime></Error>";
  for (const recorded_answer& other : std::vector<recorded_answer>{
           {.status = 200},
           {.status = 403},
           {.status = 403, .body = "<html>RequestTimeTooSkewed</html>"},
           {.status = 403, .body = "<Error><Code>AccessDenied</Code>" + time},
           {.status = 400, .body = "<Error><Code>RequestTimeTooSkewed</Code>" + time},
           {.status = 203, .body = "<Error><Code>RequestTimeTooSkewed</Code>" + time},
           {.status = 503, .body = "<Error><Code>RequestTimeTooSkewed</Code>" + time},
       }) {
    INFO(other.status << ' ' << other.body);
    recorded_answer dated = other;
    dated.headers.emplace_back("Date", service_date);
    answered to{{dated, good}};
    CHECK(bool{to.bucket.put_object("k", text{"hello"})} == (other.status == 200));
    CHECK(to.requests().size() == 1);
    CHECK(to.time() == 0);
  }
}

TEST_CASE("what is refused again fails, and the failure says what to do") {
  answered to{{refused_for_time(), refused_for_time(), refused_for_time(), good}};
  const auto out = to.bucket.put_object("k", text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::server);
  CHECK(out.error().status == 403);
  CHECK(out.error().code == "RequestTimeTooSkewed");
  CHECK(message(out).find("set this machine's clock") != std::string_view::npos);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(to.requests().size() == 2);
  // Each call has its own second attempt.
  CHECK(to.bucket.put_object("k", text{"hello"}));
  CHECK(to.requests().size() == 4);
}

TEST_CASE("a body that cannot be rewound is not sent again, but the next call has the time") {
  answered to{{refused_for_time(), good}};
  once source;
  const auto out = to.bucket.put_object("k", upcall::callable{1, std::ref(source)});
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "RequestTimeTooSkewed");
  CHECK(message(out).ends_with("call again with a new one"));
  CHECK(to.requests().size() == 1);
  CHECK(to.time() == service);
  once another;
  CHECK(to.bucket.put_object("k", upcall::callable{1, std::ref(another)}));
  CHECK(to.requests().size() == 2);
}

TEST_CASE("whoever looks at the headers of answers goes on seeing them") {
  recorded_answer refused = refused_for_time("", service_date), found = good;
  refused.headers.emplace_back("x-oss-meta-number", "1");
  found.headers.emplace_back("x-oss-meta-number", "2");
  refused.headers.emplace_back("x-oss-err", "PEVycm9yPjxDb2RlPlJlcXVlc3RUaW1lVG9vU2tld2VkPC9Db2RlPjwvRXJyb3I+");
  for (bool fetched : {false, true}) {
    answered to{{refused, found}};
    std::string seen;
    auto look = [&](std::string_view name, std::string_view value) {
      if (name == "Date" || name == "x-oss-meta-number") (seen += value) += ' ';
    };
    if (fetched) {
      CHECK(to.bucket.get_object("k", [](std::string_view) {}, {.header = look}));
    } else {
      CHECK(to.bucket.head_object("k", {.header = look}));
    }
    CHECK(seen == std::string{service_date} + " 1 2 ");
    CHECK(to.time() == service);
  }
}

TEST_CASE("credentials are asked for by the new time, and a token of before is gone") {
  struct until_1971 {
    using role = upcall::role::credentials;
    static upcall::result<upcall::credentials> current(upcall::timestamp now) {
      return upcall::credentials{given::key_id, given::secret, now.seconds < 31'536'000 ? "fake-token" : ""};
    }
  };
  given::client oss{given::service, recorded{{refused_for_time(), good}}, corrected_clock{in_1970}, until_1971{}};
  CHECK(oss.bucket("examplebucket").put_object("k", text{"hello"}));
  CHECK(*given::requests(oss)[0].header("x-oss-security-token") == "fake-token");
  CHECK(given::requests(oss)[1].header("x-oss-security-token") == nullptr);
}

TEST_CASE("an own clock that can be corrected is one; where none can, the service's own words are the failure") {
  struct board_clock : manual_clock {
    int corrections = 0;
    void correct(upcall::timestamp to) {
      start = to;
      ++corrections;
    }
  };
  given::client oss{given::service, recorded{{refused_for_time(), good}}, board_clock{}};
  CHECK(oss.bucket("examplebucket").put_object("k", text{"hello"}));
  CHECK(oss.policy<upcall::role::clock>().corrections == 1);

  given::client fixed{given::service, recorded{{refused_for_time(), good}}, manual_clock{}};
  const auto out = fixed.bucket("examplebucket").put_object("k", text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(message(out) == "Too large.");
  CHECK(given::requests(fixed).size() == 1);
}

TEST_CASE("on a device, a document without room for its time is told by the header") {
  static upcall::workspace<upcall::limits::small> room;
  recorded_answer refused = refused_for_time("2020-01-01T00:00:00.000Z", service_date);
  refused.body.insert(refused.body.find("<ServerTime>"), "<HostId>" + std::string(500, 'h') + "</HostId>");
  upcall::freestanding_client oss{given::service, upcall::fixed_credentials{given::key_id, given::secret},
                                  recorded{{refused, good}}, corrected_clock{in_1970},
                                  upcall::borrowed_workspace{room}};
  CHECK(oss.bucket("examplebucket").put_object("k", text{"hello"}));
  CHECK(given::requests(oss).size() == 2);
  CHECK(oss.policy<upcall::role::clock>().now().seconds == service);
}
