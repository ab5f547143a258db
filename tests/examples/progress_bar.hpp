// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <unistd.h>
#include <upcall/operations/resumable_options.hpp>

namespace examples {

// How far an upload is and how fast, as one line on the standard error, drawn again and again. Only for a terminal.
class progress_bar {
 public:
  progress_bar() = default;
  progress_bar(const progress_bar&) = delete;
  ~progress_bar() {
    if (drawn_) std::fputs("\r\x1b[K", stderr);
  }

  static bool wanted() { return ::isatty(STDERR_FILENO) != 0; }

  // Progress functions; they never cancel.
  bool operator()(const upcall::upload_progress& now) { return (*this)(now.done, now.size); }
  bool operator()(std::uint64_t done, std::uint64_t total) {
    const auto now = clock::now();
    if (drawn_ && done != total && now - last_ < std::chrono::milliseconds{100}) return true;
    const double seconds = std::chrono::duration<double>(now - last_).count();
    // The rate of the last seconds: what an earlier call had stored goes by in no time.
    const double rate = seconds > 0 ? static_cast<double>(done - last_done_) / seconds : 0;
    rate_ = drawn_ ? rate_ * .9 + rate * .1 : rate;
    last_ = now;
    last_done_ = done;
    drawn_ = true;
    draw(static_cast<double>(done), static_cast<double>(total));
    return true;
  }

 private:
  using clock = std::chrono::steady_clock;

  // A total of 0 is not known.
  void draw(double done, double total) const {
    constexpr std::size_t width = 30;
    constexpr double million = 1e6;
    if (total == 0) {
      std::fprintf(stderr, "\r%.1f MB  %.1f MB/s\x1b[K", done / million, rate_ / million);
    } else {
      const double part = done / total;
      std::string bar(width, '.');
      bar.replace(0, static_cast<std::size_t>(part * width), static_cast<std::size_t>(part * width), '#');
      std::fprintf(stderr, "\r[%s] %3.0f %%  %.1f of %.1f MB  %.1f MB/s%s\x1b[K", bar.c_str(), part * 100,
                   done / million, total / million, rate_ / million, time_left(total - done).c_str());
    }
    std::fflush(stderr);
  }
  std::string time_left(double bytes) const {
    const double seconds = rate_ > 0 ? bytes / rate_ : 0;
    if (seconds < 1 || seconds > 100 * 3600) return {};
    const int whole = static_cast<int>(seconds);
    char text[32];
    std::snprintf(text, sizeof text, "  %d:%02d:%02d left", whole / 3600, whole / 60 % 60, whole % 60);
    return text;
  }

  clock::time_point last_ = clock::now();
  std::uint64_t last_done_ = 0;
  double rate_ = 0;  // bytes a second
  bool drawn_ = false;
};

}  // namespace examples
