// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdio>
#include <string_view>

namespace upcall {

// Appends each line to a file, and gives it to the operating system at once. A line that cannot be written is lost; so
// is each where there is no file, as of an fopen() that failed.
class lines_to_file {
 public:
  lines_to_file(std::FILE* file = stderr) : file_(file) {}

  void operator()(std::string_view line) const {
    if (file_ == nullptr) return;
    std::fwrite(line.data(), 1, line.size(), file_);
    std::fflush(file_);
  }

 private:
  std::FILE* file_;
};

}  // namespace upcall
