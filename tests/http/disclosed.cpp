// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string_view>
#include <upcall/http/disclosed.hpp>

TEST_CASE("what may hold a secret is not disclosed") {
  for (const std::string_view name :
       {"authorization", "Authorization", "x-oss-security-token", "X-Oss-Security-Token", "x-oss-callback",
        "x-oss-callback-var", "x-oss-meta-author", "x-oss-tagging", "x-oss-copy-source", "cookie", "set-cookie",
        "proxy-authorization", "x-oss-server-side-encryption-key-id", "x-oss-server-side-encryption-customer-key", "",
        " ", "content-type date"}) {
    INFO(name);
    CHECK_FALSE(upcall::is_disclosed_header(name));
  }
  for (const std::string_view name :
       {"Signature", "x-oss-signature", "OSSAccessKeyId", "x-oss-credential", "security-token", "x-oss-security-token",
        "x-oss-date", "Expires", "callback", "callback-var", "x-oss-process", ""}) {
    INFO(name);
    CHECK_FALSE(upcall::is_disclosed_parameter(name));
  }
}

TEST_CASE("what says how and what is asked for is disclosed") {
  for (const std::string_view name : {"content-type", "Cache-Control", "x-oss-storage-class", "x-oss-date"})
    CHECK(upcall::is_disclosed_header(name));
  for (const std::string_view name : {"uploads", "uploadId", "partNumber", "acl", "prefix"})
    CHECK(upcall::is_disclosed_parameter(name));
}
