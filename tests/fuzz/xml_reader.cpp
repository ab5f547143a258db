// SPDX-License-Identifier: Apache-2.0
// links -lexpat
// A document of any bytes, as xml_reader and Expat understand it: expat is strict, small, and no relative of ours. What
// both take must have the same elements and texts, and mean the same to read_xml() as to the tree that Expat builds.
// What only one takes must be for one of the reasons below.
#include "expat_document.hpp"
#include "judge.hpp"
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <expat.h>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/http/multipart_documents.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/xml_reader.hpp>
#include <upcall/text/xml_record.hpp>

using fuzzed::must;
using fuzzed::xml_element;

namespace {

fuzzed::known_difference doctype{"only Expat takes a DOCTYPE"},
    encoding{"only Expat takes another encoding than UTF-8"}, depth{"only Expat takes elements more than 16 deep"},
    repeated{"only ours takes an attribute twice"},
    declaration{"only ours takes a declaration with an odd standalone, or with members in another order or twice"},
    letters{"only ours takes every letter beyond ASCII in a name"};

fuzzed::xml_document read_ours(std::string_view document) {
  fuzzed::xml_document out;
  upcall::xml_reader reader{document};
  for (;;) {
    switch (reader.next()) {
      case upcall::xml_token::open: out.open(reader.name()); break;
      case upcall::xml_token::close: out.close(reader.name()); break;
      case upcall::xml_token::text: out.text(upcall::testing::written([&](auto& to) { reader.write_text(to); })); break;
      case upcall::xml_token::end: out.whole = true; return out;
      case upcall::xml_token::error:
        must(reader.next() == upcall::xml_token::error, "a token follows an error");
        return out;
    }
  }
}

// What a record takes from an element, read off Expat's tree in another way than read_xml() does it.
struct taken {
  bool right = true;

  template <std::size_t N>
  void text(const xml_element& from, upcall::inline_string<N>& to) {
    right = right && from.text.size() <= N;
    to.assign(from.text);
  }
  std::string word(const xml_element& from) const {
    const std::size_t first = from.text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return from.text.substr(first, from.text.find_last_not_of(" \t\r\n") - first + 1);
  }
  template <class Number>
  void number(const xml_element& from, Number& to) {
    const std::string digits = word(from);
    if (digits.empty()) return;
    errno = 0;
    const unsigned long long value = std::strtoull(digits.c_str(), nullptr, 10);
    const bool plain = digits.find_first_not_of("0123456789") == std::string::npos && digits.size() <= 20;
    right = right && plain && errno == 0 && value <= static_cast<Number>(-1);
    if (right) to = static_cast<Number>(value);
  }
  void boolean(const xml_element& from, bool& to) {
    std::string spoken = word(from);
    for (char& c : spoken) c = upcall::to_lower(c);
    right = right && (spoken.empty() || spoken == "true" || spoken == "false");
    if (!spoken.empty()) to = spoken == "true";
  }
};

std::string lower(std::string text) {
  for (char& c : text) c = upcall::to_lower(c);
  return text;
}

// As UPCALL_RECORD has it, but by the service's names.
bool read_part(const xml_element& from, upcall::listed_part& to) {
  taken it;
  for (const xml_element& each : from.children) {
    const std::string name = lower(each.name);
    if (name == "partnumber") it.number(each, to.part_number);
    if (name == "lastmodified") it.text(each, to.last_modified.emplace());
    if (name == "etag") it.text(each, to.etag);
    if (name == "hashcrc64ecma") {
      std::uint64_t value = 0;
      it.number(each, value);
      if (!it.word(each).empty()) to.hash_crc64ecma = value;
    }
    if (name == "size") it.number(each, to.size);
  }
  return it.right;
}

template <class... Members>
std::string told(const Members&... members) {
  std::string out;
  const auto tell = [&out](const auto& member) {
    if constexpr (requires { std::to_string(member); }) {
      (out += std::to_string(member)) += ';';
    } else {
      const std::string_view text = member;
      ((out += std::to_string(text.size())) += ' ') += text;
    }
  };
  const auto tell_each = [&](const auto& member) {
    if constexpr (!requires { member.has_value(); }) {
      tell(member);
    } else if (member) {
      tell(*member);
    } else {
      out += "none;";
    }
  };
  (tell_each(members), ...);
  return out;
}
std::string told_part(const upcall::listed_part& of) {
  return told(of.part_number, of.last_modified, of.etag, of.hash_crc64ecma, of.size);
}
std::string told_list(const upcall::parts_document& of) {
  return told(of.encoding_type, of.bucket, of.key, of.upload_id, of.storage_class, of.part_number_marker,
              of.next_part_number_marker, of.max_parts, of.is_truncated);
}

void compare_lists(std::string_view document, const xml_element& root) {
  upcall::parts_document expected;
  std::string expected_parts, parts;
  taken it;
  it.right = root.name == "ListPartsResult";
  for (const xml_element& each : root.children) {
    const std::string name = lower(each.name);
    if (name == "encodingtype") it.text(each, expected.encoding_type.emplace());
    if (name == "bucket") it.text(each, expected.bucket);
    if (name == "key") it.text(each, expected.key);
    if (name == "uploadid") it.text(each, expected.upload_id);
    if (name == "storageclass") it.text(each, expected.storage_class.emplace());
    if (name == "partnumbermarker") it.number(each, expected.part_number_marker);
    if (name == "nextpartnumbermarker") it.number(each, expected.next_part_number_marker);
    if (name == "maxparts") it.number(each, expected.max_parts);
    if (name == "istruncated") it.boolean(each, expected.is_truncated);
    if (name != "part") continue;
    upcall::listed_part one;
    it.right = read_part(each, one) && it.right;
    expected_parts += told_part(one);
  }
  upcall::parts_document read;
  const auto take = [&](const upcall::listed_part& one) { parts += told_part(one); };
  read.part.take = take;
  must(upcall::read_xml(document, upcall::parts_document::root, read) == it.right,
       "a list of parts: taken by one only");
  if (!it.right) return;
  must(told_list(read) == told_list(expected), "a list of parts: other members");
  must(parts == expected_parts, "a list of parts: other parts");
}

void compare_completed(std::string_view document, const xml_element& root) {
  upcall::completed_document expected, read;
  taken it;
  it.right = root.name == upcall::completed_document::root;
  for (const xml_element& each : root.children) {
    const std::string name = lower(each.name);
    if (name == "encodingtype") it.text(each, expected.encoding_type.emplace());
    if (name == "location") it.text(each, expected.location);
    if (name == "bucket") it.text(each, expected.bucket);
    if (name == "key") it.text(each, expected.key);
    if (name == "etag") it.text(each, expected.etag);
  }
  must(upcall::read_xml(document, upcall::completed_document::root, read) == it.right, "Complete: taken by one only");
  if (!it.right) return;
  const auto told_members = [](const upcall::completed_document& of) {
    return told(of.encoding_type, of.location, of.bucket, of.key, of.etag);
  };
  must(told_members(read) == told_members(expected), "Complete: other texts");
}

bool is_known(const fuzzed::xml_document& ours, const fuzzed::xml_document& theirs, std::string_view document) {
  if (theirs.whole) {
    return doctype(theirs.has_doctype) || encoding(theirs.has_encoding) || depth(theirs.deepest > 16);
  }
  must(ours.whole, "both refuse");
  if (declaration(theirs.why == XML_ERROR_XML_DECL)) return true;
  if (repeated(theirs.why == XML_ERROR_DUPLICATE_ATTRIBUTE)) return true;
  const bool beyond_ascii =
      theirs.where < document.size() && static_cast<unsigned char>(document[theirs.where]) >= 0x80;
  return letters(theirs.why == XML_ERROR_INVALID_TOKEN && beyond_ascii);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view document{reinterpret_cast<const char*>(data), size};
  const fuzzed::xml_document ours = read_ours(document), theirs = fuzzed::read_by_expat(document);
  if (!ours.whole) {
    upcall::parts_document read;
    must(!upcall::read_xml(document, upcall::parts_document::root, read), "a broken document was read");
  }
  if (ours.whole != theirs.whole) {
    must(is_known(ours, theirs, document), ours.whole ? "only ours takes it" : "only Expat takes it");
  } else if (ours.whole) {
    must(ours.events == theirs.events, "other elements or texts");
    compare_lists(document, theirs.top.children[0]);
    compare_completed(document, theirs.top.children[0]);
  }
  return 0;
}
