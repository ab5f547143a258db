// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/sink.hpp>
#include <upcall/text/xml_references.hpp>
#include <upcall/text/xml_scanner.hpp>

namespace upcall {

enum class xml_token : unsigned char {
  open,  // a start tag; a self-closing one is followed by its close
  text,  // a piece of text; an element may have several
  close,
  end,    // the document was whole
  error,  // it is none that this reader takes; no other token follows
};

// Walks an XML document in memory, such as the service answers: UTF-8, elements at most 16 deep. Attributes are checked
// and passed over, comments and processing instructions too. A DOCTYPE and what it could define are refused, so nothing
// expands. (That an attribute is given twice, and what a declaration says of `standalone`, is not noticed.)
class xml_reader : detail::xml_scanner {
 public:
  constexpr explicit xml_reader(std::string_view document) : xml_scanner{document} {
    take("\xef\xbb\xbf"sv);
    failed_ = !detail::is_xml_text(rest_) || !pass_declaration();
  }

  constexpr xml_token next() {
    if (self_closed_) return leave();
    while (!failed_) {
      if (rest_.empty()) return root_seen_ && depth_ == 0 ? xml_token::end : fail();
      if (rest_[0] != '<') {
        text_ = part(rest_, 0, rest_.find('<'));
        rest_.remove_prefix(text_.size());
        cdata_ = false;
        if (depth_ != 0) return is_text() ? xml_token::text : fail();
        if (!trim(text_).empty()) return fail();
      } else if (take("<![CDATA["sv)) {
        cdata_ = true;
        return depth_ != 0 && take_until("]]>"sv, text_) ? xml_token::text : fail();
      } else if (take("</"sv)) {
        return close();
      } else if (take("<!--"sv)) {
        std::string_view comment;
        if (!take_until("--"sv, comment) || !take(">"sv)) return fail();
      } else if (take("<?"sv)) {
        if (!pass_instruction()) return fail();
      } else {
        rest_.remove_prefix(1);
        return open();
      }
    }
    return xml_token::error;
  }

  // Of the element that was opened or closed, without a namespace prefix.
  constexpr std::string_view name() const { return name_; }
  // What the piece of text means: references decoded, line ends as LF.
  template <sink S>
  constexpr void write_text(S& to) const {
    detail::read_xml_text(text_, to, cdata_);
  }
  // In how many elements the reader is; it counts one whose start tag was just read.
  constexpr std::size_t depth() const { return depth_; }

 private:
  static constexpr std::size_t deepest = 16;

  constexpr xml_token fail() {
    failed_ = true;
    return xml_token::error;
  }
  constexpr bool is_text() const {
    length_counter nowhere;
    return text_.find("]]>"sv) == text_.npos && detail::read_xml_text(text_, nowhere, false);
  }

  constexpr xml_token open() {
    const std::string_view name = take_name();
    if (name.empty() || depth_ == deepest || (depth_ == 0 && root_seen_)) return fail();
    for (;;) {
      const bool apart = pass_blanks();
      if (take(">"sv)) break;
      self_closed_ = take("/>"sv);
      if (self_closed_) break;
      std::string_view attribute, value;
      if (!apart || !take_attribute(attribute, value)) return fail();
    }
    root_seen_ = true;
    open_[depth_++] = name;
    return named(name, xml_token::open);
  }
  constexpr xml_token close() {
    const std::string_view name = take_name();
    pass_blanks();
    if (depth_ == 0 || name != open_[depth_ - 1] || !take(">"sv)) return fail();
    return leave();
  }
  constexpr xml_token leave() {
    self_closed_ = false;
    return named(open_[--depth_], xml_token::close);
  }
  constexpr xml_token named(std::string_view name, xml_token token) {
    name_ = part(name, name.rfind(':') + 1);  // npos + 1 is 0
    return token;
  }

  std::string_view name_{}, text_{};
  std::string_view open_[deepest]{};  // names with their prefixes: a close tag must have the same
  std::size_t depth_ = 0;
  bool root_seen_ = false, self_closed_ = false, cdata_ = false, failed_ = false;
};

}  // namespace upcall
