// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <upcall/core/failure.hpp>
#include <upcall/http/error_document.hpp>
#include <upcall/http/request.hpp>
#include <upcall/http/response.hpp>
#include <upcall/http/text_arena.hpp>

namespace upcall {

namespace limits {
// For a program: the longest callback and variables (5 KB each), 8 KB of metadata, and error documents of any length
// seen.
struct hosted {
  static constexpr std::size_t head = 24 * 1024;    // bytes of header texts that we write
  static constexpr std::size_t headers = 128;       // header lines
  static constexpr std::size_t parameters = 16;     // query parameters
  static constexpr std::size_t answer = 16 * 1024;  // bytes of an answer's body that are kept
  using documents = whole_documents;                // how error documents are read
};

// For a device: a callback from read-only memory, a few headers of its own. Lists need an answer of 1 KB and more; an
// upload goes on without.
struct small {
  static constexpr std::size_t head = 1024;
  static constexpr std::size_t headers = 16;
  static constexpr std::size_t parameters = 4;
  static constexpr std::size_t answer = 512;
  using documents = known_members;
};
}  // namespace limits

// The sizes of a workspace: what is too large for one is refused before it is sent, or an answer that is cut.
template <class L>
concept workspace_limits = requires {
  requires std::bool_constant<(L::head > 0 && L::headers > 0 && L::parameters > 0 && L::answer > 0)>::value;
  typename L::documents;
};

// The bytes of one exchange: everything that is too large or too long-lived for the stack frames of the stages.
template <class Limits>
struct workspace {
  static_assert(workspace_limits<Limits>,
                "workspace: its limits are `static constexpr std::size_t` head, headers, parameters and answer, each "
                "above 0, and a type `documents`, as upcall::limits::small has them");
  using limits = std::conditional_t<workspace_limits<Limits>, Limits, upcall::limits::small>;

  field headers[limits::headers];
  field parameters[limits::parameters];
  char head[limits::head];
  char answer[limits::answer];
};

// One exchange under way, in a workspace: what the stages pass on by reference.
struct exchange {
  failure& why;  // says it when a stage gave nothing
  request message;
  text_arena texts;
  response answer;

  template <class Limits>
  constexpr exchange(workspace<Limits>& room, failure& reason)
      : why(reason), message(room.parameters, room.headers), texts(room.head), answer(room.answer) {}

  // What a stage returns that cannot go on.
  constexpr std::nullopt_t fail(fault kind, std::string_view sentence) {
    why.set(kind, sentence);
    return std::nullopt;
  }
  constexpr std::nullopt_t fail(const failure& reason) {
    why = reason;
    return std::nullopt;
  }
};

}  // namespace upcall
