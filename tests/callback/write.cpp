// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/callback/check.hpp>
#include <upcall/callback/write.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/text/base64.hpp>

namespace {

using nlohmann::json;

json vectors(const std::string& name) { return json::parse(std::ifstream{UPCALL_TEST_VECTORS "/" + name}); }

template <class Write>
std::string written(Write write) {
  upcall::inline_string<20000> to;
  write(to);
  REQUIRE_FALSE(to.cut());
  return std::string{to.view()};
}
std::string callback_json(const auto& c) {
  return written([&](auto& to) { upcall::write_callback_json(to, c); });
}
std::string variables_json(const upcall::callback& c) {
  return written([&](auto& to) { upcall::write_variables_json(to, c); });
}

// The texts of a JSON object, kept while callbacks refer to them.
struct texts {
  json from;
  std::string_view operator()(const char* name) const {
    if (!from.contains(name) || !from[name].is_string()) return {};
    return std::string_view{from[name].get_ref<const std::string&>()};
  }
};

template <std::size_t N>
void add(upcall::inline_list<upcall::field, N>& to, const std::vector<std::pair<std::string, std::string>>& fields) {
  for (const auto& [name, value] : fields) REQUIRE(to.push_back({name, value}));
}

std::string as_text(const json& value) {
  return value.is_null() ? "" : value.is_string() ? value.get<std::string>() : value.dump();
}
std::vector<std::pair<std::string, std::string>> pairs(const json& from) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const json& each : from) out.emplace_back(each[0].get<std::string>(), as_text(each[1]));
  return out;
}

constexpr bool same(const upcall::callback& c, std::string_view expected) {
  upcall::inline_string<400> to;
  upcall::write_callback_json(to, c);
  return to == expected;
}
static_assert(
    same({.url = "http://oss-demo.aliyuncs.com:23450", .query = {{"user", "put_object"}}, .body = "o=${object}"},
         R"({"callbackUrl":"http://oss-demo.aliyuncs.com:23450?user=put_object","callbackBody":"o=${object}",)"
         R"("callbackBodyType":"application/x-www-form-urlencoded"})"));
static_assert(same({.url = {"a/1", "https://b/2"},
                    .query = {{"a b", "c/d"}, {"e", ""}},
                    .body = "\"\n",
                    .body_type = upcall::json_body_type,
                    .host = "h",
                    .sni = true},
                   R"({"callbackUrl":"http://a/1?a+b=c%2Fd&e=;https://b/2?a+b=c%2Fd&e=","callbackHost":"h",)"
                   R"("callbackBody":"\"\n","callbackBodyType":"application/json","callbackSNI":true})"));

}  // namespace

TEST_CASE("members are written as they stand") {
  CHECK(callback_json(upcall::callback_members{}) == "{}");
  CHECK(callback_json(upcall::callback_members{.url = "a?b=c;d\"", .sni = false}) ==
        R"({"callbackUrl":"a?b=c;d\"","callbackSNI":false})");
  CHECK(callback_json(upcall::callback_members{.host = "", .body_type = "t"}) ==
        R"({"callbackHost":"","callbackBodyType":"t"})");
  CHECK(variables_json({}) == "{}");
  CHECK(variables_json({.variables = {{"x:a", ""}, {"x:b", {}}}}) == R"({"x:a":"","x:b":""})");
  CHECK(variables_json({.variables = {{"x:a", "1"}, {"x:b", "\xe5\x80\xbc\"\\"}}}) ==
        "{\"x:a\":\"1\",\"x:b\":\"\xe5\x80\xbc\\\"\\\\\"}");
}

TEST_CASE("vectors: what other SDKs encode") {
  std::map<std::string, int> seen;
  for (const json& each : vectors("callback-encoding.json")) {
    INFO(each["name"].get<std::string>());
    const std::string kind = each["kind"];
    const json& expected = each["expected"];
    if (kind == "encode") {
      const texts in{each["input"]["callback"]};
      upcall::callback_members members{
          in("callbackUrl"), in("callbackHost"), in("callbackBody"), in("callbackBodyType"), {}};
      if (in.from.contains("callbackSNI")) members.sni = in.from["callbackSNI"].get<bool>();
      CHECK(json::parse(callback_json(members)) == expected["callback_json"]);
      if (each["input"].contains("callback_var")) {
        std::vector<std::pair<std::string, std::string>> fields;
        for (const auto& [name, value] : each["input"]["callback_var"].items())
          fields.emplace_back(name, as_text(value));
        upcall::callback c;
        add(c.variables, fields);
        CHECK(json::parse(variables_json(c)) == expected["callback_var_json"]);
      }
    } else if (kind == "encode-with-query") {
      const texts in{each["input"]["callback"]};
      const std::string url = each["input"]["url"];
      const auto query = pairs(each["input"]["query"]);
      upcall::callback c{.url = url, .body = in("callbackBody")};
      add(c.query, query);
      json theirs = expected["callback_json"];
      // The Ruby SDK leaves a question mark where there is no query.
      std::string their_url = theirs["callbackUrl"];
      if (their_url.ends_with('?')) their_url.pop_back();
      theirs["callbackUrl"] = their_url;
      CHECK(check(c) == upcall::callback_problem::none);
      CHECK(json::parse(callback_json(c)) == theirs);
    } else if (kind == "decode") {
      upcall::inline_string<6000> text;
      REQUIRE(upcall::read_base64(each["input"]["base64"].get<std::string>(), text));
      CHECK(json::parse(text.view()) == expected["json"]);
    } else if (kind == "invalid-client") {
      const std::string url = each["input"]["url"];
      CHECK(upcall::check({.url = url, .body = "b"}) == upcall::callback_problem::other_scheme);
    } else {
      continue;
    }
    ++seen[kind];
  }
  CHECK(seen["encode"] > 0);
  CHECK(seen["encode-with-query"] > 0);
  CHECK(seen["decode"] > 0);
}

// Where ours differs from the Ruby SDK it is on purpose: it takes "host:port" for a scheme, adds an empty query, and
// writes what the service would refuse or take for something else.
TEST_CASE("vectors: the Ruby SDK's encoder") {
  using enum upcall::callback_problem;
  const std::map<std::string, upcall::callback_problem> refused = {
      {"http://[::1]:8080/x", bad_host_in_url},
      {"//a/x", bad_host_in_url},
      {"http://a/x#frag", fragment_in_url},
      {"http://user:pw@a/x", bad_host_in_url},
      {"", no_url},
      {"http://a;http://b", semicolon_in_url},
      {"http://a/x;http://b/y", semicolon_in_url},
      {"http:///x", bad_host_in_url},
  };
  int compared = 0, refused_by_both = 0;
  const json all = vectors("ruby/fn_callback_serialize.json");
  for (const json& each : all["vectors"]) {
    const texts in{each["input"]};
    INFO(in.from.dump());
    const std::string url = as_text(in.from["url"]);
    const auto query = in.from.contains("query") ? pairs(in.from["query"]) : pairs(json::array());
    upcall::callback c{.url = url, .body = in("body")};
    if (const auto type = in("content_type"); !type.empty()) c.body_type = type;
    c.host = in("host");
    add(c.query, query);
    const auto problem = check(c);
    if (!each.contains("json")) {
      // A port is a port.
      const bool only_a_port =
          url.find("://") == url.npos && url.find(":") != url.npos && url[0] != '[' && url[0] != 'm';
      CHECK((problem == none) == only_a_port);
      ++refused_by_both;
    } else if (const auto found = refused.find(url); found != refused.end()) {
      CHECK(problem == found->second);
    } else {
      json theirs = json::parse(each["json"].get<std::string>());
      if (theirs["callbackBody"].is_null() || theirs["callbackBody"] == "") {
        CHECK(problem == empty_body);
        continue;
      }
      // CR, LF and NUL alone are refused; what is written would be the same.
      const bool controls = in("body").find('\n') != std::string_view::npos || query.size() > 5;
      CHECK(problem == (controls ? control_character : none));
      std::string their_url = theirs["callbackUrl"];
      if (their_url.ends_with('?')) their_url.pop_back();
      theirs["callbackUrl"] = their_url;
      if (theirs["callbackBodyType"] == "") theirs["callbackBodyType"] = upcall::form_body_type;
      if (theirs.contains("callbackHost") && theirs["callbackHost"] == "") theirs.erase("callbackHost");
      CHECK(json::parse(callback_json(c)) == theirs);
      ++compared;
    }
  }
  CHECK(compared >= 20);
  CHECK(refused_by_both >= 10);
}
