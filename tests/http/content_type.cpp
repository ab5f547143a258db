// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/http/check_names.hpp>
#include <upcall/http/content_type.hpp>

using upcall::any_content_type;
using upcall::content_type_of;

static_assert(content_type_of("a.txt") == "text/plain" && content_type_of("A.TXT") == "text/plain");
static_assert(content_type_of("/tmp/photo.JPeG") == "image/jpeg" && content_type_of("x.tar.gz") == "application/gzip");
static_assert(content_type_of("a.json") == "application/json" && content_type_of("index.html") == "text/html");
static_assert(content_type_of("") == any_content_type && content_type_of("hello") == any_content_type);
static_assert(content_type_of("a.") == any_content_type && content_type_of("a.unknown") == any_content_type);
// A hidden file has no extension, and a folder's name is none of a file's.
static_assert(content_type_of(".png") == any_content_type && content_type_of("/home/x/.png") == any_content_type);
static_assert(content_type_of("folder.png/file") == any_content_type && content_type_of("a.png/") == any_content_type);
static_assert(content_type_of("a.tx") == any_content_type && content_type_of("a.txtt") == any_content_type);

TEST_CASE("each type can be sent, each extension can be found") {
  std::string_view before;
  for (std::string_view list = upcall::detail::content_types; !list.empty();) {
    const auto [extension, type] = upcall::detail::next_content_type(list);
    INFO(extension);
    CHECK(before < extension);
    before = extension;
    CHECK(content_type_of(std::string{"name."} + std::string{extension}) == type);
    const std::size_t slash = type.find('/');
    REQUIRE(slash != type.npos);
    CHECK(upcall::is_token(type.substr(0, slash)));
    CHECK(upcall::is_token(type.substr(slash + 1)));
  }
}
