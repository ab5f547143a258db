// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <upcall/roles/executor.hpp>

namespace upcall {

namespace detail {

// The numbers 0 … count - 1, each given to one lane.
class shared_numbers {
 public:
  explicit shared_numbers(std::uint32_t count) : count_(count) {}

  // False: there is none left.
  bool take(std::uint32_t& number) {
    const std::uint64_t next = next_.fetch_add(1);
    number = static_cast<std::uint32_t>(next);
    return next < count_;
  }
  void end() { next_ = count_; }

 private:
  const std::uint64_t count_;
  std::atomic<std::uint64_t> next_{0};  // goes on beyond the count, once for each lane
};

// A thread that has ended before this does, also when an exception passes.
struct lane {
  std::thread running = {};
  std::exception_ptr thrown = {};

  lane() = default;
  lane(const lane&) = delete;
  lane& operator=(const lane&) = delete;
  ~lane() { join(); }
  void join() {
    if (running.joinable()) running.join();
  }
};

// Does what there is to do, until there is no more or a job wants no more. An exception ends the other lanes, too.
template <class Job>
void run_lane(shared_numbers& numbers, Job& job) {
  struct ending {
    shared_numbers& numbers;
    ~ending() { numbers.end(); }
  } at_exit{numbers};
  for (std::uint32_t number; numbers.take(number);) {
    if (!job(number)) return;
  }
}

}  // namespace detail

// Lanes lanes at a time, or fewer where that is known only when the program runs; the thread that calls is one. Each
// has its own stack, and so its own workspace and connection. Where the system has no threads left there are fewer.
// What a job throws is thrown again to the caller.
template <std::size_t Lanes = 2>
struct threads {
  static_assert(Lanes >= 1, "threads<Lanes>: one lane at least; in_order is one without threads");
  using role = upcall::role::executor;

  std::size_t at_most = Lanes;

  class lanes {
   public:
    explicit lanes(std::size_t at_most) : at_most_(at_most) {}

    template <class Job>
    void for_each(std::uint32_t count, Job&& job) {
      detail::shared_numbers numbers{count};
      std::array<detail::lane, Lanes - 1> others;
      for (std::size_t i = 0; i < others.size() && i + 1 < count && i + 1 < at_most_; ++i) {
        if (!start(others[i], numbers, job)) break;
      }
      detail::run_lane(numbers, job);
      for (detail::lane& other : others) {
        other.join();
        if (other.thrown) std::rethrow_exception(other.thrown);
      }
    }
    template <class Action>
    void alone(Action&& action) {
      const std::lock_guard lock{mutex_};
      action();
    }

   private:
    // False: the system has no thread left.
    template <class Job>
    static bool start(detail::lane& lane, detail::shared_numbers& numbers, Job& job) {
      try {
        lane.running = std::thread{[&] {
          try {
            detail::run_lane(numbers, job);
          } catch (...) {
            lane.thrown = std::current_exception();
          }
        }};
        return true;
      } catch (const std::system_error&) {
        return false;
      }
    }

    std::size_t at_most_;
    std::mutex mutex_;
  };

  lanes team() const { return lanes{at_most}; }
};

}  // namespace upcall
