// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/crc64_vectors.hpp"
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/crc64_combine.hpp>

using namespace upcall;

namespace {

constexpr std::uint64_t crc_of(std::string_view text) {
  crc64 crc;
  crc.append(text);
  return crc.value();
}

}  // namespace

static_assert(crc64_combine(crc_of("12345"), crc_of("6789"), 4) == crc_of("123456789"));
static_assert(crc64_combine(crc_of("123456789"), 0, 0) == crc_of("123456789") &&
              crc64_combine(0, crc_of("1"), 1) == crc_of("1"));
static_assert(crc64_combine(7, 9, 0) == 7, "nothing follows, whatever its checksum is said to be");
static_assert(crc64_combine(1, 2, 48000000000000) == 11539499137786334569u);

TEST_CASE("all ways to cut some texts in two") {
  for (std::size_t length : {1u, 2u, 64u, 65u, 1000u}) {
    const std::string text = crc64_vectors::bytes_modulo(241, length);
    int differing = 0;
    for (std::size_t split = 0; split <= length; ++split) {
      const std::string_view first = std::string_view{text}.substr(0, split),
                             second = std::string_view{text}.substr(split);
      differing += crc64_combine(crc_of(first), crc_of(second), second.size()) != crc_of(text);
    }
    CHECK(differing == 0);
  }
}

TEST_CASE("very long second parts: cut in two anywhere, they shift the first by the same") {
  constexpr std::uint64_t longest = std::uint64_t{1} << 63, crc = 0x123456789abcdef0;
  for (std::uint64_t cut = 1; cut != 0; cut <<= 1) {
    if (cut >= longest) break;
    CHECK(crc64_combine(crc64_combine(crc, 0, cut), 0, longest - cut) == crc64_combine(crc, 0, longest));
  }
}

TEST_CASE("combined checksums in the vectors") {
  int checked = 0;
  for (const auto& each : crc64_vectors::all()) {
    INFO(each["name"]);
    const auto& input = each["input"];
    const std::uint64_t expected = crc64_vectors::number(each["expected"].value("crc64", "0"));
    if (each["kind"] == "combine-raw") {
      CHECK(crc64_combine(crc64_vectors::number(input["crc64_1"]), crc64_vectors::number(input["crc64_2"]),
                          input["length_2"].get<std::uint64_t>()) == expected);
      ++checked;
    } else if (each["kind"] == "combine") {
      std::uint64_t whole = 0;
      std::size_t i = 0;
      for (const auto& part : input["parts"]) {
        const std::string data = crc64_vectors::data(part);
        CHECK(crc_of(data) == crc64_vectors::number(each["expected"]["part_crc64"][i++]));
        whole = crc64_combine(whole, crc_of(data), data.size());
      }
      CHECK(whole == expected);
      ++checked;
    }
  }
  CHECK(checked == 7);
}
