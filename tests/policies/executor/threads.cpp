// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/executor.hpp"
#include <future>
#include <pthread.h>
#include <set>
#include <thread>
#include <upcall/policies/executor/threads.hpp>

using namespace upcall;

namespace {

static_assert(executor<threads<>> && executor<threads<1>>);

TEST_CASE("threads keep the laws of executors") {
  laws::executor<threads<1>>();
  laws::executor<threads<>>();
  laws::executor<threads<5>>();
}

TEST_CASE("as many lanes as said are at work at a time, the caller's among them") {
  threads<3> policy;
  auto team = policy.team();
  std::promise<void> all_here;
  auto met = all_here.get_future().share();
  std::atomic<int> here{0};
  std::set<std::thread::id> who;
  team.for_each(3, [&](std::uint32_t) {
    team.alone([&] { who.insert(std::this_thread::get_id()); });
    if (++here == 3) all_here.set_value();
    met.wait();
    return true;
  });
  CHECK(who.size() == 3);
  CHECK(who.count(std::this_thread::get_id()) == 1);
}

TEST_CASE("one job begins no thread") {
  threads<4> policy;
  auto team = policy.team();
  team.for_each(1, [caller = std::this_thread::get_id()](std::uint32_t) {
    CHECK(std::this_thread::get_id() == caller);
    return true;
  });
}

TEST_CASE("what one lane throws ends the others, whichever lane it is") {
  for (const bool by_caller : {false, true}) {
    threads<2> policy;
    auto team = policy.team();
    std::promise<void> both;
    auto both_here = both.get_future().share();
    std::atomic<int> running{0}, here{0};
    const auto job = [&, caller = std::this_thread::get_id()](std::uint32_t) {
      struct counted {
        std::atomic<int>& running;
        ~counted() { --running; }
      } one{running};
      ++running;
      if (++here == 2) both.set_value();
      both_here.wait();
      if (by_caller == (std::this_thread::get_id() == caller)) throw std::runtime_error("this one");
      return true;
    };
    CHECK_THROWS_AS(team.for_each(0xffffffff, job), std::runtime_error);
    CHECK(running == 0);
  }
}

// No thread can have a stack as large as the whole address space.
struct no_room_for_threads {
  no_room_for_threads() {
    ::pthread_getattr_default_np(&before);
    pthread_attr_t huge;
    ::pthread_attr_init(&huge);
    ::pthread_attr_setstacksize(&huge, std::size_t{1} << 47);
    ::pthread_setattr_default_np(&huge);
    ::pthread_attr_destroy(&huge);
  }
  ~no_room_for_threads() {
    ::pthread_setattr_default_np(&before);
    ::pthread_attr_destroy(&before);
  }
  pthread_attr_t before;
};

TEST_CASE("where no thread can be started, the caller does it all") {
  const no_room_for_threads meanwhile;
  CHECK_THROWS_AS(std::thread([] {}), std::system_error);
  threads<3> policy;
  auto team = policy.team();
  std::uint32_t done = 0;
  team.for_each(100, [&, caller = std::this_thread::get_id()](std::uint32_t) {
    CHECK(std::this_thread::get_id() == caller);
    ++done;
    return true;
  });
  CHECK(done == 100);
}

}  // namespace
