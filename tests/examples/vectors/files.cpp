// SPDX-License-Identifier: Apache-2.0
#include "case.hpp"
#include "files.hpp"
#include <cstdio>
#include <fstream>
#include <machine/give_up.hpp>
#include <upcall/core/bytes.hpp>

namespace vectors {
namespace {

checker checker_for(const std::string& kind) {
  for (const auto* some :
       {&signature_checkers(), &callback_checkers(), &server_checkers(), &checksum_checkers(), &document_checkers()}) {
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
std::vector<std::string> differences(checker check, const json& given, const std::string& name) {
  test_case running{given};
  check(running);
  for (const std::string& each : running.not_compared()) {
    std::printf("note: %s: expected.%s is not compared with anything\n", name.c_str(), each.c_str());
  }
  return running.differences();
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
  const auto found = attempt([&] { return differences(check, given, name); });
  if (found.empty()) return {.passed = 1};
  const bool optional = given.value("optional", json(false)) == true;
  std::printf("%s: %s\n", optional ? "optional, differs" : "failed", name.c_str());
  for (const std::string& each : found) std::printf("  %s\n", each.c_str());
  return optional ? counts{.optional_differ = 1} : counts{.failed = 1};
}

}  // namespace

counts run_file(const std::string& path) {
  const std::string name{upcall::part(path, path.rfind('/') + 1)};
  const std::string file = name.substr(0, name.rfind('.'));
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
  std::printf("%s: %d passed of %zu\n", name.c_str(), all.passed, cases.size());
  return all;
}

int finish(const counts& all) {
  std::printf("%d passed, %d failed, %d optional differ\n", all.passed, all.failed, all.optional_differ);
  return all.failed != 0 ? 1 : 0;
}

}  // namespace vectors
