// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdio>
#include <mutex>
#include <string_view>
#include <upcall/policies/observer/event_line.hpp>
#include <upcall/policies/observer/lines_to_file.hpp>
#include <upcall/roles/observer.hpp>
#include <utility>

namespace upcall {

// Writes a line for each event: `log_lines{}` to the standard error, `log_lines{file}` to a FILE*, which stays the
// caller's, `log_lines{write}` by `write(std::string_view line)`, which gets a whole line with its end, one call at a
// time, and must not use the client. Whatever write throws is the line's loss, not the upload's. No secret is written,
// and no line break or escape sequence of anybody's.
template <class Write = lines_to_file>
class log_lines {
 public:
  using role = upcall::role::observer;
  class state;

  log_lines() requires std::default_initializable<Write> : write_() {}
  explicit log_lines(Write write) : write_(std::move(write)) {}

 private:
  Write write_;
};
template <class Write>
class log_lines<Write>::state {
 public:
  explicit state(log_lines&& policy) : write_(std::move(policy.write_)) {}

  template <class Event>
  void observe(const Event& happened) {
    event_line line;
    line.tell(happened);
    try {
      const std::lock_guard lock{mutex_};
      write_(line.text());
    } catch (...) {  // the upload goes on
    }
  }

 private:
  std::mutex mutex_ = {};
  Write write_;
};

log_lines()->log_lines<>;
log_lines(std::FILE*)->log_lines<lines_to_file>;

}  // namespace upcall
