// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <string>
#include <upcall/text/percent.hpp>
#include <vector>

using namespace upcall;

namespace {

constexpr auto percent(std::string_view text) {
  return written<1024>([&](auto& to) { write_percent(to, text); });
}
constexpr auto path(std::string_view text) {
  return written([&](auto& to) { write_path(to, text); });
}
constexpr auto form(std::string_view text) {
  return written<1024>([&](auto& to) { write_form(to, text); });
}
constexpr auto read(std::string_view text) {
  return written<1024>([&](auto& to) { read_percent(text, to); });
}
constexpr auto read_as_form(std::string_view text) {
  return written<1024>([&](auto& to) { read_form(text, to); });
}

}  // namespace

static_assert(percent("AZaz09-_.~") == "AZaz09-_.~");
static_assert(percent("a b/c+d%e=f&g*") == "a%20b%2Fc%2Bd%25e%3Df%26g%2A");
static_assert(percent("\xe4\xb8\xad") == "%E4%B8%AD");
static_assert(percent(std::string_view{"\0\x7f\xff", 3}) == "%00%7F%FF");
static_assert(path("a b//c%2F/") == "a%20b//c%252F/");
// As Ruby's CGI.escape does.
static_assert(form("a b/c+d~e*f'(g)\n") == "a+b%2Fc%2Bd~e%2Af%27%28g%29%0A");

static_assert(read("a%20b%2fc%2Fd") == "a b/c/d" && read("a+b") == "a+b");
static_assert(read("%") == "%" && read("%4") == "%4" && read("%4g") == "%4g" && read("%%41") == "%A" &&
              read("100%25") == "100%");
static_assert(read("%G1%41%") == "%G1A%" && read("%2541") == "%41", "decoded once");
static_assert(read_as_form("a+b%2Bc%") == "a b+c%");

static_assert(compare_percent_encoded("", "") == 0 && compare_percent_encoded("a", "") > 0 &&
              compare_percent_encoded("", "a") < 0);
static_assert(compare_percent_encoded("a-b", "a.b") < 0 && compare_percent_encoded("a.b", "aa") < 0);
static_assert(compare_percent_encoded("Z", "a") < 0 && compare_percent_encoded("a", "ab") < 0);
static_assert(compare_percent_encoded("~", "\xff") > 0, "'~' stands for itself, and \\xff begins with '%'");

TEST_CASE("every byte is written and read back, bare only if it is unreserved") {
  constexpr std::string_view bare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string all;
  for (int i = 0; i != 256; ++i) {
    const char c = static_cast<char>(i);
    const std::string_view one{&c, 1};
    const bool unreserved = bare.find(c) != bare.npos;
    CHECK(is_unreserved(c) == unreserved);
    CHECK(percent(one).size() == (unreserved ? 1u : 3u));
    CHECK(form(one).size() == (unreserved || c == ' ' ? 1u : 3u));
    CHECK(path(one).size() == (unreserved || c == '/' ? 1u : 3u));
    all += c;
  }
  CHECK(read(percent(all)).view() == all);
  CHECK(read_as_form(form(all)).view() == all);
}

TEST_CASE("texts compare as their encoded forms do") {
  std::vector<std::string> texts{""};
  for (int i = 0; i != 256; ++i) {
    texts.push_back(std::string(1, static_cast<char>(i)));
    texts.push_back("a" + std::string(1, static_cast<char>(i)) + "z");
  }
  int differing = 0;
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      const int expected = percent(a).view().compare(percent(b).view());
      const int ours = compare_percent_encoded(a, b);
      if ((expected < 0) != (ours < 0) || (expected > 0) != (ours > 0)) ++differing;
    }
  }
  CHECK(differing == 0);
}
