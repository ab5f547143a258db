// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <string>
#include <upcall/crypto/crc64.hpp>
#include <upcall/http/body.hpp>
#include <upcall/operations/complete_document.hpp>
#include <vector>

using upcall::complete_document;
using upcall::part_list;
using upcall::stored_part;

namespace {

static_assert(upcall::body<complete_document>);

std::string read(complete_document& from, std::size_t most) {
  std::string out, piece(most, '\0');
  for (;;) {
    const auto got = from.read(piece);
    REQUIRE(got);
    if (*got == 0) return out;
    out.append(piece, 0, *got);
  }
}

constexpr std::array<stored_part, 2> digits{stored_part{1, 4, 0, {"\"A\""}}, stored_part{7, 5, 0, {"\"B<&\""}}};

}  // namespace

TEST_CASE("complete_document: the parts as the service reads them, numbers as they are") {
  auto at = [](std::uint32_t index) -> const stored_part& { return digits[index]; };
  const std::string expected =
      "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;A&quot;</ETag></Part>"
      "<Part><PartNumber>7</PartNumber><ETag>&quot;B&lt;&amp;&quot;</ETag></Part></CompleteMultipartUpload>";
  complete_document document{{2, at}};
  CHECK(document.size() == expected.size());
  for (const std::size_t most : {1u, 2u, 7u, 24u, 25u, 1000u}) {
    INFO(most);
    CHECK(read(document, most) == expected);
    CHECK(document.rewind());
  }
  char piece[30];
  REQUIRE(*document.read(piece) == 30);  // in the middle of a part
  CHECK(document.rewind());
  CHECK(read(document, 30) == expected);
}

TEST_CASE("complete_document: it stands for the object that the parts make") {
  const std::string whole = "123456789";
  std::vector<stored_part> parts;
  for (std::size_t at : {0u, 4u}) {
    const std::string piece = whole.substr(at, at == 0 ? 4 : 5);
    upcall::crc64 sum;
    write(sum, piece);
    parts.push_back({static_cast<std::uint32_t>(parts.size() + 1), piece.size(), sum.value(), {"e"}});
  }
  auto at = [&](std::uint32_t index) -> const stored_part& { return parts[index]; };
  const complete_document document{{2, at}};
  CHECK(document.object_size() == 9);
  CHECK(document.crc64() == 11051210869376104954u);  // the check value of CRC-64/XZ
}

TEST_CASE("complete_document: without parts there is no body, and nothing is known of the object") {
  complete_document none{{}};
  CHECK(none.size() == 0);
  CHECK(none.object_size() == 0);
  CHECK_FALSE(none.crc64());
  CHECK(read(none, 10).empty());
}

TEST_CASE("complete_document: 10,000 parts with the longest ETags, a part at a time") {
  stored_part one{1, 102'400, 0, {std::string(44, '"')}};
  auto at = [&](std::uint32_t index) -> const stored_part& {
    one.number = index + 1;
    return one;
  };
  complete_document document{{10'000, at}};
  const std::string whole = read(document, 4096);
  CHECK(whole.size() == document.size());
  std::string last = "<Part><PartNumber>10000</PartNumber><ETag>";
  for (int i = 0; i != 44; ++i) last += "&quot;";
  last += "</ETag></Part></CompleteMultipartUpload>";
  CHECK(whole.substr(whole.size() - last.size()) == last);
  CHECK(document.object_size() == 10'000u * 102'400u);
  STATIC_REQUIRE(sizeof document < 512);
}
