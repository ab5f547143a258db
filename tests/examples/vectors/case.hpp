// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <machine/give_up.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <upcall/core/field.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/decimal.hpp>
#include <utility>
#include <vector>

// One case of a file of test vectors: what goes in, what must come out, what came out otherwise.
namespace vectors {

using nlohmann::json;
using upcall::testing::string_writer;
using upcall::testing::written;

// A case cannot be run as it is written.
[[noreturn]] inline void not_understood(const std::string& what) { give_up("not understood: " + what); }

class test_case {
 public:
  explicit test_case(const json& given) : input(given.at("input")), expected_(given.at("expected")) {
    if (!input.is_object() || !expected_.is_object()) not_understood("input and expected must be objects");
  }

  const json& input;

  // An input; null where it is not there.
  const json& in(const char* name) const { return value(input, name); }
  // An input as a text; empty where it is null or not there. The text lives as long as the case.
  std::string_view text(const char* name) const {
    const json& found = in(name);
    if (found.is_null()) return {};
    if (!found.is_string()) not_understood(std::string{"input."} + name + " is not a text");
    return found.get_ref<const std::string&>();
  }

  // Names and values, given as a list of pairs or as an object. What is no text is as JSON writes it; null is empty.
  // The texts live as long as the case.
  std::vector<upcall::field> pairs(const json& given) const {
    std::vector<upcall::field> out;
    if (given.is_object()) {
      for (auto each = given.begin(); each != given.end(); ++each) out.push_back({each.key(), as_text(*each)});
    } else if (!given.is_null()) {
      for (const json& each : given) out.push_back({as_text(each.at(0)), as_text(each.at(1))});
    }
    return out;
  }

  // What is expected; null where the case does not say. It counts as compared.
  const json& expects(const char* name) {
    compared_.insert(name);
    return value(expected_, name);
  }
  bool has_expectation(const char* name) const { return expected_.contains(name); }
  // Whether blanks around texts do not count.
  bool compares_trimmed() const { return value(expected_, "text_compare") == "trim"; }

  // Compares with what came out.
  void same(const char* name, const json& got) { same(name, expects(name), got); }
  void same(const std::string& what, const json& wanted, const json& got) {
    if (wanted != got) differences_.push_back(what + ": expected " + shown(wanted) + ", got " + shown(got));
  }
  // The same where the case says something.
  void same_if_given(const char* name, const json& got) {
    if (has_expectation(name)) same(name, got);
  }
  void differs(std::string how) { differences_.push_back(std::move(how)); }

  const std::vector<std::string>& differences() const { return differences_; }
  // Members that are expected and that nothing was compared with, besides those that only explain.
  std::vector<std::string> not_compared() const {
    std::vector<std::string> out;
    for (const auto& [name, each] : expected_.items()) {
      const bool explains =
          name == "compare" || name == "url_compare" || name == "text_compare" || name.ends_with("_reference");
      if (!explains && !compared_.contains(name)) out.push_back(name);
    }
    return out;
  }

 private:
  static const json& value(const json& in, const char* name) {
    static const json nothing;
    const auto found = in.find(name);
    return found == in.end() ? nothing : *found;
  }
  static std::string shown(const json& value) {
    constexpr std::size_t most = 600;
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > most) text = text.substr(0, most) + "…";
    return text;
  }

  std::string_view as_text(const json& value) const {
    if (value.is_null()) return {};
    if (value.is_string()) return value.get_ref<const std::string&>();
    return made_.emplace_back(value.dump());
  }

  const json& expected_;
  mutable std::deque<std::string> made_ = {};
  std::set<std::string> compared_ = {};
  std::vector<std::string> differences_ = {};
};

// A number that JSON holds as one, or as decimal digits since it may need all of 64 bits.
inline std::uint64_t number(const json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  const auto read = value.is_string() ? upcall::read_decimal(value.get_ref<const std::string&>()) : std::nullopt;
  if (!read) not_understood(value.dump() + " is no number");
  return *read;
}

inline std::string from_base64(std::string_view text) {
  string_writer out;
  if (!upcall::read_base64(text, out)) not_understood("not Base64: " + std::string{text});
  return out.text;
}

inline std::string to_base64(std::string_view bytes) {
  return written([bytes](auto& to) { upcall::write_base64(to, bytes); });
}

// Compares one case of a kind.
using checker = void (*)(test_case&);
using checkers = std::map<std::string_view, checker>;

const checkers& signature_checkers();
const checkers& callback_checkers();
const checkers& server_checkers();
const checkers& checksum_checkers();
const checkers& document_checkers();

}  // namespace vectors
