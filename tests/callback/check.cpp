// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <string_view>
#include <upcall/callback/check.hpp>

namespace {

using upcall::callback;
using upcall::callback_problem;
using upcall::check;
using enum upcall::callback_problem;

constexpr callback with_body(std::string_view body, std::string_view type = upcall::form_body_type) {
  return {.url = "http://a/x", .body = body, .body_type = type};
}
constexpr callback with_variable(upcall::field variable, std::string_view body) {
  return {.url = "http://a/x", .body = body, .variables = {variable}};
}

static_assert(check(with_body("bucket=${bucket}&object=${object}")) == none);
static_assert(check({.url = "http://a/x?b=c", .body = "b"}) == query_in_url);

std::size_t encoded_size(const callback& c) {
  upcall::length_counter json;
  upcall::write_callback_json(json, c);
  return upcall::base64_size(json.length);
}

}  // namespace

TEST_CASE("callbacks that are right") {
  CHECK(check({.url = "http://oss-demo.aliyuncs.com:23450",
               .query = {{"user", "put_object"}},
               .body = "bucket=${bucket}&object=${object}"}) == none);
  CHECK(check({.url = {"http://a/1", "http://a/2", "http://a/3", "http://a/4", "a:5/5"}, .body = "b"}) == none);
  CHECK(check({.url = "http://a/x", .query = {{"", "v"}, {"\xff", "a\tb"}}, .body = "b", .host = "h.example:81"}) ==
        none);
  std::string every;
  for (std::string_view name : upcall::system_variables) every += "&v=${" + std::string{name} + "}";
  CHECK(check(with_body(every)) == none);
  CHECK(check(with_variable({"x:my-var_1.a", "\xe5\x80\xbc \"\\"}, "${x:my-var_1.a}${x:my-var_1.a}")) == none);
  CHECK(check(with_variable({"x:empty", ""}, "a=${x:empty}")) == none);
  CHECK(check(with_body("cost=$5&a=\xe2\x82\xac")) == none);
}

TEST_CASE("URL, query and host") {
  CHECK(check({.body = "b"}) == no_url);
  CHECK(check({.url = "", .body = "b"}) == no_url);
  CHECK(check({.url = {"http://a", ""}, .body = "b"}) == no_url);
  CHECK(check({.url = {"http://a", "ftp://b"}, .body = "b"}) == other_scheme);
  CHECK(check({.url = {"a", "b", "c", "d", "e", "f"}, .body = "b"}) == too_many_urls);
  callback c = with_body("b");
  for (int i = 0; i != 16; ++i) c.query.push_back({"k", "v"});
  CHECK(check(c) == none);
  c.query.push_back({"k", "v"});
  CHECK(check(c) == too_many_query_fields);
  CHECK(check({.url = "http://a", .query = {{"k", "v\r\nX: y"}}, .body = "b"}) == control_character);
  CHECK(check({.url = "http://a", .query = {{std::string_view{"k\0", 2}, "v"}}, .body = "b"}) == control_character);
  for (const std::string_view host : {"a b", "a\r\nX: y", "a/b", "http://a", "a:", "\xe5\x9b\x9e"}) {
    INFO(host);
    CHECK(check({.url = "http://a", .body = "b", .host = host}) == bad_host);
  }
}

TEST_CASE("the body") {
  CHECK(check(with_body("")) == empty_body);
  CHECK(check(with_body("a\nb")) == control_character);
  CHECK(check(with_body("a\rb")) == control_character);
  CHECK(check(with_body({"a\0", 2})) == control_character);
  CHECK(check(with_body("\xc0\x80")) == not_utf8);
  CHECK(check(with_body("b", "text/plain")) == other_body_type);
  CHECK(check(with_body("b", "")) == other_body_type);
  CHECK(check(with_body("a=${object")) == variable_not_closed);
  CHECK(check(with_body("a=$x:my_var}")) == brace_not_adjacent);
  CHECK(check(with_body("a=${objekt}")) == unknown_variable);
  CHECK(check(with_body("a=${}")) == unknown_variable);
  CHECK(check(with_body("a=${ object}")) == unknown_variable);
  CHECK(check(with_body("a=${x:name}")) == variable_without_value);
  CHECK(check(with_body("a=${x:}")) == variable_without_value);
}

TEST_CASE("a JSON body") {
  const auto json = [](std::string_view body) { return check(with_body(body, upcall::json_body_type)); };
  CHECK(json("{\"object\":${object},\"size\":${size}}") == none);
  CHECK(json("{\"pic\":\"${imageInfo.width},${imageInfo.height}\"}") == none);
  CHECK(json("${object}") == none);
  CHECK(json("{\"object\":${object}") == body_is_not_json);
  CHECK(json("bucket=${bucket}") == body_is_not_json);
  CHECK(json("{'a':1}") == body_is_not_json);
  CHECK(json("{\"a\":${object} ${size}}") == body_is_not_json);
  CHECK(json("{\"a\":${objekt}}") == unknown_variable);
}

TEST_CASE("custom variables") {
  CHECK(check(with_variable({"user", "42"}, "a=${x:user}")) == bad_name);
  CHECK(check(with_variable({"x:", "42"}, "a=b")) == bad_name);
  CHECK(check(with_variable({"x:a b", "42"}, "a=${x:a b}")) == bad_name);
  CHECK(check(with_variable({"x:a~", "42"}, "a=${x:a~}")) == bad_name);
  CHECK(check(with_variable({"x:\xc3\xa9", "42"}, "a=${x:\xc3\xa9}")) == bad_name);
  CHECK(check(with_variable({"x:User", "42"}, "a=${x:User}")) == upper_case_in_name);
  CHECK(check(with_variable({"X:user", "42"}, "a=${X:user}")) == upper_case_in_name);
  CHECK(check(with_variable({"x:user", "42"}, "a=${x:User}")) == upper_case_in_name);
  CHECK(check(with_variable({"x:user", "42"}, "a=${X:user}")) == upper_case_in_name);
  CHECK(check(with_variable({"x:user", "42"}, "a=${x:other}")) == variable_without_value);
  CHECK(check(with_variable({"x:user", "42"}, "a=x:user")) == unused_variable);
  CHECK(check(with_variable({"x:user", "4\n2"}, "a=${x:user}")) == control_character);
  CHECK(check(with_variable({"x:user", "\xff"}, "a=${x:user}")) == not_utf8);
  CHECK(check({.url = "a", .body = "${x:a}", .variables = {{"x:a", "1"}, {"x:a", "2"}}}) == repeated_name);
  CHECK(check({.url = "a", .body = "${x:b}", .variables = {{"x:a", "1"}, {"x:b", "2"}}}) == unused_variable);
  callback c{.url = "a", .body = "b"};
  for (int i = 0; i != 17; ++i) c.variables.push_back({"x:a", "1"});
  CHECK(check(c) == too_many_variables);
}

TEST_CASE("sixteen variables are each missed") {
  std::string names[16], body;
  callback c{.url = "a"};
  for (int i = 0; i != 16; ++i) {
    names[i] = "x:v" + std::to_string(i);
    c.variables.push_back({names[i], "1"});
    body += "${" + names[i] + "}";
  }
  c.body = body;
  CHECK(check(c) == none);
  for (const std::string& name : names) {
    std::string without = body;
    without.erase(without.find("${" + name + "}"), name.size() + 3);
    c.body = without;
    INFO(name);
    CHECK(check(c) == unused_variable);
  }
}

TEST_CASE("five kilobytes of Base64 are the limit, for each of the two") {
  std::string body = "b";
  while (encoded_size(with_body(body)) < 5120) body += 'b';
  while (encoded_size(with_body(body + 'b')) == 5120) body += 'b';
  CHECK(check(with_body(body)) == none);
  CHECK(check(with_body(body + 'b')) == too_long);
  CHECK(check(with_body(std::string(1000000, '\xff'))) == too_long);
  CHECK(check({.url = "http://" + std::string(6000, 'a'), .body = "b"}) == too_long);
  CHECK(check({.url = "a", .query = {{"k", std::string(2000, '%')}}, .body = "b"}) == too_long);

  std::string value(5120 / 4 * 3 - std::string_view{"{\"x:a\":\"\"}"}.size(), 'v');
  CHECK(check(with_variable({"x:a", value}, "${x:a}")) == none);
  value += 'v';
  CHECK(check(with_variable({"x:a", value}, "${x:a}")) == too_long);
}

TEST_CASE("variables alone, for a stored policy") {
  CHECK(upcall::check_variables({.variables = {{"x:a", "1"}}}) == none);
  CHECK(upcall::check_variables({}) == none);
  CHECK(upcall::check_variables({.variables = {{"a", "1"}}}) == bad_name);
}
