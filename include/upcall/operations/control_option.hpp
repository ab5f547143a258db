// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/upload_control.hpp>
#include <upcall/pipeline/checked_body.hpp>

namespace upcall {

namespace detail {

// Stands between one put and its progress function: what the control wants is asked with each piece, and before each
// attempt. Wanted once it stays wanted.
class control_watch {
 public:
  constexpr control_watch() {}
  control_watch(const control_watch&) = delete;
  control_watch& operator=(const control_watch&) = delete;

  // False: nothing is to be sent, and why.
  constexpr bool begin(const upload_control& control, progress_function& progress, failure& why) {
    control_ = &control;
    progress_ = progress;
    wish_ = upload_control::wish::go_on;
    progress = *this;
    if (goes_on()) return true;
    why.set(fault::cancelled, {});
    end(why);
    return false;
  }
  constexpr bool operator()(std::uint64_t done, std::uint64_t total) {
    return goes_on() && (!progress_ || progress_(done, total));
  }
  // What failed because the control wanted it to says so.
  constexpr void end(failure& why) const {
    if (wish_ == upload_control::wish::go_on || why.kind != fault::cancelled) return;
    const bool paused = wish_ == upload_control::wish::pause;
    if (paused) why.kind = fault::paused;
    why.message.assign(why.outcome_unknown ? "ended by its control; an earlier attempt may have stored the object"sv
                       : paused            ? "paused: call again; nothing was stored"sv
                                           : "cancelled by its control; nothing was stored"sv);
  }

 private:
  constexpr bool goes_on() {
    if (wish_ == upload_control::wish::go_on) wish_ = control_->wanted();
    return wish_ == upload_control::wish::go_on;
  }

  const upload_control* control_;
  progress_function progress_;
  upload_control::wish wish_;
};

constexpr bool begin_watch(control_watch& watch, const upload_control& control, progress_function& progress,
                           failure& why) {
  return watch.begin(control, progress, why);
}
constexpr void end_watch(const control_watch& watch, failure& why) { watch.end(why); }

}  // namespace detail

// What `.control` of put_object's options takes: nothing, or the address of an upload_control, which must live as long
// as the call. Its code is reached from the constructor for it alone, so a program that gives none does not carry it.
class control_option {
 public:
  constexpr control_option() = default;
  constexpr control_option(const upload_control* given) : given_(given) {
    if (given == nullptr) return;
    begin_ = &detail::begin_watch;
    end_ = &detail::end_watch;
  }

  // Puts the watch before the progress function. False: the control wants no more already.
  constexpr bool begin(detail::control_watch& watch, progress_function& progress, failure& why) const {
    return begin_ == nullptr || begin_(watch, *given_, progress, why);
  }
  // Says so where the call failed because the control wanted it to.
  constexpr void end(const detail::control_watch& watch, failure& why) const {
    if (end_ != nullptr) end_(watch, why);
  }

 private:
  const upload_control* given_ = nullptr;
  bool (*begin_)(detail::control_watch&, const upload_control&, progress_function&, failure&) = nullptr;
  void (*end_)(const detail::control_watch&, failure&) = nullptr;
};

}  // namespace upcall
