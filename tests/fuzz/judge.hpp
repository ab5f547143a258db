// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdio>
#include <cstdlib>

// What the fuzzers say their findings with.
namespace fuzzed {

inline void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

// A reason for which our reader and another one may make different things of the same bytes. How often it was the
// reason is told at the end.
class known_difference {
 public:
  explicit known_difference(const char* why) : why_(why) {}
  known_difference(const known_difference&) = delete;
  ~known_difference() { std::fprintf(stderr, "%zu times: %s\n", times_, why_); }

  bool operator()(bool applies) {
    times_ += applies;
    return applies;
  }

 private:
  const char* why_;
  std::size_t times_ = 0;
};

}  // namespace fuzzed
