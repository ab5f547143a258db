// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lines.hpp"
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace footprint {

struct frame {
  std::string function;
  std::uint64_t bytes = 0;
};

// The functions of an object whose address is taken, by readelf's list of what refers to what: all but calls, jumps and
// what a debugger wants to know.
inline std::set<std::string> read_pointed_to(const std::string& relocations) {
  std::set<std::string> out;
  bool is_code = false;
  for_each_line(relocations, [&](const std::string& line) {
    if (line.starts_with("Relocation section")) is_code = line.find(".debug") == line.npos;
    const auto words = words_of(line);
    if (!is_code || words.size() < 5 || !words[2].starts_with("R_ARM_")) return;
    if (words[2].find("CALL") != std::string::npos || words[2].find("JUMP") != std::string::npos) return;
    out.insert(words[4].starts_with(".text.") ? words[4].substr(6) : words[4]);
  });
  return out;
}

// The functions of an object, what each takes of the stack and whom it calls, as g++ -fcallgraph-info=su tells. A call
// through a pointer may go to every function whose address is taken.
class call_graph {
 public:
  call_graph(const std::string& told, const std::set<std::string>& pointed_to) {
    for_each_line(told, [&](const std::string& line) {
      std::size_t at = 0;
      if (line.starts_with("node:")) {
        const std::string title = between(line, "title: \"", "\"", at), label = between(line, "label: \"", "\"", at);
        add(title, label);
        if (pointed_to.contains(title.substr(title.rfind(':') + 1))) calls_[indirect].push_back(title);
      } else if (line.starts_with("edge:")) {
        const std::string from = between(line, "sourcename: \"", "\"", at);
        calls_[from].push_back(between(line, "targetname: \"", "\"", at));
      }
    });
  }

  // The chain of calls that takes most. What is outside of the object counts nothing.
  std::vector<frame> deepest() {
    std::vector<frame> worst;
    for (const auto& [function, own] : frames_) {
      std::vector<std::string> above;
      auto chain = below(function, above);
      if (sum_of(chain) > sum_of(worst)) worst = std::move(chain);
    }
    return worst;
  }

  static std::uint64_t sum_of(const std::vector<frame>& chain) {
    std::uint64_t sum = 0;
    for (const frame& each : chain) sum += each.bytes;
    return sum;
  }

 private:
  static constexpr const char* indirect = "__indirect_call";

  // A label is "SIGNATURE\nFILE:LINE:COLUMN\nN bytes (static)\n…"; of a function elsewhere, the signature alone.
  void add(const std::string& function, const std::string& label) {
    std::size_t at = 0;
    const std::string signature = label.substr(0, label.find("\\n"));
    between(label, "\\n", "\\n", at);
    frame& own = frames_[function];
    own.function = signature.substr(0, signature.find(" [with "));
    if (at == label.npos) return;
    if (label.find("(dynamic)") != label.npos)
      throw std::runtime_error{"the stack of " + own.function + " is not known when it is compiled"};
    own.bytes = std::max<std::uint64_t>(own.bytes, std::stoull(label.substr(at)));
  }

  std::vector<frame> below(const std::string& function, std::vector<std::string>& above) {
    if (const auto found = known_.find(function); found != known_.end()) return found->second;
    const auto again = std::find(above.begin(), above.end(), function);
    if (again != above.end()) {
      if (std::find(again, above.end(), indirect) == above.end())
        throw std::runtime_error{frames_[function].function + " calls itself; its depth is not known"};
      return {};
    }
    above.push_back(function);
    std::vector<frame> worst;
    for (const std::string& called : calls_[function]) {
      auto chain = below(called, above);
      if (sum_of(chain) > sum_of(worst)) worst = std::move(chain);
    }
    above.pop_back();
    worst.insert(worst.begin(), frames_[function]);
    if (std::find(above.begin(), above.end(), indirect) == above.end()) known_[function] = worst;
    return worst;
  }

  std::map<std::string, frame> frames_;
  std::map<std::string, std::vector<std::string>> calls_;
  std::map<std::string, std::vector<frame>> known_;
};

}  // namespace footprint
