// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <openssl/evp.h>
#include <string>
#include <upcall/text/base64.hpp>

using namespace upcall;

namespace {

constexpr auto base64_of(std::string_view bytes) {
  return written([&](auto& to) { write_base64(to, bytes); });
}
constexpr bool decodes_to(std::string_view text, std::string_view bytes) {
  inline_string<256> to;
  return read_base64(text, to) && to == bytes;
}
constexpr bool refused(std::string_view text) {
  inline_string<256> to;
  return !read_base64(text, to);
}

}  // namespace

// RFC 4648 §10.
static_assert(base64_of("") == "" && decodes_to("", ""));
static_assert(base64_of("f") == "Zg==" && decodes_to("Zg==", "f"));
static_assert(base64_of("fo") == "Zm8=" && decodes_to("Zm8=", "fo"));
static_assert(base64_of("foo") == "Zm9v" && decodes_to("Zm9v", "foo"));
static_assert(base64_of("foob") == "Zm9vYg==" && decodes_to("Zm9vYg==", "foob"));
static_assert(base64_of("fooba") == "Zm9vYmE=" && decodes_to("Zm9vYmE=", "fooba"));
static_assert(base64_of("foobar") == "Zm9vYmFy" && decodes_to("Zm9vYmFy", "foobar"));
static_assert(base64_of("\xfb\xff\xfe") == "+//+" && decodes_to("+//+", "\xfb\xff\xfe"));

static_assert(refused("Zg") && refused("Zg=") && refused("Zg===") && refused("Z") && refused("Z==="),
              "padding is missing or wrong");
static_assert(refused("=") && refused("==") && refused("===") && refused("===="), "padding of nothing");
static_assert(refused("Zg==Zg==") && refused("Zg=v") && refused("=Zg="), "data after padding");
static_assert(refused("Zh==") && refused("Zm9=") && refused("Zm9vYh=="), "unused bits that are not zero");
static_assert(refused("Zm9v\n") && refused("Zm9v\nZm9") && refused(" m9v") && refused("Zm9 "), "white space");
static_assert(refused("-__-") && refused("Zm9v*A==") && refused("\xc3\xa4Zg") && refused(std::string_view{"Zm9\0", 4}),
              "other characters");

TEST_CASE("base64 is that of OpenSSL and reads back, for every length to 300") {
  std::string bytes;
  for (unsigned length = 0; length <= 300; ++length) {
    const auto ours = written<512>([&](auto& to) { write_base64(to, bytes); });
    std::string theirs(512, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(theirs.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(length));
    theirs.resize(static_cast<std::size_t>(size));
    CHECK(ours.view() == theirs);
    CHECK(base64_size(length) == theirs.size());
    inline_string<300> back;
    CHECK(read_base64(ours.view(), back));
    CHECK(back.view() == bytes);
    bytes += static_cast<char>(length * 37 + length / 7);
  }
}

TEST_CASE("of all quads of a small alphabet, exactly those are read that an encoder makes") {
  constexpr std::string_view alphabet = "ABQgwz9+/=- ";
  for (char a : alphabet) {
    for (char b : alphabet) {
      for (char c : alphabet) {
        for (char d : alphabet) {
          const char quad[] = {a, b, c, d};
          const std::string_view text{quad, 4};
          inline_string<3> bytes;
          if (read_base64(text, bytes)) CHECK(base64_of(bytes) == text);
        }
      }
    }
  }
}
