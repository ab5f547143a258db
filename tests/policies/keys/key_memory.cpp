// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <algorithm>
#include <latch>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/keys/key_memory.hpp>
#include <vector>

using upcall::fault;
using upcall::fetched_key;
using upcall::key_fetching;

namespace {

// Of the test; tells it each time that somebody looks.
struct shown_clock {
  upcall::manual_clock* it = nullptr;
  std::latch* looks = nullptr;
  int* left = nullptr;  // looks that are counted

  upcall::timestamp now() const { return it->now(); }
  upcall::milliseconds elapsed() const {
    if (looks != nullptr && *left != 0) {
      --*left;
      looks->count_down();
    }
    return it->elapsed();
  }
  void sleep(upcall::milliseconds pause) const { it->sleep(pause); }
};

using memory = upcall::key_memory<shown_clock>;

// What is fetched, each time: a key of that text, or a failure.
struct host {
  upcall::manual_clock time = {.since = {1000}};
  memory keys;
  std::optional<std::string> answer = "key";
  std::vector<std::string> asked = {};

  explicit host(const key_fetching& how = {}) : keys(how, {&time}) {}

  upcall::result<fetched_key> ask(const std::string& url) {
    return keys.key_for(url, [this](std::string_view which) -> upcall::result<fetched_key> {
      asked.emplace_back(which);
      if (!answer) return {fault::server, "there is none"};
      return fetched_key{*answer};
    });
  }
  // The key, or why there is none.
  std::string text(const std::string& url) {
    const auto out = ask(url);
    return std::string{out ? out->view() : out.error().message.view()};
  }
  void pass(std::int64_t milliseconds) { time.sleep({milliseconds}); }
  // How many of so many URLs that nobody asked for before are fetched.
  int fetched_of(int count) {
    const auto before = asked.size();
    while (count-- != 0) text("other " + std::to_string(++others));
    return static_cast<int>(asked.size() - before);
  }

 private:
  int others = 0;
};

const std::string usual{key_fetching{}.usual};
constexpr const char* too_many = "too many key URLs are asked for: this one is not fetched now";

}  // namespace

TEST_CASE("a key is fetched once, by its whole URL") {
  host at;
  for (const std::string& url : {usual, std::string{"a"}, std::string{"a?"}, std::string{"a?b"}}) {
    at.answer = "key of " + url;
    CHECK(at.text(url) == "key of " + url);
  }
  at.answer.reset();
  CHECK(at.text(usual) == "key of " + usual);
  CHECK(at.text("a?") == "key of a?");
  CHECK(at.asked == std::vector<std::string>{usual, "a", "a?", "a?b"});
}

TEST_CASE("that a key could not be had is remembered for a pause") {
  for (const std::string& url : {usual, std::string{"a"}}) {
    host at;
    at.answer.reset();
    CHECK(at.text(url) == "there is none");
    at.answer = "key";
    at.pass(9'999);
    CHECK(at.text(url) == "there is none");
    CHECK(at.ask(url).error().kind == fault::server);
    CHECK(at.asked.size() == 1);
    at.pass(1);
    CHECK(at.text(url) == "key");
    CHECK(at.asked.size() == 2);
  }
}

TEST_CASE("a key is fetched again after its time; until a new one has come the old one serves") {
  for (const std::string& url : {usual, std::string{"a"}}) {
    host at;
    CHECK(at.text(url) == "key");
    at.pass(86'399'999);
    at.answer.reset();
    CHECK(at.text(url) == "key");
    CHECK(at.asked.size() == 1);
    at.pass(1);
    CHECK(at.text(url) == "key");
    CHECK(at.asked.size() == 2);
    at.pass(9'999);
    CHECK(at.text(url) == "key");
    CHECK(at.asked.size() == 2);
    at.answer = "new key";
    at.pass(1);
    CHECK(at.text(url) == "new key");
    CHECK(at.asked.size() == 3);
  }
}

TEST_CASE("a key that is held stays what it was when another takes its place") {
  host at{{.good_for = {1}}};
  const auto held = at.ask(usual);
  at.pass(1);
  at.answer = "new key";
  CHECK(at.text(usual) == "new key");
  CHECK(held->view() == "key");
}

TEST_CASE("the same key fetched again is the one that has verified") {
  host at{{.good_for = {1}}};
  const auto first = at.ask("a");
  first->verified();
  at.pass(1);
  CHECK(at.ask("a")->has_verified());
  CHECK(at.asked.size() == 2);
}

TEST_CASE("strangers' key URLs have an allowance, which the usual one does not need") {
  host at;
  at.answer.reset();
  CHECK(at.fetched_of(100) == 8);
  CHECK(at.text("one more") == too_many);
  CHECK(at.ask("one more").error().kind == fault::transport);
  at.answer = "key";
  CHECK(at.text(usual) == "key");
  at.pass(10'000);
  CHECK(at.text("one more") == "key");  // it was not remembered as one that cannot be had
  CHECK(at.fetched_of(100) == 0);
  at.pass(86'400'000);
  CHECK(at.fetched_of(100) == 8);
  // A key that is there serves on while there is no allowance to fetch it again.
  at.answer = "new key";
  CHECK(at.text("one more") == "key");
  CHECK(at.text(usual) == "new key");
}

TEST_CASE("no number of key URLs drives out the usual key, nor one that has verified while others have not") {
  host at{{.at_first = 1000}};
  at.text(usual);
  at.ask("good")->verified();
  at.text("unproved");
  CHECK(at.fetched_of(200) == 200);
  const auto before = at.asked.size();
  at.text(usual);
  at.text("good");
  CHECK(at.asked.size() == before);
  at.text("unproved");
  CHECK(at.asked.size() == before + 1);
}

TEST_CASE("so many keys are fetched at the same time, and the usual one besides") {
  host at{{.at_once = 2}};
  const auto in_vain = [](std::string_view) -> upcall::result<fetched_key> {
    return {fault::server, "it is fetched all the same"};
  };
  const auto in_the_meantime = [&](std::string_view) -> upcall::result<fetched_key> {
    CHECK(at.keys.key_for("c", in_vain).error().message == too_many);
    CHECK(at.text(usual) == "key");
    return {fault::server, "none"};
  };
  const auto outer = at.keys.key_for("a", [&](std::string_view) -> upcall::result<fetched_key> {
    CHECK_FALSE(at.keys.key_for("b", in_the_meantime));
    CHECK(at.text("c") == "key");
    return {fault::server, "none"};
  });
  CHECK_FALSE(outer);
  CHECK(at.asked == std::vector<std::string>{usual, "c"});
}

TEST_CASE("the usual key's fetch is none of those that may go on at the same time") {
  host at{{.at_once = 1}};
  const auto outer = at.keys.key_for(usual, [&](std::string_view) -> upcall::result<fetched_key> {
    CHECK(at.text("a") == "key");
    return fetched_key{"key"};
  });
  CHECK(outer);
  CHECK(at.asked == std::vector<std::string>{"a"});
}

TEST_CASE("where all places are taken by fetches, no more keys are fetched") {
  host at{{.remembered = 1}};
  const auto outer = at.keys.key_for("a", [&](std::string_view) -> upcall::result<fetched_key> {
    CHECK(at.text("b") == "too many keys are being fetched: this one is not");
    return fetched_key{"key"};
  });
  CHECK(outer);
  CHECK(at.asked.empty());
}

TEST_CASE("while a key is fetched again the others use the one that is there") {
  host at{{.good_for = {1}}};
  at.text(usual);
  at.pass(1);
  const auto outer = at.keys.key_for(usual, [&](std::string_view) -> upcall::result<fetched_key> {
    CHECK(at.text(usual) == "key");
    return fetched_key{"new key"};
  });
  CHECK(outer->view() == "new key");
  CHECK(at.asked.size() == 1);
}

TEST_CASE("an exception that ends a key's fetch is a failure to the next") {
  for (const std::string& url : {usual, std::string{"a"}}) {
    host at{{.at_once = 1}};
    const auto fetch = [](std::string_view) -> upcall::result<fetched_key> { throw std::runtime_error{"no memory"}; };
    CHECK_THROWS_AS(at.keys.key_for(url, fetch), std::runtime_error);
    CHECK(at.text(url) == "the key's fetch was given up");
    at.pass(10'000);
    CHECK(at.text(url) == "key");
  }
}

TEST_CASE("an exception that ends the fetch of a key that is there already is a failure like others") {
  host at{{.good_for = {60'000}}};
  const auto fetch = [](std::string_view) -> upcall::result<fetched_key> { throw std::runtime_error{"no memory"}; };
  CHECK(at.text(usual) == "key");
  at.pass(60'000);
  CHECK_THROWS_AS(at.keys.key_for(usual, fetch), std::runtime_error);
  CHECK(at.text(usual) == "key");
  CHECK(at.asked.size() == 1);
  at.pass(10'000);
  CHECK(at.text(usual) == "key");
  CHECK(at.asked.size() == 2);
}

// The fetch ends when all have asked: each has looked at the clock with the lock in its hands, which is free again when
// it waits.
TEST_CASE("sixteen threads that ask for a key at once: one fetch, one answer") {
  constexpr int threads = 16;
  for (const std::string& url : {usual, std::string{"a"}}) {
    for (const bool is_there : {true, false}) {
      upcall::manual_clock time;
      std::latch all_ask{threads};
      int looks = threads, fetches = 0;
      memory keys{{}, shown_clock{&time, &all_ask, &looks}};
      std::vector<std::optional<upcall::result<fetched_key>>> answers(threads);
      const auto fetch = [&](std::string_view) -> upcall::result<fetched_key> {
        ++fetches;
        all_ask.wait();
        if (!is_there) return {fault::server, "there is none"};
        return fetched_key{"key"};
      };
      std::vector<std::thread> asking;
      for (auto& answer : answers) asking.emplace_back([&] { answer.emplace(keys.key_for(url, fetch)); });
      for (auto& each : asking) each.join();
      CHECK(fetches == 1);
      for (auto& answer : answers) {
        REQUIRE(answer->has_value() == is_there);
        if (is_there) CHECK((*answer)->view().data() == (*answers[0])->view().data());
        if (!is_there) CHECK(answer->error().message == "there is none");
      }
    }
  }
}

TEST_CASE("threads that wait for a key whose fetch ends by an exception are told") {
  constexpr int threads = 16;
  upcall::manual_clock time;
  std::latch all_ask{threads};
  int looks = threads, fetches = 0;
  std::vector<int> thrown(threads), failed(threads);
  memory keys{{}, shown_clock{&time, &all_ask, &looks}};
  const auto fetch = [&](std::string_view) -> upcall::result<fetched_key> {
    ++fetches;
    all_ask.wait();
    throw std::runtime_error{"no memory"};
  };
  std::vector<std::thread> asking;
  for (std::size_t i = 0; i != threads; ++i) {
    asking.emplace_back([&, i] {
      try {
        failed[i] = keys.key_for(usual, fetch) ? 0 : 1;
      } catch (const std::runtime_error&) {
        thrown[i] = 1;
      }
    });
  }
  for (auto& each : asking) each.join();
  CHECK(fetches == 1);
  CHECK(std::count(thrown.begin(), thrown.end(), 1) == 1);
  CHECK(std::count(failed.begin(), failed.end(), 1) == threads - 1);
}
