// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <upcall/http/request.hpp>
#include <upcall/http/response.hpp>
#include <upcall/http/text_arena.hpp>

namespace upcall {

namespace limits {
// For a program: the longest callback and variables (5 KB each), 8 KB of metadata, and error documents of any length seen.
struct hosted {
  static constexpr std::size_t head = 24 * 1024;    // bytes of header texts that we write
  static constexpr std::size_t headers = 128;       // header lines
  static constexpr std::size_t parameters = 16;     // query parameters
  static constexpr std::size_t answer = 16 * 1024;  // bytes of an answer's body that are kept
};

// For a device: a callback from read-only memory, a few headers of its own.
struct small {
  static constexpr std::size_t head = 1024;
  static constexpr std::size_t headers = 16;
  static constexpr std::size_t parameters = 4;
  static constexpr std::size_t answer = 512;
};
}  // namespace limits

// The bytes of one exchange: everything that is too large or too long-lived for the stack frames of the stages.
template <class Limits>
struct workspace {
  field headers[Limits::headers];
  field parameters[Limits::parameters];
  char head[Limits::head];
  char answer[Limits::answer];
};

// One exchange under way, in a workspace: what the stages pass on by reference.
struct exchange {
  request message;
  text_arena texts;
  response answer;

  template <class Limits>
  constexpr explicit exchange(workspace<Limits>& room)
      : message(room.parameters, room.headers), texts(room.head), answer(room.answer) {}
};

}  // namespace upcall
