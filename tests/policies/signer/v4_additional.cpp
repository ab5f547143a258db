// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "signed.hpp"
#include <upcall/policies/signer/v4_additional.hpp>

using namespace upcall;

namespace {

constexpr std::string_view names[] = {"Host", "content-length", "Cache-Control"};

static_assert(v4::is_signed("content-type", {}) && v4::is_signed("content-md5", {}) && v4::is_signed("x-oss-a", {}));
static_assert(v4::is_signed("cache-control", names) && v4::is_signed("host", names));
static_assert(!v4::is_signed("cache-control", {}) && !v4::is_signed("etag", names) && !v4::is_signed("x-os", names));

}  // namespace

TEST_CASE("transport_headers: a request has them while they live, where they are named") {
  request_to_sign request{"PUT", "examplebucket", "o"};
  request.message.has_body = true;
  request.message.content_length = 18446744073709551615u;
  {
    const v4::transport_headers lent{request.message, request.texts, names};
    CHECK(request.header("host") == "examplebucket.oss-cn-hangzhou.aliyuncs.com");
    CHECK(request.header("content-length") == "18446744073709551615");
    CHECK(request.message.headers.size() == 2);
  }
  CHECK(request.message.headers.empty());
  const v4::transport_headers none{request.message, request.texts, {}};
  CHECK(request.message.headers.empty());
}

TEST_CASE("transport_headers: without a body there is no length, and what was given stays as it was") {
  request_to_sign request{"GET", "examplebucket", "o"};
  request.message.headers.set("host", "other.example");
  {
    const v4::transport_headers lent{request.message, request.texts, names};
    CHECK(request.header("host") == "other.example");
    CHECK(request.message.headers.size() == 1);
  }
  CHECK(request.header("host") == "other.example");
}
