// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include "support/wiped.hpp"
#include <atomic>
#include <barrier>
#include <functional>
#include <latch>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <upcall/policies/credentials/refreshing.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <vector>

using upcall::failure;
using upcall::fault;
using upcall::lent_credentials;
using upcall::refreshing_credentials;
using upcall::result;
using upcall::temporary_credentials;
using upcall::timestamp;

namespace {

constexpr std::int64_t start = 1'700'000'000, life = 3600;

// Asks the test; its number goes into what it gives.
struct asked_source {
  std::function<result<temporary_credentials>(int)>* answer;
  int asked = 0;

  result<temporary_credentials> fetch() { return (*answer)(++asked); }
};

temporary_credentials numbered(int number, std::int64_t expires) {
  const std::string text = std::to_string(number);
  return {"fake-id-" + text, "fake-secret-" + text, "fake-token-" + text, {expires}};
}

// Credentials that the test is the source of.
struct asked {
  std::function<result<temporary_credentials>(int)> answer;
  refreshing_credentials<asked_source>::state held;

  explicit asked(std::function<result<temporary_credentials>(int)> by, upcall::refresh_times times = {})
      : answer(std::move(by)), held(refreshing_credentials{asked_source{&answer}, times}) {}

  int times() { return held.source().asked; }
  result<lent_credentials> at(std::int64_t after) { return held.current({start + after}); }
  std::string id_at(std::int64_t after) {
    const auto got = at(after);
    return got ? std::string{got->access_key_id} : "failed: " + std::string{got.error().message.view()};
  }
};

bool says(const result<lent_credentials>& got, std::string_view words) {
  INFO((got ? "no failure" : got.error().message.view()));
  const bool as_told = !got && got.error().kind == fault::client && !got.error().message.cut() &&
                       got.error().message.view().find(words) != std::string_view::npos;
  CHECK(as_told);
  return as_told;
}

// Runs that many threads, to their end.
void together(int threads, const std::function<void(int)>& action) {
  std::vector<std::thread> all;
  for (int i = 0; i != threads; ++i) all.emplace_back(action, i);
  for (std::thread& each : all) each.join();
}

}  // namespace

static_assert(upcall::credentials_source<refreshing_credentials<asked_source>::state>);
static_assert(upcall::lends_credentials<refreshing_credentials<asked_source>::state>);

TEST_CASE("refreshing: credentials are fetched when they are first needed, and again before they end") {
  asked of{[](int number) { return numbered(number, start + number * life); }};
  CHECK(of.times() == 0);
  CHECK(of.id_at(0) == "fake-id-1");
  const auto all = of.at(1);
  REQUIRE(all);
  CHECK(all->access_key_secret == "fake-secret-1");
  CHECK(all->security_token == "fake-token-1");
  CHECK(of.id_at(life - 301) == "fake-id-1");
  CHECK(of.times() == 1);
  CHECK(of.id_at(life - 300) == "fake-id-2");
  CHECK(of.id_at(life - 299) == "fake-id-2");
  CHECK(of.times() == 2);
}

TEST_CASE("refreshing: a source that fails is asked again after a pause, and the old ones go on until they end") {
  asked of{[](int number) -> result<temporary_credentials> {
    if (number == 1) return numbered(1, start + life);
    if (number == 5) return numbered(5, start + 2 * life);
    failure why{fault::transport, "the fake source is down; start it", 503};
    why.code.assign("FakeCode");
    why.outcome_unknown = true;
    return why;
  }};
  CHECK(of.id_at(0) == "fake-id-1");
  CHECK(of.id_at(life - 300) == "fake-id-1");
  CHECK(of.id_at(life - 291) == "fake-id-1");
  CHECK(of.times() == 2);
  CHECK(of.id_at(life - 290) == "fake-id-1");
  CHECK(of.times() == 3);
  CHECK(of.id_at(life - 281) == "fake-id-1");
  CHECK(of.times() == 3);

  const auto none = of.at(life);
  says(none, "the fake source is down; start it");
  CHECK(none.error().status == 503);
  CHECK(none.error().code == "FakeCode");
  CHECK_FALSE(none.error().outcome_unknown);
  CHECK(of.times() == 4);
  for (std::int64_t second = 1; second != 10; ++second) says(of.at(life + second), "start it");
  CHECK(of.times() == 4);
  CHECK(of.id_at(life + 10) == "fake-id-5");
}

TEST_CASE("refreshing: a source that fails from the beginning is an error for each call, not a loop") {
  asked of{[](int) { return failure{fault::client, "never"}; }};
  for (int i = 0; i != 5; ++i) says(of.at(0), "none are valid, and their source gave no new ones: never");
  says(of.at(-1), "never");  // a thread that looked at the clock a second before
  CHECK(of.times() == 1);
  says(of.at(10), "never");
  CHECK(of.times() == 2);
  says(of.at(-1000), "never");  // a clock that was set back
  CHECK(of.times() == 3);
}

TEST_CASE("refreshing: what cannot be used is refused, and the old ones go on") {
  const auto check = [](const temporary_credentials& bad, std::string_view words) {
    asked at_first{[&](int) { return bad; }};
    says(at_first.at(0), words);
    says(at_first.at(0), words);
    CHECK(at_first.times() == 1);
    asked later{[&](int number) { return number == 1 ? numbered(1, start + life) : bad; }};
    CHECK(later.id_at(0) == "fake-id-1");
    CHECK(later.id_at(life - 1) == "fake-id-1");
    CHECK(later.times() == 2);
    says(later.at(life), words);
  };
  const timestamp end{start + 2 * life};
  check({"", "fake-secret", "fake-token", end}, "empty");
  check({"fake-id", "", "fake-token", end}, "empty");
  check({"fake-id", "fake-secret\n", "fake-token", end}, "line breaks");
  check({"fake-id", "fake-secret", "fake\r\nx-evil: 1", end}, "line breaks");
  check({"fake-id", "fake-secret", std::string(9000, 't'), end}, "8,192");
  check({"fake-id", "fake-secret", "fake-token", {start - 1}}, "expired");
  check({"fake-id", "fake-secret", "fake-token"}, "expired");
  check({"fake-id", "fake-secret", "fake-token", {std::numeric_limits<std::int64_t>::min()}}, "expired");
}

TEST_CASE("refreshing: what lasts for ever is used, and asked for again after twelve hours") {
  asked of{[](int number) { return numbered(number, std::numeric_limits<std::int64_t>::max()); }};
  CHECK(of.id_at(0) == "fake-id-1");
  CHECK(of.id_at(12 * 3600 - 301) == "fake-id-1");
  CHECK(of.id_at(12 * 3600 - 300) == "fake-id-2");
}

TEST_CASE("refreshing: a source that gives the same again is not asked by each call") {
  asked of{[](int) { return numbered(1, start + life); }};
  CHECK(of.id_at(0) == "fake-id-1");
  for (std::int64_t left = 300; left != 75; --left) CHECK(of.id_at(life - left) == "fake-id-1");
  CHECK(of.times() == 2);
  for (std::int64_t left = 75; left != 18; --left) CHECK(of.id_at(life - left) == "fake-id-1");
  CHECK(of.times() == 3);
  for (std::int64_t left = 18; left != 0; --left) CHECK(of.id_at(life - left) == "fake-id-1");
  CHECK(of.times() == 5);  // with the pause between
}

TEST_CASE("refreshing: credentials that last shorter than the pause are asked for as often as they end") {
  asked of{[](int number) { return numbered(number, start + 2 * number); }};
  CHECK(of.id_at(0) == "fake-id-1");
  CHECK(of.id_at(1) == "fake-id-1");
  CHECK(of.id_at(2) == "fake-id-2");
}

TEST_CASE("refreshing: what a source throws is a failure that quotes nothing of it") {
  bool throws = true;
  asked of{[&](int number) -> result<temporary_credentials> {
    if (throws) throw std::runtime_error{"read: {\"AccessKeySecret\": \"fake-secret\"}"};
    return numbered(number, start + life);
  }};
  const auto none = of.at(0);
  says(none, "threw an exception");
  CHECK(none.error().message.view().find("fake-secret") == std::string_view::npos);
  throws = false;
  says(of.at(9), "threw an exception");
  CHECK(of.id_at(10) == "fake-id-2");
  throws = true;
  CHECK(of.id_at(life - 200) == "fake-id-2");
  throws = false;
  CHECK(of.id_at(life - 190) == "fake-id-4");
}

TEST_CASE("refreshing: a source that asks for what it is the source of gets the old ones, or a failure") {
  asked* again = nullptr;
  std::string seen;
  asked of{[&](int number) {
    seen = again->id_at(number == 1 ? 0 : life - 300);
    return numbered(number, start + number * life);
  }};
  again = &of;
  CHECK(of.id_at(0) == "fake-id-1");
  CHECK(seen.find("give it one of its own") != std::string::npos);
  CHECK(of.id_at(life - 300) == "fake-id-2");
  CHECK(seen == "fake-id-1");
}

TEST_CASE("refreshing: what is forgotten is asked for at once, and stays with who has it") {
  asked of{[](int number) { return numbered(number, start + life); }};
  const auto before = of.at(0);
  of.held.forget();
  CHECK(of.id_at(1) == "fake-id-2");
  REQUIRE(before);
  CHECK(before->access_key_secret == "fake-secret-1");

  asked failing{[](int) { return failure{fault::client, "never"}; }};
  says(failing.at(0), "never");
  failing.held.forget();
  says(failing.at(1), "never");
  CHECK(failing.times() == 2);
}

TEST_CASE("refreshing: credentials that nobody uses any more are wiped") {
  const temporary_credentials* inside = nullptr;
  given::watched<asked> of{[](int number) { return numbered(number, start + number * life); }};
  {
    auto lent = of->at(0);
    REQUIRE(lent);
    inside = lent->kept.get();
    CHECK(lent->kept.use_count() == 2);
    CHECK(lent->access_key_secret.data() == inside->access_key_secret.view().data());
    CHECK(of->id_at(life - 300) == "fake-id-2");
    CHECK(lent->kept.use_count() == 1);
  }
  of.end();
  CHECK_FALSE(of.holds("fake-secret"));
}

TEST_CASE("refreshing: of sixteen threads one asks the source, the others wait for it") {
  std::latch all_begin{16};
  asked of{[&](int number) {
    all_begin.wait();
    return numbered(number, start + life);
  }};
  std::vector<std::string> ids(16);
  together(16, [&](int i) {
    all_begin.count_down();
    ids[static_cast<std::size_t>(i)] = of.id_at(0);
  });
  CHECK(ids == std::vector<std::string>(16, "fake-id-1"));
  CHECK(of.times() == 1);
}

TEST_CASE("refreshing: sixteen threads share one failure") {
  std::latch all_begin{16};
  asked of{[&](int) {
    all_begin.wait();
    return failure{fault::client, "not today"};
  }};
  std::atomic<int> as_told = 0;
  together(16, [&](int) {
    all_begin.count_down();
    const auto got = of.at(0);
    as_told += !got && got.error().message.view().ends_with("not today") ? 1 : 0;
  });
  CHECK(as_told == 16);
  CHECK(of.times() == 1);
}

TEST_CASE("refreshing: while one thread asks, fifteen go on with the old ones") {
  std::latch under_way{1}, others_done{15};
  asked of{[&](int number) {
    if (number == 2) {
      under_way.count_down();
      others_done.wait();  // for ever, if one of them waited for this
    }
    return numbered(number, start + number * life);
  }};
  CHECK(of.id_at(0) == "fake-id-1");
  std::vector<std::string> ids(16);
  together(16, [&](int i) {
    if (i != 0) under_way.wait();
    ids[static_cast<std::size_t>(i)] = of.id_at(i == 0 ? life - 300 : life - 280);  // after the pause
    if (i != 0) others_done.count_down();
  });
  CHECK(ids[0] == "fake-id-2");
  CHECK(std::vector<std::string>(ids.begin() + 1, ids.end()) == std::vector<std::string>(15, "fake-id-1"));
  CHECK(of.times() == 2);
}

TEST_CASE("refreshing: texts that a thread holds stay while others come in their place") {
  constexpr int rounds = 20;
  std::barrier step{16};
  asked of{[](int number) { return numbered(number, start + number * life); }};
  std::atomic<int> wrong = 0;
  together(16, [&](int) {
    for (int round = 0; round != rounds; ++round) {
      const auto held = of.at(round * life);
      step.arrive_and_wait();
      const auto next = of.at((round + 1) * life);  // one of them replaces what all of them hold
      const std::string number = std::to_string(round + 1);
      if (!held || held->access_key_secret != "fake-secret-" + number) ++wrong;
      if (!next || next->access_key_id != "fake-id-" + std::to_string(round + 2)) ++wrong;
      step.arrive_and_wait();
    }
  });
  CHECK(wrong == 0);
  CHECK(of.times() == rounds + 1);
}

namespace {

// Gives ones that end at the next look at the clock, so that nearly each attempt of a client comes with others.
struct hasty_source {
  std::atomic<std::int64_t>* seconds;
  int asked = 0;
  result<temporary_credentials> fetch() { return numbered(++asked, *seconds + 1); }
};

// Goes on a second at each look.
struct hasty_clock {
  using role = upcall::role::clock;
  std::atomic<std::int64_t>* seconds;
  timestamp now() const { return {(*seconds)++}; }
  static upcall::milliseconds elapsed() { return {}; }
  static void sleep(upcall::milliseconds) {}
};

// Whether id, token and signature are of the same credentials, when the request has come as far as the transport.
struct sent_of_one {
  using role = upcall::role::transport;
  std::atomic<int>* sent;
  std::atomic<int>* mixed;
  result<upcall::nothing> send(const upcall::signed_request& request, upcall::body auto&, upcall::response& answer) {
    std::string id, token;
    for (const auto& [name, value] : request.headers()) {
      if (name == "authorization") id = value.substr(4, value.find(':') - 4);
      if (name == "x-oss-security-token") token = value;
    }
    if (!id.starts_with("fake-id-") || token != "fake-token-" + id.substr(8)) ++*mixed;
    ++*sent;
    answer.status = 204;
    return upcall::nothing{};
  }
};

}  // namespace

TEST_CASE("refreshing: sixteen threads send through one client whose credentials change all the time") {
  std::atomic<std::int64_t> seconds = start;
  std::atomic<int> sent = 0, mixed = 0;
  given::client oss{given::service, refreshing_credentials{hasty_source{&seconds}}, hasty_clock{&seconds},
                    upcall::sign_v1{}, sent_of_one{&sent, &mixed}};
  auto bucket = oss.bucket("examplebucket");
  std::latch all_begin{16};
  std::atomic<int> failed = 0;
  together(16, [&](int) {
    all_begin.arrive_and_wait();
    for (int i = 0; i != 20; ++i) {
      if (!bucket.delete_object("k")) ++failed;
    }
  });
  CHECK(failed == 0);
  CHECK(mixed == 0);
  CHECK(sent == 16 * 20);
}
