// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <unistd.h>

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

  // A progress function; it never cancels.
  bool operator()(std::uint64_t done, std::uint64_t total) {
    const auto now = clock::now();
    if (drawn_ && done != total && now - last_ < std::chrono::milliseconds{100}) return true;
    last_ = now;
    drawn_ = true;
    draw(static_cast<double>(done), static_cast<double>(total), std::chrono::duration<double>(now - begin_).count());
    return true;
  }

 private:
  using clock = std::chrono::steady_clock;

  static void draw(double done, double total, double seconds) {
    constexpr std::size_t width = 30;
    constexpr double million = 1e6;
    const double part = total > 0 ? done / total : 1;
    std::string bar(width, '.');
    bar.replace(0, static_cast<std::size_t>(part * width), static_cast<std::size_t>(part * width), '#');
    std::fprintf(stderr, "\r[%s] %3.0f %%  %.1f of %.1f MB  %.1f MB/s\x1b[K", bar.c_str(), part * 100, done / million,
                 total / million, seconds > 0 ? done / million / seconds : 0);
    std::fflush(stderr);
  }

  clock::time_point begin_ = clock::now(), last_ = begin_;
  bool drawn_ = false;
};

}  // namespace examples
