// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/ask.hpp"
#include <upcall/testing/emulator/receive.hpp>

using namespace upcall::testing;

TEST_CASE("a body must be what its headers say") {
  service here{{}};
  const auto put = [&](const header_lines& headers) { return ask(here, "PUT", "/bucket/key", headers, "123456789"); };
  refused(put({{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}}), 400, "InvalidDigest");
  refused(put({{"Content-MD5", "not base64"}}), 400, "InvalidDigest");
  refused(put({{"x-oss-hash-crc64ecma", "1"}}), 400, "InvalidCRC64");
  CHECK(ask(here, "HEAD", "/bucket/key").status == 404);
  CHECK(put({{"Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="}, {"x-oss-hash-crc64ecma", "11051210869376104954"}}).status ==
        200);
}

TEST_CASE("a body that is not whole stores nothing") {
  service here{{}};
  auto lost = raw_request("PUT", "/bucket/key");
  lost.content_length = 100;
  lost.read = [calls = 0](std::span<char>) mutable {
    return calls++ == 0 ? std::optional<std::size_t>{50} : std::nullopt;
  };
  refused(here.handle(lost), 400, "IncompleteBody");
  auto without_length = raw_request("PUT", "/bucket/key");
  without_length.content_length.reset();
  refused(here.handle(without_length), 411, "MissingContentLength");
  auto too_large = raw_request("PUT", "/bucket/key");
  too_large.content_length = 5ull * 1024 * 1024 * 1024 + 1;
  refused(here.handle(too_large), 400, "EntityTooLarge");
  CHECK(ask(here, "HEAD", "/bucket/key").status == 404);
}

TEST_CASE("chunked bodies have no length beforehand") {
  service here{{}};
  auto chunked = raw_request("PUT", "/bucket/key", {}, "abc");
  chunked.content_length.reset();
  chunked.chunked = true;
  CHECK(here.handle(chunked).status == 200);
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "abc");
}
