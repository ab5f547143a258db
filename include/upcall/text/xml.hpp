// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/text/sink.hpp>

namespace upcall {

// Escapes what is put in for the text or an attribute of an XML document; so that it reads back the same, a CR becomes
// a reference. Control characters, which XML 1.0 has no form for, become '?'.
template <sink S>
class xml_text_writer {
 public:
  constexpr explicit xml_text_writer(S& to) : to_(to) {}

  constexpr void put(char c) {
    switch (c) {
      case '&': return write(to_, "&amp;");
      case '<': return write(to_, "&lt;");
      case '>': return write(to_, "&gt;");
      case '"': return write(to_, "&quot;");
      case '\r': return write(to_, "&#13;");
      case '\t':
      case '\n': return to_.put(c);
      default: return to_.put(static_cast<unsigned char>(c) < 0x20 ? '?' : c);
    }
  }

 private:
  S& to_;
};

template <sink S>
constexpr void write_xml_text(S& to, std::string_view text) {
  xml_text_writer<S> writer{to};
  write(writer, text);
}

}  // namespace upcall
