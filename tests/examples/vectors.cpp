// SPDX-License-Identifier: Apache-2.0
// Compares the library with test vectors that were made without it: all *.json of a folder.
#include "arguments.hpp"
#include "vectors/case.hpp"
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

namespace {

using vectors::json;

constexpr std::string_view usage =
    "usage: vectors DIR\nCompares the library with all test vectors in DIR/*.json.\n";

struct counts {
  int passed = 0, failed = 0, optional_differ = 0;

  counts& operator+=(const counts& more) {
    passed += more.passed;
    failed += more.failed;
    optional_differ += more.optional_differ;
    return *this;
  }
};

vectors::checker checker_for(const std::string& kind) {
  for (const auto* some : {&vectors::signature_checkers(), &vectors::callback_checkers(), &vectors::server_checkers(),
                           &vectors::checksum_checkers(), &vectors::document_checkers()}) {
    if (const auto found = some->find(kind); found != some->end()) return found->second;
  }
  return nullptr;
}

// Files whose cases are all of one kind do not repeat it in each.
std::string kind_of(const json& given, const std::string& file) {
  const auto kind = given.find("kind");
  return kind != given.end() && kind->is_string() ? kind->get<std::string>() : file;
}

// What was found wrong with a case; nothing for one that passes.
std::vector<std::string> differences(vectors::checker check, const json& given, const std::string& name) {
  try {
    vectors::test_case running{given};
    check(running);
    for (const std::string& each : running.not_compared()) {
      std::printf("note: %s: expected.%s is not compared with anything\n", name.c_str(), each.c_str());
    }
    return running.differences();
  } catch (const vectors::not_understood& e) {
    return {std::string{"not understood: "} + e.what()};
  } catch (const std::exception& e) {
    return {e.what()};
  }
}

counts run(const json& given, const std::string& file) {
  const std::string name =
      file + ": " + (given.is_object() ? given.value("name", json("(no name)")).dump() : "(no object)");
  if (!given.is_object()) {
    std::printf("failed: %s: a case must be an object\n", name.c_str());
    return {.failed = 1};
  }
  const std::string kind = kind_of(given, file);
  const auto check = checker_for(kind);
  if (check == nullptr) {
    std::printf("failed: %s: the kind \"%s\" is not known\n", name.c_str(), kind.c_str());
    return {.failed = 1};
  }
  const auto found = differences(check, given, name);
  if (found.empty()) return {.passed = 1};
  const bool optional = given.value("optional", json(false)) == true;
  std::printf("%s: %s\n", optional ? "optional, differs" : "failed", name.c_str());
  for (const std::string& each : found) std::printf("  %s\n", each.c_str());
  return optional ? counts{.optional_differ = 1} : counts{.failed = 1};
}

counts run_file(const std::filesystem::path& path) {
  const std::string file = path.stem().string();
  std::ifstream in{path, std::ios::binary};
  const json cases = json::parse(in, nullptr, false);
  if (!in.good() && !in.eof()) {
    std::printf("failed: %s cannot be read\n", path.c_str());
    return {.failed = 1};
  }
  if (!cases.is_array()) {
    std::printf("failed: %s is no JSON list of cases\n", path.c_str());
    return {.failed = 1};
  }
  counts all;
  for (const json& each : cases) all += run(each, file);
  std::printf("%s: %d passed of %zu\n", path.filename().c_str(), all.passed, cases.size());
  return all;
}

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
  counts all;
  for (const auto& each : files) all += run_file(each);
  if (files.empty()) std::fprintf(stderr, "vectors: no *.json in %s\n", folder.c_str());
  std::printf("%d passed, %d failed, %d optional differ\n", all.passed, all.failed, all.optional_differ);
  return all.failed != 0 || files.empty() ? 1 : 0;
}
