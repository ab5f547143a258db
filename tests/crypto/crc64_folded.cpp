// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/crc64_vectors.hpp"
#include <array>
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
constexpr std::array<char, 1024> zeros{};
static_assert(crc_of<folded_crc64>({zeros.data(), zeros.size()}) == crc_of<crc64>({zeros.data(), zeros.size()}));

std::string random_bytes(std::size_t count) {
  std::mt19937_64 random{20231114};
  std::string out(count, '\0');
  for (char& c : out) c = static_cast<char>(random());
  return out;
}

// A way that this processor has not is a narrower one.
using by_512_bits = basic_folded_crc64<crc64, 512>;
using by_256_bits = basic_folded_crc64<crc64, 256>;
using by_128_bits = basic_folded_crc64<crc64, 128>;
using by_tables = basic_folded_crc64<crc64, 0>;
using byte_by_byte = basic_crc64<1>;

// Goes on from another value() at each alignment, from none at the first.
template <class Crc>
int differences() {
  alignas(64) static char bytes[64 + 4096];
  random_bytes(sizeof bytes).copy(bytes, sizeof bytes);
  int found = 0;
  for (std::size_t at = 0; at != 64; ++at) {
    const std::uint64_t before = at * 0x9e3779b97f4a7c15;
    byte_by_byte expected{before};
    for (std::size_t length = 0; length <= 4096; ++length) {
      found += crc_of<Crc>({bytes + at, length}, before) != expected.value();
      if (length != 4096) expected.put(bytes[at + length]);
    }
  }
  return found;
}

TEST_CASE("every length at every alignment, in each way, gives what each byte by itself gives") {
  CHECK(differences<by_512_bits>() == 0);
  CHECK(differences<by_256_bits>() == 0);
  CHECK(differences<by_128_bits>() == 0);
  CHECK(differences<by_tables>() == 0);
}

// Appended twice, and gone on with by another from its value().
template <class Crc>
int split_differences(std::string_view text) {
  const std::uint64_t expected = crc_of<byte_by_byte>(text);
  int found = 0;
  for (std::size_t split = 0; split <= text.size(); ++split) {
    const auto first = text.substr(0, split), second = text.substr(split);
    Crc one;
    one.append(first);
    one.append(second);
    found += one.value() != expected;
    found += crc_of<Crc>(second, crc_of<crc64>(first)) != expected;
    found += crc_of<crc64>(second, crc_of<Crc>(first)) != expected;
  }
  return found;
}

TEST_CASE("in two pieces as in one, wherever it is cut") {
  const std::string bytes = random_bytes(4096 + 1);
  for (const std::size_t size : {4096u, 1500u, 300u, 70u}) {
    INFO(size);
    const auto text = std::string_view{bytes}.substr(1, size);
    CHECK(split_differences<by_512_bits>(text) == 0);
    CHECK(split_differences<by_256_bits>(text) == 0);
    CHECK(split_differences<by_128_bits>(text) == 0);
    CHECK(split_differences<by_tables>(text) == 0);
  }
}

TEST_CASE("in many pieces, with single bytes between them") {
  const std::string bytes = random_bytes(3000);
  const std::uint64_t expected = crc_of<byte_by_byte>(bytes);
  int differing = 0;
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
  for (const std::string& text :
       {std::string(1 << 20, '\0'), std::string(1 << 20, '\xff'), random_bytes((1 << 20) + 13)}) {
    const std::uint64_t expected = crc_of<byte_by_byte>(text);
    CHECK(crc_of<by_512_bits>(text) == expected);
    CHECK(crc_of<by_256_bits>(text) == expected);
    CHECK(crc_of<by_128_bits>(text) == expected);
    CHECK(crc_of<by_tables>(text) == expected);
  }
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
