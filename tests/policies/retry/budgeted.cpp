// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <thread>
#include <type_traits>
#include <upcall/policies/retry/budgeted.hpp>
#include <vector>

using upcall::budgeted;
using upcall::exponential_backoff;
using upcall::recorded;
using upcall::recorded_answer;

namespace {

static_assert(std::is_same_v<budgeted<>::role, upcall::role::retry>);
static_assert(upcall::role::retry::played<budgeted<>> && upcall::role::retry::played<budgeted<budgeted<>>>);
static_assert(!upcall::tries_once<budgeted<>> && upcall::tries_once<budgeted<upcall::no_retry>>);

constexpr upcall::failure why{upcall::fault::transport, "no answer came"};

bool wants(auto& state, int number = 1) { return state.next_delay({number, why, {}}, 0).has_value(); }

// How many attempts it allows one after the other.
int allowed(auto& state) {
  int out = 0;
  while (out != 1'000 && wants(state)) ++out;
  return out;
}

const recorded_answer busy{.status = 503},
    good{.headers = {{"ETag", "\"E\""}, {"x-oss-request-id", "5C06A3B67B8B5A3DA422299D"}}};

}  // namespace

TEST_CASE("a budget allows as many attempts as it has, and five successes give one back") {
  budgeted<>::state state{budgeted{exponential_backoff{}}};
  CHECK(allowed(state) == 100);
  for (int i = 0; i != 4; ++i) state.succeeded();
  CHECK_FALSE(wants(state));
  state.succeeded();
  CHECK(wants(state));
  CHECK_FALSE(wants(state));
}

TEST_CASE("a budget is never more than it was") {
  budgeted<>::state state{budgeted{exponential_backoff{}, 3, 2}};
  for (int i = 0; i != 100; ++i) state.succeeded();
  CHECK(allowed(state) == 3);
  for (int i = 0; i != 100; ++i) state.succeeded();
  CHECK(allowed(state) == 3);
}

TEST_CASE("what the policy behind does not want costs nothing, and how long it waits stays") {
  budgeted<>::state state{budgeted{exponential_backoff{.attempts = 2}, 1}};
  CHECK_FALSE(wants(state, 2));
  CHECK(state.next_delay({1, why, {}, upcall::milliseconds{700}}, 100)->count == 800);
  CHECK_FALSE(wants(state));
}

TEST_CASE("a budget behind a budget has its own") {
  budgeted<budgeted<>>::state state{budgeted{budgeted{exponential_backoff{}, 2, 1}, 5, 1}};
  CHECK(allowed(state) == 2);
  state.succeeded();
  CHECK(allowed(state) == 1);
}

TEST_CASE("odd budgets do no harm") {
  budgeted<>::state none{budgeted{exponential_backoff{}, 0}}, less{budgeted{exponential_backoff{}, -5, 7}},
      free{budgeted{exponential_backoff{}, 4, 0}}, odd{budgeted{exponential_backoff{}, 4, -9}},
      much{budgeted{exponential_backoff{}, INT32_MAX, INT32_MAX}};
  CHECK(allowed(none) == 0);
  CHECK(allowed(less) == 0);
  none.succeeded();
  CHECK(allowed(none) == 0);
  CHECK(allowed(free) == 4);
  CHECK(allowed(odd) == 4);
  CHECK(allowed(much) == 1);
  much.succeeded();
  CHECK(allowed(much) == 0);
}

TEST_CASE("calls of every kind take from one budget and give back to it") {
  const recorded_answer slow{.status = 429};
  recorded service{{slow, good, slow, good, slow, good, slow, slow, good, good, slow, good, slow}};
  given::client oss{given::service, std::move(service), budgeted{exponential_backoff{}, 3, 2}};
  auto bucket = oss.bucket("examplebucket");
  const upcall::stored_part parts[] = {{1, 5, 1, {"\"E\""}}};
  CHECK(bucket.put_object("k", upcall::text{"hello"}));       // leaves 2 1/2
  CHECK(bucket.head_object("k"));                             // 2
  CHECK(bucket.complete_upload("k", "0004B9895DBB", parts));  // 1 1/2
  CHECK_FALSE(bucket.head_object("k"));                       // 1/2
  CHECK(bucket.complete_upload("k", "0004B9895DBB", parts));  // 1
  CHECK(bucket.head_object("k"));                             // 1 1/2
  CHECK(bucket.head_object("k"));                             // 1
  CHECK_FALSE(bucket.head_object("k"));                       // takes the last, and no answer is left
  CHECK(given::requests(oss).size() == 13);
}

TEST_CASE("threads that share a client share its budget: a service that fails gets that many requests more") {
  constexpr int threads = 8, calls = 10, budget = 20;
  recorded service;
  service.answers.assign(threads * calls * 3, busy);
  given::client oss{given::service, std::move(service), budgeted{exponential_backoff{}, budget}};
  std::vector<std::thread> all;
  for (int i = 0; i != threads; ++i) {
    all.emplace_back([&] {
      for (int call = 0; call != calls; ++call)
        (void)oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    });
  }
  for (std::thread& each : all) each.join();
  CHECK(given::requests(oss).size() == threads * calls + budget);
}
