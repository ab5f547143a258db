// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/time.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/text/decimal.hpp>
#include <vector>

namespace upcall {

// What goes wrong with one request.
struct fault_effect {
  std::optional<int> status = {};          // answered in place of doing anything
  std::optional<int> after = {};           // done, but this status is answered
  std::optional<std::uint64_t> cut = {};   // done, but the answer ends after so many bytes of head and body
  std::optional<milliseconds> delay = {};  // done, but the answer waits
  bool wrong_crc64 = false;                // done, but the answer names another checksum
};

// A script of things that go wrong. Each line is METHOD[?PARAMETER]:N:EFFECT, where N says the how-manieth such request
// (from 1; * for every one) and EFFECT is status=503, after=503, cut=BYTES, lost (which is cut=0), delay=MILLISECONDS,
// or crc.
class fault_script {
 public:
  // Throws std::invalid_argument with a sentence that says what is wrong with the line.
  void add(std::string_view line) {
    rule made;
    const std::size_t first = line.find(':'), second = first == line.npos ? first : line.find(':', first + 1);
    if (second == line.npos) wrong(line, "it is METHOD[?PARAMETER]:N:EFFECT");
    const std::string_view what = part(line, 0, first), count = part(line, first + 1, second - first - 1),
                           effect = part(line, second + 1);
    const std::size_t question = what.find('?');
    made.method = part(what, 0, question);
    if (question != what.npos) made.parameter = part(what, question + 1);
    if (made.method.empty() || made.method.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos)
      wrong(line, "the method is one in capitals, such as PUT");
    if (count != "*") {
      made.nth = read_decimal(count).value_or(0);
      if (made.nth == 0) wrong(line, "N is a number from 1, or *");
    }
    made.effect = read_effect(line, effect);
    const std::lock_guard lock{mutex_};
    rules_.push_back(made);
  }

  // What goes wrong with this request, which is counted.
  fault_effect next(const testing::incoming& message) {
    fault_effect out;
    const std::lock_guard lock{mutex_};
    for (rule& each : rules_) {
      if (each.method != message.request.method || (!each.parameter.empty() && !message.has(each.parameter))) continue;
      ++each.seen;
      if (each.nth != 0 && each.nth != each.seen) continue;
      if (each.effect.status) out.status = each.effect.status;
      if (each.effect.after) out.after = each.effect.after;
      if (each.effect.cut) out.cut = each.effect.cut;
      if (each.effect.delay) out.delay = each.effect.delay;
      if (each.effect.wrong_crc64) out.wrong_crc64 = true;
    }
    return out;
  }
  void clear() {
    const std::lock_guard lock{mutex_};
    rules_.clear();
  }

 private:
  struct rule {
    std::string method = {}, parameter = {};
    std::uint64_t nth = 0;  // 0: every one
    fault_effect effect = {};
    std::uint64_t seen = 0;
  };

  [[noreturn]] static void wrong(std::string_view line, const char* why) {
    throw std::invalid_argument("fault '" + std::string{line} + "': " + why);
  }
  static fault_effect read_effect(std::string_view line, std::string_view text) {
    fault_effect out;
    const std::string_view name = part(text, 0, text.find('='));
    const auto value = read_decimal(part(text, name.size() + 1));
    const bool is_status = value && *value >= 200 && *value <= 599;
    if (text == "crc") {
      out.wrong_crc64 = true;
    } else if (text == "lost") {
      out.cut = 0;
    } else if (!value || *value > 1'000'000'000'000) {
      wrong(line, "the effect is status=NUMBER, after=NUMBER, cut=BYTES, lost, delay=MILLISECONDS or crc");
    } else if (name == "status" && is_status) {
      out.status = static_cast<int>(*value);
    } else if (name == "after" && is_status) {
      out.after = static_cast<int>(*value);
    } else if (name == "cut") {
      out.cut = *value;
    } else if (name == "delay") {
      out.delay = milliseconds{static_cast<std::int64_t>(*value)};
    } else {
      wrong(line,
            "the effect is status=NUMBER or after=NUMBER (200 to 599), cut=BYTES, lost, delay=MILLISECONDS or crc");
    }
    return out;
  }

  std::mutex mutex_;
  std::vector<rule> rules_;
};

}  // namespace upcall
