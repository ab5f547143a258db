// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/text/decimal.hpp>
#include <utility>
#include <vector>

namespace examples {

// A program's arguments: flags with a value ("--port 0", "--port=0", also repeated), switches, and the rest. What
// cannot be meant ends the program with a sentence and a status, 2 unless told; --help prints the usage.
class arguments {
 public:
  using names = std::initializer_list<std::string_view>;

  arguments(int count, char** given, std::string_view usage, names with_value, names switches = {},
            int status_when_wrong = 2)
      : usage_(usage), status_when_wrong_(status_when_wrong) {
    if (count > 0) program_ = std::string_view{given[0]}.substr(std::string_view{given[0]}.rfind('/') + 1);
    const auto is_one_of = [](std::string_view name, names known) {
      return std::find(known.begin(), known.end(), name) != known.end();
    };
    const std::vector<std::string_view> words(given + 1, given + std::max(count, 1));
    bool flags_end = false;
    for (std::size_t i = 0; i != words.size(); ++i) {
      std::string_view word = words[i];
      if (flags_end || !word.starts_with("--")) {
        rest_.push_back(word);
        continue;
      }
      word.remove_prefix(2);
      const std::size_t equals = word.find('=');
      const std::string_view name = word.substr(0, equals);
      if (word.empty()) {
        flags_end = true;
      } else if (word == "help") {
        std::fwrite(usage_.data(), 1, usage_.size(), stdout);
        std::exit(0);
      } else if (is_one_of(word, switches)) {
        flags_.emplace_back(word, "");
      } else if (!is_one_of(name, with_value)) {
        fail("--" + std::string{name} + " is not known");
      } else if (equals != word.npos) {
        flags_.emplace_back(name, word.substr(equals + 1));
      } else if (i + 1 == words.size()) {
        fail("--" + std::string{name} + " needs a value");
      } else {
        flags_.emplace_back(name, words[++i]);
      }
    }
  }

  bool has(std::string_view name) const { return value(name).has_value(); }
  // The last one counts.
  std::optional<std::string_view> value(std::string_view name) const {
    const auto all = values(name);
    if (all.empty()) return {};
    return all.back();
  }
  std::vector<std::string_view> values(std::string_view name) const {
    std::vector<std::string_view> out;
    for (const auto& [flag, text] : flags_) {
      if (flag == name) out.push_back(text);
    }
    return out;
  }
  std::string_view required(std::string_view name) const {
    if (const auto given = value(name)) return *given;
    fail("--" + std::string{name} + " is missing");
  }
  // A number from least to most.
  std::uint64_t number(std::string_view name, std::uint64_t least, std::uint64_t most,
                       std::optional<std::uint64_t> otherwise = {}) const {
    if (otherwise && !has(name)) return *otherwise;
    const auto given = upcall::read_decimal(required(name));
    if (!given || *given < least || *given > most) {
      fail("--" + std::string{name} + " is a number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return *given;
  }
  // Exactly so many arguments without a name.
  const std::vector<std::string_view>& rest(std::size_t count) const {
    if (rest_.size() > count) fail("'" + std::string{rest_[count]} + "' is one argument too many");
    if (rest_.size() < count) fail("an argument is missing");
    return rest_;
  }

  [[noreturn]] void fail(const std::string& why) const {
    std::fprintf(stderr, "%s: %s\n%.*s", program_.c_str(), why.c_str(), static_cast<int>(usage_.size()), usage_.data());
    std::exit(status_when_wrong_);
  }

 private:
  std::string program_;
  std::string_view usage_;
  int status_when_wrong_;
  std::vector<std::pair<std::string_view, std::string_view>> flags_;
  std::vector<std::string_view> rest_;
};

}  // namespace examples
