// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/text/base64.hpp>
#include <upcall/text/percent.hpp>
#include <upcall/text/xml_reader.hpp>

using namespace upcall;

namespace {

constexpr bool reads(std::string_view document) {
  xml_reader reader{document};
  for (;;) {
    const xml_token token = reader.next();
    if (token == xml_token::end || token == xml_token::error) return token == xml_token::end;
  }
}

// What the reader says, in the form "<a 'text' /a .".
constexpr auto walked(std::string_view document) {
  return written([&](auto& to) {
    xml_reader reader{document};
    for (;;) {
      switch (reader.next()) {
        case xml_token::open:
          to.put('<');
          to.append(reader.name());
          break;
        case xml_token::close:
          to.put('/');
          to.append(reader.name());
          break;
        case xml_token::text:
          to.put('\'');
          reader.write_text(to);
          to.put('\'');
          break;
        case xml_token::end: return to.put('.');
        case xml_token::error: return to.put('!');
      }
      to.put(' ');
    }
  });
}

struct std_string_sink {
  std::string text;
  void put(char c) { text += c; }
};

// The texts of the root's children that have none themselves; false when the document does not read.
bool read_fields(std::string_view document, std::string& root, std::map<std::string, std::string>& fields) {
  xml_reader reader{document};
  std_string_sink text;
  bool leaf = false;
  for (;;) {
    switch (reader.next()) {
      case xml_token::open:
        if (reader.depth() == 1) root = reader.name();
        leaf = reader.depth() == 2;
        text.text.clear();
        break;
      case xml_token::text: reader.write_text(text); break;
      case xml_token::close:
        if (leaf && reader.depth() == 1) fields[std::string{reader.name()}] = trim(text.text);
        leaf = false;
        break;
      case xml_token::end: return true;
      case xml_token::error: return false;
    }
  }
}

}  // namespace

static_assert(walked("<a><b>t</b><c/></a>") == "<a <b 't' /b <c /c /a .");
static_assert(walked("\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- c --><x:a xmlns:x='u'><x:b>1</x:b></x:a>\n<?end?>") ==
              "<a <b '1' /b /a .");
static_assert(walked("<a>x<![CDATA[&amp;<]]>y&amp;z<!-- --><?p?>\r\nw</a>") == "<a 'x' '&amp;<' 'y&z' '\nw' /a .");
static_assert(walked("<a><![CDATA[]]></a>") == "<a '' /a ." && walked("<a><![CDATA[]]]]></a>") == "<a ']]' /a .");
static_assert(walked("<a  b='>' c=\"'\"\n/>") == "<a /a ." && walked("<a></a\t>") == "<a /a .");
static_assert(walked("<Error>1</Error") == "<Error '1' !" && walked("<a>&x;</a>") == "<a !" && walked("<a") == "!");

static_assert(!reads("") && !reads(" \r\n\t") && !reads("<?xml version=\"1.0\"?>") && !reads("<!-- -->"), "no root");
static_assert(!reads("<a/><b/>") && !reads("<a></a><a/>") && reads("<a/> \n<!-- -->"), "two roots");
static_assert(!reads("x<a/>") && !reads("<a/>x") && !reads("<a/>&#32;") && !reads("<![CDATA[]]><a/>") &&
                  !reads("{\"a\":1}"),
              "text outside");
static_assert(!reads("<a></b>") && !reads("<a><b></a></b>") && !reads("<x:a></a>") && !reads("<x:a></y:a>") &&
              !reads("</a>") && !reads("<a/></a>"));
static_assert(!reads("<a>") && !reads("<a") && !reads("<a/") && !reads("<") && !reads("<a></a") && !reads("<a b='c'") &&
              !reads("<a b"));
static_assert(!reads("<a><!-- x</a>") && !reads("<a><![CDATA[x</a>") && !reads("<a><?x</a>") && !reads("<a><!-") &&
              !reads("<a>&amp</a>"));
static_assert(!reads("<!DOCTYPE a><a/>") && !reads("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>") &&
              !reads("<a><!ELEMENT b></a>") && !reads("<a><![IGNORE[x]]></a>"));
static_assert(!reads("<a><!-- a -- b --></a>") && !reads("<a><!-- a ---></a>") && reads("<a><!-- a - b --></a>") &&
              reads("<a><!----></a>"));
static_assert(!reads("<a>A & B</a>") && !reads("<a>]]></a>") && reads("<a>]] ></a>") && reads("<a>></a>"));
static_assert(!reads("<a b></a>") && !reads("<a b=c/>") && !reads("<a b='1'c='2'/>") && !reads("<a b='<'/>") &&
              !reads("<a b='&'/>") && !reads("<a 'b'/>"));
static_assert(!reads("< a/>") && !reads("<a / >") && !reads("</ a>") && !reads("<1/>") && !reads("<a<b/>") &&
              !reads("<Error><Co<de>x</Code></Error>"));
static_assert(!reads("<a>\xff</a>") && !reads("<a>\x01</a>") && !reads("<a b='\x1b'/>") &&
              !reads(std::string_view{"<a/>\0", 5}));
static_assert(!reads(" <?xml version=\"1.0\"?><a/>") && !reads("<a><?xml version=\"1.0\"?></a>") &&
              !reads("\xef\xbb\xbf\xef\xbb\xbf<a/>"));

static_assert([] {
  inline_string<200> document;
  for (int i = 0; i != 17; ++i) document.append("<a>");
  for (int i = 0; i != 17; ++i) document.append("</a>");
  return !reads(document) && reads(part(document, 3, document.size() - 7));
}());

TEST_CASE("sixteen levels are read, seventeen are not") {
  for (std::size_t depth = 1; depth <= 20; ++depth) {
    std::string document;
    for (std::size_t i = 0; i != depth; ++i) document += "<a>";
    for (std::size_t i = 0; i != depth; ++i) document += "</a>";
    CHECK(reads(document) == (depth <= 16));
    document.insert(depth * 3, "<b/>");
    CHECK(reads(document) == (depth <= 15));
  }
}

TEST_CASE("no proper beginning of a document is a document, and after an error come only errors") {
  const std::string document = "<?xml version=\"1.0\"?><!-- c --><a b=\"1\"><c>x&amp;y</c><![CDATA[z]]><d/></a>";
  REQUIRE(reads(document));
  for (std::size_t length = 0; length != document.size(); ++length) {
    xml_reader reader{std::string_view{document}.substr(0, length)};
    while (reader.next() != xml_token::error) {
    }
    CHECK(reader.next() == xml_token::error);
  }
}

TEST_CASE("the end stays the end") {
  xml_reader reader{"<a/>"};
  CHECK(reader.next() == xml_token::open);
  CHECK(reader.depth() == 1);
  CHECK(reader.next() == xml_token::close);
  CHECK(reader.depth() == 0);
  for (int i = 0; i != 3; ++i) CHECK(reader.next() == xml_token::end);
}

TEST_CASE("the service's answers are read or refused as the vectors say") {
  std::ifstream file{UPCALL_TEST_VECTORS "/xml.json"};
  REQUIRE(file);
  int refused = 0, read = 0;
  for (const auto& each : nlohmann::json::parse(file)) {
    // What an application server answered is its own text; and part lists may be refused for what their numbers say.
    if (each["kind"] == "CallbackAnswer" || (each["kind"] == "ListPartsResult" && each["category"] == "malformed"))
      continue;
    INFO(each["name"]);
    const auto& input = each["input"];
    std_string_sink document;
    if (input["headers"].contains("x-oss-err")) {
      REQUIRE(read_base64(input["headers"]["x-oss-err"].get<std::string>(), document));
    } else if (input.contains("body_base64")) {
      REQUIRE(read_base64(input["body_base64"].get<std::string>(), document));
    } else {
      document.text = input["body_utf8"];
    }
    std::string root;
    std::map<std::string, std::string> fields;
    const bool readable = read_fields(document.text, root, fields);
    CHECK(readable != each["expected"]["parse_error"].get<bool>());
    ++(readable ? read : refused);
    if (!readable || !each["expected"].contains("fields")) continue;
    CHECK(root == each["kind"].get<std::string>());
    if (fields["EncodingType"] == "url") {
      std_string_sink key;
      read_percent(fields["Key"], key);
      fields["Key"] = key.text;
    } else if (fields["EncodingType"].empty()) {
      fields.erase("EncodingType");
    }
    for (const auto& [name, value] : each["expected"]["fields"].items()) {
      INFO(name);
      if (value.is_null()) CHECK(fields.count(name) == 0);
      if (value.is_string()) CHECK(trim(fields[name]) == trim(value.get<std::string>()));
    }
  }
  CHECK(read >= 20);
  CHECK(refused >= 10);
}
