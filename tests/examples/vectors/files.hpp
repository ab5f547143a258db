// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace vectors {

struct counts {
  int passed = 0, failed = 0, optional_differ = 0;

  counts& operator+=(const counts& more) {
    passed += more.passed;
    failed += more.failed;
    optional_differ += more.optional_differ;
    return *this;
  }
};

// Compares all cases of a file, and prints what differs and how many pass.
counts run_file(const std::string& path);

// The last line: all counts. The exit status of the program: 1 when a case failed.
int finish(const counts& all);

}  // namespace vectors
