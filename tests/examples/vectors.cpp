// SPDX-License-Identifier: Apache-2.0
// Compares the library with test vectors that were made without it: all *.json of a folder.
#include "arguments.hpp"
#include "vectors/files.hpp"
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace {

constexpr std::string_view usage = "usage: vectors DIR\nCompares the library with all test vectors in DIR/*.json.\n";

std::vector<std::filesystem::path> files_in(const std::string& folder) {
  std::vector<std::filesystem::path> out;
  std::error_code wrong;
  for (std::filesystem::directory_iterator at{folder, wrong}, end; !wrong && at != end; at.increment(wrong)) {
    if (at->path().extension() == ".json" && at->is_regular_file(wrong)) out.push_back(at->path());
  }
  if (wrong) std::fprintf(stderr, "vectors: %s: %s\n", folder.c_str(), wrong.message().c_str());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const examples::arguments given{argc, argv, usage, {}};
  const std::string folder{given.rest(1)[0]};
  const auto files = files_in(folder);
  vectors::counts all;
  for (const auto& each : files) all += vectors::run_file(each);
  if (files.empty()) std::fprintf(stderr, "vectors: no *.json in %s\n", folder.c_str());
  const int status = vectors::finish(all);
  return files.empty() ? 1 : status;
}
