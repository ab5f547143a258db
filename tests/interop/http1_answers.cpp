// SPDX-License-Identifier: Apache-2.0
// What http1_reader makes of answers: each line of the input is a method, a blank and the answer's bytes in hex; each
// line of the output is its status, headers and body as JSON, or why it was refused.
#include "http/malformed_answers.hpp"
#include "support/read_answer.hpp"
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

namespace {

std::string from_hex(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return out;
}
std::string to_hex(const std::string& bytes) {
  std::string out;
  for (char c : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned char>(c));
    out += two;
  }
  return out;
}

std::string line_of(const given::read_answer& read) {
  nlohmann::ordered_json out;
  if (read.is_whole()) {
    out["status"] = read.status;
    out["headers"] = nlohmann::json::array();
    for (const auto& [name, value] : read.headers) out["headers"].push_back({to_hex(name), to_hex(value)});
    out["body"] = to_hex(read.body);
  } else {
    out["refused"] = read.wrong;
  }
  return out.dump();
}

// The answers of http1_reader's own tests, as lines of input.
void print_list() {
  for (const auto& bytes : given::malformed_answers()) std::cout << "GET " << to_hex(bytes) << '\n';
  for (const auto& each : given::odd_answers())
    std::cout << (each.to_head ? "HEAD " : "GET ") << to_hex(each.bytes) << '\n';
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::string{arguments[1]} == "--list") return print_list(), 0;
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t blank = line.find(' ');
    const bool to_head = line.substr(0, blank) == "HEAD";
    const std::string bytes = from_hex(line.substr(blank + 1));
    const given::way_to_read by{.room = 64 * 1024, .at_once = 1, .to_head = to_head};
    const given::read_answer read{bytes, by};
    const std::string said = line_of(read);
    // However the bytes come.
    for (std::size_t at_once : {2u, 7u, 1'000'000u}) {
      auto other = by;
      other.at_once = at_once;
      if (line_of(given::read_answer{bytes, other}) != said) {
        std::cerr << "in pieces of " << at_once << " bytes another answer: " << line << '\n';
        return 1;
      }
    }
    nlohmann::ordered_json out = nlohmann::ordered_json::parse(said);
    out["read"] = bytes.size() - read.left;
    std::cout << out.dump() << '\n';
  }
}
