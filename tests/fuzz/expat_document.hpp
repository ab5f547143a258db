// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <expat.h>
#include <string>
#include <string_view>
#include <upcall/text/ascii.hpp>
#include <vector>

namespace fuzzed {

struct xml_element {
  std::string name = {}, text = {};  // its own text
  std::vector<xml_element> children = {};
};

// Start tags, texts and end tags in their order, and the tree they make.
struct xml_document {
  bool whole = false, has_doctype = false, has_encoding = false;
  std::size_t deepest = 0;
  std::string events = {};  // <name, "text, >name, each ended by a character that no document has
  xml_element top = {};     // the root is its only child
  XML_Error why = XML_ERROR_NONE;
  std::size_t where = 0;

  void open(std::string_view name) {
    say('<', name);
    in_text_ = false;
    xml_element* at = &top;
    for (std::size_t i = 0; i != open_; ++i) at = &at->children.back();
    at->children.push_back({.name = std::string{name}});
    deepest = std::max(deepest, ++open_);
  }
  void text(std::string_view piece) {
    if (piece.empty()) return;
    if (!in_text_) say('"', {});
    in_text_ = true;
    events += piece;
    xml_element* at = &top;
    for (std::size_t i = 0; i != open_; ++i) at = &at->children.back();
    at->text += piece;
  }
  void close(std::string_view name) {
    say('>', name);
    in_text_ = false;
    --open_;
  }

 private:
  void say(char what, std::string_view name) {
    events += '\0';
    events += what;
    events += name;
  }
  std::size_t open_ = 0;
  bool in_text_ = false;
};

inline std::string_view without_prefix(const char* name) {
  const char* colon = std::strrchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

inline xml_document read_by_expat(std::string_view document) {
  xml_document out;
  XML_Parser parser = XML_ParserCreate(nullptr);
  XML_SetUserData(parser, &out);
  XML_SetElementHandler(
      parser,
      [](void* to, const XML_Char* name, const XML_Char**) {
        static_cast<xml_document*>(to)->open(without_prefix(name));
      },
      [](void* to, const XML_Char* name) { static_cast<xml_document*>(to)->close(without_prefix(name)); });
  XML_SetCharacterDataHandler(parser, [](void* to, const XML_Char* text, int size) {
    static_cast<xml_document*>(to)->text({text, static_cast<std::size_t>(size)});
  });
  XML_SetDoctypeDeclHandler(
      parser,
      [](void* to, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        static_cast<xml_document*>(to)->has_doctype = true;
      },
      [](void*) {});
  XML_SetXmlDeclHandler(parser, [](void* to, const XML_Char*, const XML_Char* name, int) {
    if (name != nullptr) {
      static_cast<xml_document*>(to)->has_encoding = !upcall::equal_ignoring_case(name, "UTF-8");
    }
  });
  out.whole = XML_Parse(parser, document.data(), static_cast<int>(document.size()), 1) == XML_STATUS_OK;
  out.why = XML_GetErrorCode(parser);
  out.where = static_cast<std::size_t>(XML_GetCurrentByteIndex(parser));
  XML_ParserFree(parser);
  // Without a declaration Expat knows UTF-16 by its first two bytes: a mark, or a NUL beside an ASCII character.
  const std::string_view first = document.substr(0, 2);
  out.has_encoding |= first == "\xff\xfe" || first == "\xfe\xff" || first.find('\0') != first.npos;
  return out;
}

}  // namespace fuzzed
