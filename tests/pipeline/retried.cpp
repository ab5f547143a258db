// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <functional>
#include <set>
#include <string>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/testing/failing.hpp>
#include <vector>

using upcall::breaking;
using upcall::failing;
using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;

namespace {

inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};
constexpr breaking everywhere[] = {breaking::before_sending, breaking::in_body, breaking::before_answer,
                                   breaking::in_answer};

recorded answering(std::initializer_list<int> statuses) {
  recorded out;
  for (int status : statuses)
    out.answers.push_back({.status = status, .body = status == 200 ? "{\"Status\":\"OK\"}" : ""});
  return out;
}

// What a retry policy was asked.
struct asked {
  int number;
  fault kind;
  std::int64_t elapsed;
  std::uint64_t random;
};
struct noting {
  using role = upcall::role::retry;
  std::vector<asked>& notes;
  int attempts = 3;
  std::optional<upcall::milliseconds> next_delay(const upcall::attempt& failed, std::uint64_t random) {
    notes.push_back({failed.number, failed.why.kind, failed.elapsed.count, random});
    if (failed.number == attempts) return std::nullopt;
    return upcall::milliseconds{100 * failed.number};
  }
};

// A source that gives its bytes once, and says when it is asked for more.
struct once {
  std::string content = "hello";
  std::size_t at = 0;
  bool over = false;
  std::size_t operator()(std::span<char> piece) {
    std::size_t n = 0;
    while (n != piece.size() && at != content.size()) piece[n++] = content[at++];
    if (n == 0) over = true;
    return n;
  }
};

const auto& sent_by(auto& client) { return client.template policy<upcall::role::transport>().inner().requests(); }
int calls(auto& client) { return client.template policy<upcall::role::transport>().calls(); }

}  // namespace

TEST_CASE("whichever attempt breaks, wherever it breaks, the next one mends it") {
  for (breaking where : everywhere) {
    for (int n = 1; n != 4; ++n) {
      INFO("broken at call " << n << ", " << static_cast<int>(where));
      given::client oss{given::service, failing{answering({200, 200, 200, 200, 200}), n, where},
                        upcall::exponential_backoff{}};
      for (int call = 1; call != 5; ++call) {
        const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
        REQUIRE(out);
        CHECK(sent_by(oss).back().body == "hello");
      }
      CHECK(calls(oss) == 5);
    }
  }
}

TEST_CASE("as many attempts as are wanted, and the last failure") {
  for (int wanted = 1; wanted != 5; ++wanted) {
    std::vector<asked> notes;
    given::client oss{given::service, answering({503, 502, 500, 429, 503}), noting{notes, wanted}};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::server);
    CHECK(given::requests(oss).size() == static_cast<std::size_t>(wanted));
    CHECK(notes.size() == static_cast<std::size_t>(wanted));
  }
}

TEST_CASE("a retry policy is told number, cause and time, and given other numbers each time") {
  std::vector<asked> notes;
  given::client oss{given::service, failing{answering({503, 503, 503, 503, 503, 503}), 2}, noting{notes, 5}};
  CHECK_FALSE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  REQUIRE(notes.size() == 5);
  std::set<std::uint64_t> random;
  std::int64_t slept = 0;
  for (int i = 0; i != 5; ++i) {
    const asked& note = notes[static_cast<std::size_t>(i)];
    CHECK(note.number == i + 1);
    CHECK(note.elapsed == slept);
    CHECK(note.kind == (i == 1 ? fault::transport : fault::server));
    slept += 100 * (i + 1);
    random.insert(note.random);
  }
  CHECK(random.size() == 5);
  CHECK(given::slept(oss).count == 1'000);
}

TEST_CASE("clients with different keys draw different numbers") {
  std::set<std::uint64_t> random;
  for (const char* key : {"a", "b", "c"}) {
    std::vector<asked> notes;
    given::client oss{given::service, answering({503}), noting{notes, 1}};
    CHECK_FALSE(oss.bucket("examplebucket").put_object(key, upcall::text{"hello"}));
    random.insert(notes.at(0).random);
  }
  CHECK(random.size() == 3);
}

TEST_CASE("what would be answered the same again is not asked again") {
  for (int status : {301, 302, 304, 400, 401, 403, 404, 405, 409, 411, 412, 413}) {
    INFO(status);
    given::client oss{given::service, answering({status, 200}), upcall::exponential_backoff{}};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(out.error().status == status);
    CHECK(given::requests(oss).size() == 1);
    CHECK(given::slept(oss).count == 0);
  }
}

TEST_CASE("a failed callback is not asked again, whatever it carries") {
  recorded failed{
      {{.status = 203, .body = "<Error><Code>CallbackFailed</Code><Message>Error status : 503.</Message></Error>"},
       {}}};
  given::client oss{given::service, std::move(failed), upcall::exponential_backoff{}};
  const auto out =
      oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.callback = upcall::encoded<on_upload>});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::callback);
  CHECK(given::requests(oss).size() == 1);
}

TEST_CASE("a body that cannot be rewound is never sent twice") {
  for (breaking where : {breaking::in_body, breaking::before_answer, breaking::in_answer}) {
    INFO(static_cast<int>(where));
    once source;
    given::client oss{given::service, failing{answering({200, 200}), 1, where}, upcall::exponential_backoff{}};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::callable{5, std::ref(source)});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().outcome_unknown == (where != breaking::in_body));
    CHECK(calls(oss) == 1);
    CHECK_FALSE(source.over);
  }
  once source;
  given::client refused{given::service, answering({503, 200}), upcall::exponential_backoff{}};
  const auto out = refused.bucket("examplebucket").put_object("k", upcall::callable{5, std::ref(source)});
  REQUIRE_FALSE(out);
  CHECK(out.error().status == 503);
  CHECK(given::requests(refused).size() == 1);
}

TEST_CASE("a body that was not read yet is sent by the next attempt") {
  once source;
  given::client oss{given::service, failing{answering({200}), 1, breaking::before_sending},
                    upcall::exponential_backoff{}};
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::callable{5, std::ref(source)}));
  CHECK(calls(oss) == 2);
  CHECK(sent_by(oss).at(0).body == "hello");
}

TEST_CASE("a body that says it can be rewound is read from its start") {
  once source;
  int rewound = 0;
  given::client oss{given::service, failing{answering({200, 503, 200}), 1, breaking::in_body},
                    upcall::exponential_backoff{}};
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::callable{5, std::ref(source), [&] {
                                                                       source.at = 0;
                                                                       ++rewound;
                                                                       return true;
                                                                     }}));
  CHECK(rewound == 1);
  CHECK(sent_by(oss).at(0).body == "hello");
}

TEST_CASE("once the outcome is unknown, a later refusal does not make it known") {
  for (int status : {403, 409, 503}) {
    INFO(status);
    given::client oss{given::service, failing{answering({200, status, status, status}), 1, breaking::before_answer},
                      upcall::exponential_backoff{}};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(out.error().status == status);
    CHECK(out.error().outcome_unknown);
  }
  // The other way round, nothing is unknown.
  given::client oss{given::service, failing{answering({503, 503, 503}), 1, breaking::before_sending},
                    upcall::exponential_backoff{}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK_FALSE(out.error().outcome_unknown);
}

TEST_CASE("with a callback, what was refused or never arrived is sent again") {
  given::client oss{given::service, failing{answering({503, 200}), 1, breaking::before_sending},
                    upcall::exponential_backoff{}};
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.callback = upcall::encoded<on_upload>}));
  CHECK(calls(oss) == 3);
  for (const auto& each : sent_by(oss)) CHECK(each.header("x-oss-callback") != nullptr);
}

TEST_CASE("questions are asked again too, until something was delivered") {
  given::client oss{given::service, failing{answering({503, 200, 204, 200}), 2},
                    upcall::exponential_backoff{.attempts = 5}};
  auto bucket = oss.bucket("examplebucket");
  CHECK(bucket.head_object("k"));
  CHECK(calls(oss) == 3);
  CHECK(bucket.delete_object("k"));

  std::string got;
  given::client cut{given::service, failing{answering({503, 200, 200}), 2, breaking::in_answer},
                    upcall::exponential_backoff{.attempts = 5}};
  const auto out = cut.bucket("examplebucket").get_object("k", [&](std::string_view piece) { got += piece; });
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  CHECK(got == "{\"Statu");
  CHECK(calls(cut) == 2);
}

TEST_CASE("texts of attempts that failed are given back") {
  recorded service;
  for (int i = 0; i != 200; ++i) service.answers.push_back({.status = 503});
  given::client oss{given::service, std::move(service), upcall::exponential_backoff{.attempts = 200, .deadline = {0}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.metadata = {{"Author", "me"}}});
  REQUIRE_FALSE(out);
  CHECK(out.error().status == 503);
  REQUIRE(given::requests(oss).size() == 200);
  for (const auto& each : given::requests(oss)) CHECK(*each.header("x-oss-meta-author") == "me");
}

TEST_CASE("what a corrected clock mends is done once in a call, and the retry policy is not asked") {
  const recorded_answer skewed{
      .status = 403,
      .body = "<Error><Code>RequestTimeTooSkewed</Code><ServerTime>2023-11-14T22:13:20.000Z</ServerTime></Error>"};
  const recorded_answer busy{.status = 503}, good{.headers = {{"ETag", "\"E\""}}, .body = "{}"};
  const auto put = [](std::vector<asked>& notes, std::vector<recorded_answer> answers, std::size_t wanted, bool works) {
    given::client oss{given::service, recorded{std::move(answers)}, noting{notes},
                      upcall::corrected_clock{upcall::manual_clock{}}};
    const auto out =
        oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.callback = upcall::encoded<on_upload>});
    CHECK(bool{out} == works);
    CHECK(given::requests(oss).size() == wanted);
    CHECK(given::slept(oss).count == static_cast<std::int64_t>(notes.size() == 2 ? 300 : notes.size() * 100));
  };
  std::vector<asked> none, before, after, both;
  put(none, {skewed, good}, 2, true);
  CHECK(none.empty());
  put(before, {busy, skewed, busy, good}, 4, true);
  REQUIRE(before.size() == 2);
  CHECK(before[1].number == 2);
  put(after, {skewed, busy, skewed, good}, 3, false);
  CHECK(after.size() == 1);
  put(both, {skewed, busy, busy, busy, good}, 4, false);
  REQUIRE(both.size() == 3);
  CHECK(both[2].number == 3);
}

TEST_CASE("a refusal for the time does not make known what an answer that was lost would have told") {
  const recorded_answer skewed{
      .status = 403,
      .body = "<Error><Code>RequestTimeTooSkewed</Code><ServerTime>2023-11-14T22:13:20.000Z</ServerTime></Error>"};
  const recorded_answer good{.headers = {{"ETag", "\"E\""}}, .body = "{}"};
  given::client oss{given::service, failing{recorded{{good, skewed, skewed}}, 1, breaking::before_answer},
                    upcall::exponential_backoff{}, upcall::corrected_clock{upcall::manual_clock{}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "RequestTimeTooSkewed");
  CHECK(out.error().outcome_unknown);
  CHECK(calls(oss) == 3);
}
