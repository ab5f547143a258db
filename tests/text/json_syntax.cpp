// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/text/json_syntax.hpp>

using namespace upcall;

namespace {

constexpr bool means(std::string_view raw, std::string_view text) {
  inline_string<256> to;
  return read_json_text(raw, to) && to == text;
}
constexpr bool refused(std::string_view raw) {
  inline_string<256> to;
  return !read_json_text(raw, to);
}

}  // namespace

static_assert(is_json("{}") && is_json("[]") && is_json("null") && is_json("0") && is_json("\"\"") &&
              is_json(" true\n"));
static_assert(is_json(R"({"Status":"OK"})") && is_json(R"({"a":[1,-2.5e+3,"x\u00e9",{}],"a":null})"));
static_assert(!is_json("") && !is_json(" ") && !is_json("{") && !is_json("[1,]") && !is_json("[,1]") &&
              !is_json("{\"a\":1,}"));
static_assert(!is_json("{,}") && !is_json("{\"a\"}") && !is_json("{\"a\":}") && !is_json("{a:1}") &&
              !is_json("{1:1}") && !is_json("{'a':1}"));
static_assert(!is_json("[1}") && !is_json("{\"a\":1]") && !is_json("]") && !is_json("[]]") && !is_json("1 2") &&
              !is_json("{}{}"));
static_assert(!is_json("nul") && !is_json("True") && !is_json("truefalse") && !is_json("nullx") && !is_json("01") &&
              !is_json("//\n1"));
static_assert(!is_json("\xef\xbb\xbf{}"), "a byte order mark");
static_assert(!is_json("\"\xff\"") && !is_json("\"\n\"") && !is_json(std::string_view{"1\0", 2}) && !is_json("\f1"));
static_assert(!is_json("<Error/>") && !is_json("bucket=b&object=o"));

static_assert(is_json_template(R"({"object":${object},"size":${size},"my":${x:my_var}})"));
static_assert(is_json_template(R"({"both":"${imageInfo.width},${imageInfo.height}"})") &&
              is_json_template("${object}"));
static_assert(is_json_template(R"({"a":"${"})") && is_json_template("{}"));
static_assert(!is_json_template(R"({${object}:1})") && !is_json_template(R"({"a":${object)") &&
              !is_json_template(R"({"a":$object})"));
static_assert(!is_json_template(R"({"a":${size}0})") && !is_json_template("bucket=${bucket}") &&
              !is_json_template("[${a}${b}]"));
static_assert(!is_json(R"({"object":${object}})"));

static_assert(means("", "") && means("plain \xe4\xb8\xad", "plain \xe4\xb8\xad"));
static_assert(means(R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t"));
static_assert(means(R"(\u0041\u00e9\u4E2D\uffff)", "A\xc3\xa9\xe4\xb8\xad\xef\xbf\xbf") &&
              means(R"(\u0000x)", std::string_view{"\0x", 2}));
static_assert(means(R"(\ud83d\ude00\uD800\uDC00\udbff\udfff)", "\xf0\x9f\x98\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
static_assert(refused(R"(\ud83d)") && refused(R"(\ude00)") && refused(R"(\ud83dx)") && refused(R"(\ud83d\n)") &&
              refused(R"(\ud83d\ud83d)") && refused(R"(\ude00\ude00)") && refused(R"(\ud83d\ue000)"));
static_assert(refused(R"(\)") && refused(R"(\x)") && refused(R"(\u12)") && refused(R"(\u12g4)"));

TEST_CASE("of texts made by changing one character, those are JSON that another implementation takes") {
  const std::string good = R"({"a":[1,-2.5e+3,"x\u00e9\n",{}],"b" : null,"c":true})";
  constexpr std::string_view characters = "{}[]:,\"\\ \n0123456789+-.eEtrufalsn/\x01\x7f\xc3\xa9$";
  int differing = 0;
  auto compare = [&](const std::string& text) {
    if (is_json(text) != nlohmann::json::accept(text)) {
      ++differing;
      UNSCOPED_INFO(text);
    }
  };
  for (std::size_t at = 0; at <= good.size(); ++at) {
    if (at < good.size()) compare(std::string{good}.erase(at, 1));
    compare(good.substr(0, at));
    for (char c : characters) {
      compare(std::string{good}.insert(at, 1, c));
      if (at == good.size()) continue;
      std::string changed = good;
      changed[at] = c;
      compare(changed);
    }
  }
  CHECK(differing == 0);
}
