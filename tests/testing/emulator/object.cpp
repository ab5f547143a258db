// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/object.hpp>

using namespace upcall::testing;

TEST_CASE("the checksums of bytes do not depend on the pieces that they come in") {
  checksums sums;
  for (std::string_view piece : {"1234", "", "56789"}) sums.append(piece);
  CHECK(sums.size() == 9);
  CHECK(sums.crc64() == 11051210869376104954u);
  const std::string md5 = std::move(sums).md5();
  CHECK(upper_hex(md5) == "25F9E794323B453885F5181F1B624D0B");
  CHECK(base64_of(md5) == "JfnnlDI7RTiF9RgfG2JNCw==");
  CHECK(object_facts{.etag = "AB"}.quoted_etag() == "\"AB\"");
}
