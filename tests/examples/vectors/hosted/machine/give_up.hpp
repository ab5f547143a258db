// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

// The machine that the vectors are compared on is a program's: a case that cannot be run fails, the others go on.
namespace vectors {

[[noreturn]] inline void give_up(const std::string& why) { throw std::runtime_error(why); }

// What was found wrong, by a run that may give up.
template <class Run>
std::vector<std::string> attempt(Run run) {
  try {
    return run();
  } catch (const std::exception& e) {
    return {e.what()};
  }
}

}  // namespace vectors
