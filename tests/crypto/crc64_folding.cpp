// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/crc64_folding.hpp>

using namespace upcall;
namespace folding = upcall::detail::crc64_folding;

namespace {

std::string sample() {
  std::string bytes;
  for (int i = 0; i != 3000; ++i) bytes.push_back(static_cast<char>(i * i + i / 7));
  return bytes;
}
std::uint64_t crc_of(std::string_view text, std::uint64_t before = 0) {
  crc64 out{before};
  out.append(text);
  return out.value();
}

TEST_CASE("folding goes on from a value with all whole blocks") {
  const std::string bytes = sample();
  for (const unsigned width : {128u, 256u, 512u}) {
    if (width > folding::widest()) continue;
    for (const std::size_t length : {256u, 257u, 1023u, 1024u, 1039u, 1280u, 3000u}) {
      INFO(width << " bits, " << length << " bytes");
      const auto text = std::string_view{bytes}.substr(0, length);
      const auto whole = text.substr(0, length - length % folding::block);
      CHECK(folding::fold<crc64>(42, text, width) == crc_of(whole, 42));
    }
  }
}

#if defined(__x86_64__)

// The bytes of the front, folded, stand for all.
TEST_CASE("each width takes in what it says and nothing is lost") {
  const std::string bytes = sample();
  const auto check = [&](std::size_t size, auto take_in) {
    for (const std::size_t length : {size, size + 15, 2 * size - 1, 2 * size, 3 * size + 17, std::size_t{2000}}) {
      std::string front = bytes.substr(0, size);
      std::string_view rest = std::string_view{bytes}.substr(size, length - size);
      take_in(front.data(), rest);
      CHECK(rest.size() == (length - size) % size);
      folding::take_in_16(front.data(), size, rest);
      CHECK(rest.size() < 16);
      crc64 folded{~std::uint64_t{0}}, plain{~std::uint64_t{0}};  // both from a sum of zero
      folded.append(std::string_view{front}.substr(0, 16));
      folded.append(rest);
      plain.append(std::string_view{bytes}.substr(0, length));
      CHECK(folded.value() == plain.value());
    }
  };
  const auto four = std::make_index_sequence<4>{};
  const auto eight = std::make_index_sequence<8>{};
  if (folding::widest() >= 128)
    check(128, [&](char* front, std::string_view& rest) { folding::take_in_128(front, rest, eight); });
  if (folding::widest() >= 256)
    check(256, [&](char* front, std::string_view& rest) { folding::take_in_256(front, rest, eight); });
  if (folding::widest() >= 512)
    check(256, [&](char* front, std::string_view& rest) { folding::take_in_512(front, rest, four); });
}

#endif

}  // namespace
