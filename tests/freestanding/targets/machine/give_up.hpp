// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>

// The machine that the vectors are compared on has no exceptions: the first case that cannot be run ends the program.
namespace vectors {

[[noreturn]] inline void give_up(const std::string& why) {
  std::printf("failed: %s\n", why.c_str());
  std::exit(1);
}

template <class Run>
auto attempt(Run run) {
  return run();
}

}  // namespace vectors
