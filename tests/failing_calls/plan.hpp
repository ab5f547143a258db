// SPDX-License-Identifier: Apache-2.0
#pragma once

// What fails of the calls that a thread makes: those of other threads, and the same thread's at other times, never do.
namespace failing_calls {

enum class family : unsigned char {
  cxx_memory,  // operator new
  c_memory,    // malloc and its like, called by others than operator new: OpenSSL and the C library
  files,
  sockets,
  openssl,
};

enum class manner : unsigned char {
  error,        // with what the function says of a fault
  interrupted,  // EINTR: no fault at all
  piecemeal,    // a single byte is moved, though there is more: no fault either
  late,         // the time for it has passed
};

struct plan {
  family of = family::files;
  manner how = manner::error;
  long at = 0;  // which call, counted from 1; 0: none, they are counted only
  bool (*spares)(const char* name) = [](const char*) { return false; };
};

// While it lives, the n-th call of its thread that the plan is about fails.
class armed {
 public:
  explicit armed(const plan& with) : plan_(with) { current_ = this; }
  armed(const armed&) = delete;
  ~armed() { disarm(); }

  void disarm() { current_ = nullptr; }

  long calls() const { return calls_; }
  // The name of the function that failed; nullptr: none has.
  const char* failed() const { return failed_; }

  // Asked by each function that can fail in this manner, in which it then does.
  static bool fails(family of, manner how, const char* name) noexcept {
    armed* const it = current_;
    if (it == nullptr || it->plan_.of != of || it->plan_.how != how || it->plan_.spares(name)) return false;
    if (++it->calls_ != it->plan_.at) return false;
    it->failed_ = name;
    return true;
  }

 private:
  static constinit thread_local armed* current_;

  plan plan_;
  long calls_ = 0;
  const char* failed_ = nullptr;
};

inline constinit thread_local armed* armed::current_ = nullptr;

// Pieces of memory that this thread has taken and not given back; 0 where the sanitizers count themselves.
long pieces_of_memory() noexcept;

}  // namespace failing_calls
