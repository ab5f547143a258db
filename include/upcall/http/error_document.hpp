// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/failure.hpp>
#include <upcall/http/response.hpp>
#include <upcall/text/xml_reader.hpp>

namespace upcall {

namespace detail {

constexpr void keep_member(failure& to, std::string_view name, std::string_view text) {
  if (name == "Code") to.code = inline_string<40>{text};
  if (name == "Message") to.message = inline_string<200>{text};
  if (name == "RequestId") to.request_id = inline_string<40>{text};
  if (name == "EC") to.ec = inline_string<16>{text};
}

}  // namespace detail

// Reads the service's error document: the members of <Error> that came to their end, also when the document did not.
struct whole_documents {
  static constexpr bool names_causes = true;

  static constexpr void read(failure& to, response& answer) {
    answer.decode_error_header();
    xml_reader reader{answer.body()};
    inline_string<200> text;
    bool is_error = false;
    for (auto token = reader.next(); token != xml_token::end && token != xml_token::error; token = reader.next()) {
      if (token == xml_token::text) {
        reader.write_text(text);
      } else if (token == xml_token::open) {
        if (reader.depth() == 1) is_error = reader.name() == "Error";
        text.clear();
      } else if (is_error && reader.depth() == 1) {
        text.trim();
        detail::keep_member(to, reader.name(), text);
      }
    }
  }
};

// The same in a tenth of the flash: looks for <Code>…</Code> and its kind, which is all that the service writes; references such as
// &amp; stay as they are, and what a failed callback's message means is left to cause_of().
struct known_members {
  static constexpr bool names_causes = false;

  static constexpr void read(failure& to, const response& answer) {
    std::string_view document = answer.body();
    if (document.find("<Error>") == document.npos) return;
    while (!document.empty()) {
      const std::size_t open = document.find('<');
      const std::size_t close = document.find('>');
      if (open == document.npos || close == document.npos || close < open) return;
      const std::string_view name = part(document, open + 1, close - open - 1);
      document.remove_prefix(close + 1);
      const std::size_t end = document.find('<');
      if (end == document.npos) return;
      if (part(document, end + 1, 1) == "/") detail::keep_member(to, name, part(document, 0, end));
    }
  }
};

// The failure that an answer stands for: status and request id always, and what its document says. An answer that is no such
// document (a proxy's page) still gives status and request id.
template <class Documents>
constexpr void read_failure(failure& to, fault kind, response& answer) {
  to = failure{kind, {}, answer.status};
  to.request_id = answer.request_id;
  to.ec = answer.ec;
  Documents::read(to, answer);
}

}  // namespace upcall
