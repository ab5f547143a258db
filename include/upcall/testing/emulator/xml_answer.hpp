// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/percent.hpp>
#include <upcall/text/xml.hpp>
#include <utility>

namespace upcall::testing {

// An answer that is an XML document, written element by element. Where the request asks for it (encoding-type=url),
// names of objects are percent-encoded.
class xml_answer {
 public:
  xml_answer(std::string_view root, const incoming& message)
      : root_(root), encodes_(message.parameter("encoding-type") == "url") {
    if (message.has("encoding-type") && !encodes_) {
      throw invalid_argument("Invalid Encoding Method specified in Request.", "encoding-type",
                             std::string{message.parameter("encoding-type")});
    }
    to_.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    open(root_);
    if (encodes_) element("EncodingType", "url");
  }

  void open(std::string_view name) { to_.text.append("<").append(name).append(">\n"); }
  void close(std::string_view name) { to_.text.append("</").append(name).append(">\n"); }
  void element(std::string_view name, std::string_view text) {
    to_.text.append("<").append(name).append(">");
    write_xml_text(to_, text);
    close(name);
  }
  void element(std::string_view name, std::uint64_t number) { element(name, std::to_string(number)); }
  // The name of an object, or a part of one.
  void key(std::string_view name, std::string_view text) {
    element(name, encodes_ ? written([text](auto& to) { write_percent(to, text); }) : std::string{text});
  }

  http_response finish() && {
    close(root_);
    http_response out;
    out.headers.add("Content-Type", "application/xml");
    out.body = std::move(to_.text);
    return out;
  }

 private:
  std::string_view root_;
  bool encodes_;
  string_writer to_ = {};
};

}  // namespace upcall::testing
