// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <type_traits>
#include <upcall/http/signed_request.hpp>

using upcall::request;
using upcall::signed_request;

// Only the sign stage makes one; who has one may hand it on.
static_assert(!std::is_constructible_v<signed_request, request> && !std::is_constructible_v<signed_request, request&>);
static_assert(!std::is_constructible_v<signed_request, const request&> &&
              !std::is_convertible_v<request&, signed_request>);
static_assert(!std::is_default_constructible_v<signed_request> && !std::is_aggregate_v<signed_request>);
static_assert(std::is_trivially_copyable_v<signed_request> && sizeof(signed_request) == sizeof(void*));

namespace {

// Looks at what a client hands to its transport.
struct looking {
  using role = upcall::role::transport;

  upcall::result<upcall::nothing> send(const signed_request& request, upcall::body auto&, upcall::response& answer) {
    CHECK(request.method() == "PUT");
    CHECK(request.to().host == "oss-cn-hangzhou.aliyuncs.com");
    CHECK(request.message().bucket == "examplebucket");
    CHECK(request.message().key == "files/hello");
    CHECK(request.headers().find("content-type")->value == "text/plain");
    CHECK(request.headers().find("authorization") != nullptr);
    CHECK(request.has_body());
    CHECK(request.content_length() == 5);
    answer.status = 200;
    answer.header("x-oss-request-id", "R");
    return upcall::nothing{};
  }
};

}  // namespace

TEST_CASE("a signed request shows what was signed") {
  given::client oss{given::service, looking{}};
  CHECK(oss.bucket("examplebucket").put_object("files/hello", upcall::text{"hello"}, {.content_type = "text/plain"}));
}
