// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string_view>
#include <upcall/callback/option.hpp>

namespace {

inline constexpr upcall::callback on_upload{
    .url = "http://a/x", .body = "u=${x:user}", .variables = {{"x:user", "42"}}};

struct options {
  upcall::callback_option callback = {};
};

static_assert(!upcall::callback_option{});
static_assert(!options{.callback = {}}.callback);
static_assert(options{.callback = upcall::encoded<on_upload>}.callback);
static_assert(options{.callback = on_upload}.callback);
static_assert(options{.callback = on_upload}.callback.not_encoded() == &on_upload);
static_assert(options{.callback = upcall::encoded<on_upload>}.callback.not_encoded() == nullptr);

}  // namespace

TEST_CASE("what the compiler encoded needs no room") {
  upcall::text_arena none{{}};
  const auto ready = upcall::callback_option{upcall::encoded<on_upload>}.encode(none);
  REQUIRE(ready);
  CHECK(ready->parameter.data() == upcall::encoded<on_upload>.parameter.data());
  CHECK(ready->variables == "eyJ4OnVzZXIiOiI0MiJ9");
  CHECK_FALSE(none.overflow());
}

TEST_CASE("a callback known at run time is written into the room given") {
  char room[400];
  upcall::text_arena texts{room};
  const auto ready = upcall::callback_option{on_upload}.encode(texts);
  REQUIRE(ready);
  CHECK(ready->parameter.data() == room);
  CHECK(ready->variables.data() == room + ready->parameter.size());
  CHECK(ready->parameter == upcall::encoded<on_upload>.parameter);
  CHECK(ready->variables == upcall::encoded<on_upload>.variables);
}

TEST_CASE("one that is wrong, or does not fit, is a failure that says what to do") {
  char room[400];
  const auto failed = [&](const upcall::callback& c, std::size_t size) {
    upcall::text_arena texts{{room, size}};
    const auto out = upcall::callback_option{c}.encode(texts);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == upcall::fault::client);
    return out.error().message;
  };
  CHECK(failed({.url = "http://a/x?y", .body = "b"}, 400) == "callback: query parameters go in .query, not in .url");
  const std::size_t needed = upcall::encoded<on_upload>.parameter.size() + upcall::encoded<on_upload>.variables.size();
  CHECK(failed(on_upload, needed - 1).view().starts_with("callback: does not fit"));
  CHECK(failed(on_upload, 10).view().starts_with("callback: does not fit"));
}
