// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/callback/callback.hpp>
#include <upcall/callback/check.hpp>
#include <upcall/callback/encoded.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/http/text_arena.hpp>

namespace upcall {

namespace detail {

constexpr verdict callback_fits(const text_arena& texts) {
  if (!texts.overflow()) return nothing{};
  return "callback: does not fit into the workspace; use encoded<...>, or limits with a larger head"sv;
}

constexpr judged<encoded_callback> encode_at_run_time(const callback& c, text_arena& texts) {
  if (const auto problem = check(c); problem != callback_problem::none) return verdict{advice(problem)};
  encoded_callback out;
  write_encoded<as_parameter>(texts, c);
  out.parameter = texts.take();
  write_encoded<as_variables>(texts, c);
  out.variables = texts.take();
  if (const verdict room = callback_fits(texts); !room) return room;
  return out;
}

}  // namespace detail

// What `.callback` of an operation's options takes: nothing, `encoded<…>`, or a callback known at run time, which is
// kept by reference and must live as long as the call. Its check and encoder are reached from the constructor for it
// alone, so a program whose callbacks are all encoded by the compiler does not carry them.
class callback_option {
 public:
  constexpr callback_option() = default;
  constexpr callback_option(encoded_callback ready) : ready_(ready) {}
  constexpr callback_option(const callback& later) : later_(&later), encode_(&detail::encode_at_run_time) {}

  constexpr explicit operator bool() const { return later_ != nullptr || !ready_.parameter.empty(); }
  // What was given, where it was not encoded yet.
  constexpr const callback* not_encoded() const { return later_; }

  // What goes to the service; a callback known at run time is checked first, then written into the room given.
  constexpr judged<encoded_callback> encode(text_arena& texts) const {
    if (encode_ != nullptr) return encode_(*later_, texts);
    return ready_;
  }

 private:
  encoded_callback ready_ = {};
  const callback* later_ = nullptr;
  judged<encoded_callback> (*encode_)(const callback&, text_arena&) = nullptr;
};

}  // namespace upcall
