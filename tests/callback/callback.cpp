// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/callback/callback.hpp>

namespace {

inline constexpr upcall::callback one{.url = "http://a/x"};
inline constexpr upcall::callback two{.url = {"http://a/x", "http://b/y"}};
inline constexpr upcall::callback six{.url = {"1", "2", "3", "4", "5", "6"}};
inline constexpr upcall::callback all{
    .url = "https://example.com/cb",
    .query = {{"user", "put_object"}, {"a", "b"}},
    .body = "{\"o\":${object},\"u\":${x:user}}",
    .body_type = upcall::json_body_type,
    .host = "example.org",
    .sni = true,
    .variables = {{"x:user", "42"}},
};

static_assert(one.url.size() == 1 && one.url[0] == "http://a/x");
static_assert(two.url.size() == 2 && two.url[1] == "http://b/y");
static_assert(six.url.size() == 5 && six.url.overflow());
static_assert(upcall::callback{}.url.empty() && upcall::callback{}.body_type == "application/x-www-form-urlencoded");
static_assert(all.query.size() == 2 && all.query[1] == upcall::field{"a", "b"} && all.variables.size() == 1);

}  // namespace

TEST_CASE("a callback is filled in at run time as well") {
  const std::string url = "http://a/x", other = "http://b/y", value = "v";
  upcall::callback c{.url = url, .body = "b"};
  CHECK(c.url[0].data() == url.data());
  c.url = {url, other};
  CHECK(c.url.size() == 2);
  c.url.push_back("http://c/z");
  CHECK(c.url.size() == 3);
  c.query.push_back({"k", value});
  CHECK(c.query[0].value == "v");
}

TEST_CASE("more than sixteen fields are noticed") {
  upcall::callback c;
  for (int i = 0; i != 16; ++i) c.variables.push_back({"x:a", ""});
  CHECK_FALSE(c.variables.overflow());
  c.variables.push_back({"x:a", ""});
  CHECK(c.variables.overflow());
}
