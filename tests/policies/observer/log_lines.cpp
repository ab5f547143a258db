// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <upcall/policies/observer/log_lines.hpp>
#include <vector>

namespace {

using upcall::log_lines;
namespace event = upcall::event;

struct kept_lines {
  std::vector<std::string>* lines;
  void operator()(std::string_view line) const { lines->emplace_back(line); }
};

}  // namespace

TEST_CASE("lines go to the standard error, a file or a function") {
  STATIC_REQUIRE(std::is_same_v<decltype(log_lines{}), log_lines<>>);
  STATIC_REQUIRE(std::is_same_v<decltype(log_lines{stderr}), log_lines<>>);
  STATIC_REQUIRE(std::is_same_v<decltype(log_lines{kept_lines{}}), log_lines<kept_lines>>);
  auto write = [&](std::string_view) {};
  STATIC_REQUIRE(std::is_same_v<decltype(log_lines{write}), log_lines<decltype(write)>>);

  std::FILE* file = std::tmpfile();
  REQUIRE(file != nullptr);
  log_lines<>::state to_file{log_lines{file}};
  to_file.observe(event::warning{"b", "k", "one"});
  to_file.observe(event::warning{"b", "k", "two"});
  char read[200] = {};
  std::rewind(file);
  CHECK(std::string_view{read, std::fread(read, 1, sizeof read, file)} ==
        "upcall: warning b/k: one\nupcall: warning b/k: two\n");
  std::fclose(file);
}

TEST_CASE("what the function for lines throws is the line's loss") {
  int called = 0;
  auto write = [&](std::string_view) {
    if (++called % 2 == 1) throw std::runtime_error{"the disk is full"};
  };
  log_lines<decltype(write)>::state log{log_lines{write}};
  for (int i = 0; i != 4; ++i) CHECK_NOTHROW(log.observe(event::warning{"b", "k", "t"}));
  CHECK(called == 4);
}

TEST_CASE("threads write whole lines, one at a time") {
  std::vector<std::string> lines;
  log_lines<kept_lines>::state log{log_lines{kept_lines{&lines}}};
  std::vector<std::thread> threads;
  for (int i = 0; i != 4; ++i) {
    threads.emplace_back([&] {
      for (int each = 0; each != 100; ++each) log.observe(event::warning{"b", "k", "t"});
    });
  }
  for (std::thread& each : threads) each.join();
  CHECK(lines == std::vector<std::string>(400, "upcall: warning b/k: t\n"));
}
