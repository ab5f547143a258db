// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/crc64_vectors.hpp"
#include <random>
#include <string>
#include <upcall/crypto/crc64_folded.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/text/sink.hpp>

using namespace upcall;

namespace {

template <class Crc>
constexpr std::uint64_t crc_of(std::string_view text, std::uint64_t before = 0) {
  Crc crc{before};
  write(crc, text);
  return crc.value();
}

static_assert(checksum<folded_crc64> && sizeof(folded_crc64) == 8);
static_assert(crc_of<folded_crc64>("123456789") == 0x995dc9bbdf1939fa);
static_assert(folded_crc64{}.value() == 0 && folded_crc64{42}.value() == 42);
// Long enough for folding, were it not at compile time.
constexpr std::string_view eighty =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
static_assert(crc_of<folded_crc64>(eighty) == crc_of<crc64>(eighty));

std::string random_bytes(std::size_t count) {
  std::mt19937_64 random{20231114};
  std::string out(count, '\0');
  for (char& c : out) c = static_cast<char>(random());
  return out;
}

TEST_CASE("every length at every alignment gives what the tables give") {
  const std::string bytes = random_bytes(64 + 1100);
  int differing = 0;
  for (std::size_t at = 0; at != 64; ++at) {
    for (std::size_t length = 0; length <= 1100; ++length) {
      const auto text = std::string_view{bytes}.substr(at, length);
      const std::uint64_t before = length * 0x9e3779b97f4a7c15;
      differing += crc_of<folded_crc64>(text, before) != crc_of<crc64>(text, before);
    }
  }
  CHECK(differing == 0);
}

TEST_CASE("in pieces as in one") {
  const std::string bytes = random_bytes(3000);
  const std::uint64_t expected = crc_of<crc64>(bytes);
  int differing = 0;
  for (std::size_t split = 0; split <= bytes.size(); ++split) {
    const auto first = std::string_view{bytes}.substr(0, split), second = std::string_view{bytes}.substr(split);
    folded_crc64 one;
    one.append(first);
    one.append(second);
    differing += one.value() != expected;
    differing += crc_of<crc64>(second, crc_of<folded_crc64>(first)) != expected;
    differing += crc_of<folded_crc64>(second, crc_of<crc64>(first)) != expected;
  }
  for (std::size_t piece = 1; piece <= 600; ++piece) {
    folded_crc64 many;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      many.append(std::string_view{bytes}.substr(at, piece));
      if (at + piece < bytes.size()) {
        many.put(bytes[at + piece]);
        ++at;
      }
    }
    differing += many.value() != expected;
  }
  CHECK(differing == 0);
}

TEST_CASE("a megabyte of one byte, and of many") {
  const std::string zeros(1 << 20, '\0'), ones(1 << 20, '\xff'), bytes = random_bytes((1 << 20) + 13);
  for (const std::string_view text : {std::string_view{zeros}, std::string_view{ones}, std::string_view{bytes}})
    CHECK(crc_of<folded_crc64>(text) == crc_of<crc64>(text));
}

TEST_CASE("folded checksums in the vectors") {
  int checked = 0;
  for (const auto& each : crc64_vectors::all()) {
    if (each["kind"] != "crc" && each["kind"] != "crc-init") continue;
    INFO(each["name"]);
    const std::string data = crc64_vectors::data(each["input"]["data"]);
    const std::uint64_t before = each["kind"] == "crc" ? 0 : crc64_vectors::number(each["input"]["initial_crc64"]);
    CHECK(crc_of<folded_crc64>(data, before) == crc64_vectors::number(each["expected"]["crc64"]));
    ++checked;
  }
  CHECK(checked == 9);
}

}  // namespace
