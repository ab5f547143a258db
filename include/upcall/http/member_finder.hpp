// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/inline_string.hpp>

namespace upcall {

// Looks for the text of one member, <NAME>text</NAME>, in a document that comes in pieces: one that is longer than the
// room for it, such as an answer with a long key before what is wanted.
template <std::size_t N>
class member_finder {
 public:
  constexpr explicit member_finder(std::string_view name) : name_(name) {}

  // A piece of the document; of another one, where it is the first.
  constexpr void take(std::string_view piece, bool first) {
    if (first) {
      at_ = 0;
      text_.clear();
    }
    for (char c : piece) take(c);
  }
  // Empty where there is none, or where it is too long.
  constexpr std::string_view text() const { return at_ == ended() && !text_.cut() ? text_.view() : std::string_view{}; }

 private:
  // How much of <NAME> there was; beyond it the text, and then its end.
  constexpr std::size_t inside() const { return name_.size() + 2; }
  constexpr std::size_t ended() const { return inside() + 1; }

  constexpr void take(char c) {
    if (at_ == ended()) return;
    if (at_ == inside()) {
      if (c != '<') return text_.put(c);
      ++at_;
      return;
    }
    const char wanted = at_ == 0 ? '<' : at_ == inside() - 1 ? '>' : name_[at_ - 1];
    at_ = c == wanted ? at_ + 1 : c == '<' ? 1 : 0;
  }

  std::string_view name_;
  std::size_t at_ = 0;
  inline_string<N> text_ = {};
};

}  // namespace upcall
