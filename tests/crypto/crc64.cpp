// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/crc64_vectors.hpp"
#include <upcall/crypto/crc64.hpp>
#include <upcall/text/sink.hpp>

using namespace upcall;

namespace {

template <class Crc>
constexpr std::uint64_t crc_of(std::string_view text, std::uint64_t before = 0) {
  Crc crc{before};
  write(crc, text);
  return crc.value();
}

// The definition, a bit at a time.
std::uint64_t crc_by_bits(std::string_view text) {
  std::uint64_t sum = ~std::uint64_t{0};
  for (char c : text) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit != 8; ++bit) sum = sum >> 1 ^ (0xC96C5795D7870F42 & (0 - (sum & 1)));
  }
  return ~sum;
}

}  // namespace

// The check value of CRC-64/XZ.
static_assert(crc_of<crc64>("123456789") == 0x995dc9bbdf1939fa &&
              crc_of<small_crc64>("123456789") == 0x995dc9bbdf1939fa);
static_assert(crc64{}.value() == 0 && small_crc64{}.value() == 0 && crc64{0}.value() == 0 && crc64{42}.value() == 42);
static_assert(crc_of<crc64>("56789", crc_of<small_crc64>("1234")) == 0x995dc9bbdf1939fa);
static_assert(crc_of<basic_crc64<1>>("123456789") == 0x995dc9bbdf1939fa);
static_assert(sizeof(crc64) == 8 && sizeof(small_crc64) == 8);

TEST_CASE("every length and every split gives what the definition gives") {
  int differing = 0;
  for (std::size_t length = 0; length <= 200; ++length) {
    const std::string text = crc64_vectors::bytes_modulo(251, length);
    const std::uint64_t expected = crc_by_bits(text);
    crc64 by_character;
    for (char c : text) by_character.put(c);
    differing += by_character.value() != expected;
    for (std::size_t split = 0; split <= length; ++split) {
      const std::string_view first = std::string_view{text}.substr(0, split),
                             second = std::string_view{text}.substr(split);
      differing += crc_of<crc64>(second, crc_of<crc64>(first)) != expected;
      differing += crc_of<small_crc64>(second, crc_of<small_crc64>(first)) != expected;
      differing += crc_of<basic_crc64<1>>(second, crc_of<crc64>(first)) != expected;
      crc64 one;
      one.append(first);
      one.append(second);
      differing += one.value() != expected;
    }
  }
  CHECK(differing == 0);
}

TEST_CASE("checksums in the vectors") {
  int checked = 0;
  for (const auto& each : crc64_vectors::all()) {
    if (each["kind"] != "crc" && each["kind"] != "crc-init") continue;
    INFO(each["name"]);
    const std::string data = crc64_vectors::data(each["input"]["data"]);
    const std::uint64_t before = each["kind"] == "crc" ? 0 : crc64_vectors::number(each["input"]["initial_crc64"]);
    const std::uint64_t expected = crc64_vectors::number(each["expected"]["crc64"]);
    CHECK(crc_of<crc64>(data, before) == expected);
    CHECK(crc_of<small_crc64>(data, before) == expected);
    ++checked;
  }
  CHECK(checked == 9);
}
