// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/member_finder.hpp>
#include <upcall/http/response.hpp>
#include <upcall/text/xml_reader.hpp>

namespace upcall {

namespace detail {

constexpr void keep_member(failure& to, std::string_view name, std::string_view text) {
  if (name == "Code"sv) to.code.assign(text);
  if (name == "Message"sv) to.message.assign(text);
  if (name == "RequestId"sv) to.request_id.assign(text);
  if (name == "EC"sv) to.ec.assign(text);
}

}  // namespace detail

// Reads the service's error document: the members of <Error> that came to their end, also when the document did not.
// What is inside further elements of a member is not its text.
struct whole_documents {
  static constexpr bool names_causes = true;

  static constexpr void read(failure& to, response& answer) {
    answer.decode_error_header();
    xml_reader reader{answer.body()};
    inline_string<200> text;
    bool is_error = false;
    xml_token token = reader.next();
    for (; token != xml_token::end && token != xml_token::error; token = reader.next()) {
      if (token == xml_token::text) {
        if (reader.depth() == 2) reader.write_text(text);
      } else if (token == xml_token::open) {
        if (reader.depth() == 1) is_error = reader.name() == "Error"sv;
        if (reader.depth() == 2) text.clear();
      } else if (is_error && reader.depth() == 1) {
        text.trim();
        detail::keep_member(to, reader.name(), text);
      }
    }
    // Whoever broke the document may have changed its id too; the header's is the one that support asks for.
    if (token == xml_token::error && !answer.request_id.empty()) to.request_id.assign(answer.request_id);
  }

  // The text of one member of a document of another kind, such as <UploadId>. False: there is none.
  template <std::size_t N>
  static constexpr bool find(inline_string<N>& to, std::string_view document, std::string_view name) {
    xml_reader reader{document};
    bool inside = false;
    to.clear();
    for (xml_token token = reader.next(); token != xml_token::end && token != xml_token::error; token = reader.next()) {
      if (token == xml_token::open && reader.depth() == 2) inside = reader.name() == name;
      if (token == xml_token::text && inside && reader.depth() == 2) reader.write_text(to);
      if (token == xml_token::close && inside && reader.depth() == 1) {
        to.trim();
        return !to.empty() && !to.cut();
      }
    }
    return false;
  }
};

// For a device, in a tenth of the flash: looks for <Code>…</Code> and <Message>…</Message>; request id and EC come in
// headers. References such as &amp; stay as they are, and what a failed callback's message means is left to cause_of().
struct known_members {
  static constexpr bool names_causes = false;
  // Finds in pieces, so that the room for an answer need not hold all of it.
  template <std::size_t N>
  using finder = member_finder<N>;

  static constexpr void read(failure& to, const response& answer) {
    const std::string_view document = answer.body();
    keep(to.code, document, "<Code>"sv);
    keep(to.message, document, "<Message>"sv);
  }
  template <std::size_t N>
  static constexpr bool find(inline_string<N>& to, std::string_view document, std::string_view name) {
    inline_string<40> tag{"<"sv};
    tag.append(name);
    tag.append(">"sv);
    to.assign(text_after(document, tag));
    return !to.empty() && !to.cut();
  }

 private:
  template <std::size_t N>
  static constexpr void keep(inline_string<N>& to, std::string_view document, std::string_view tag) {
    const std::string_view text = text_after(document, tag);
    if (!text.empty()) to.assign(text);
  }
  static constexpr std::string_view text_after(std::string_view document, std::string_view tag) {
    while (!document.starts_with(tag)) {
      if (document.empty()) return {};
      document.remove_prefix(1);
    }
    const std::string_view rest = part(document, tag.size());
    const std::size_t end = rest.find('<');
    return end == rest.npos ? std::string_view{} : part(rest, 0, end);
  }
};

// By which the service finds the answer that a failure is of.
[[gnu::noinline]] constexpr void name_answer(failure& to, const response& answer) {
  to.status = answer.status;
  to.request_id = answer.request_id;
}

// The failure that an answer stands for: status and request id always, and what its document says. An answer that is no
// such document (a proxy's page) still gives status and request id.
template <class Documents>
constexpr void read_failure(failure& to, fault kind, response& answer) {
  to.set(kind, {});
  name_answer(to, answer);
  to.ec = answer.ec;
  Documents::read(to, answer);
}

}  // namespace upcall
