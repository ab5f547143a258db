// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <initializer_list>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <string>
#include <string_view>
#include <upcall/policies/crypto/openssl_rsa_md5.hpp>
#include <upcall/policies/keys/pinned.hpp>
#include <upcall/policies/keys/public_key_pem.hpp>
#include <upcall/testing/written.hpp>

using upcall::is_public_key_pem;

static_assert(is_public_key_pem(upcall::callback_public_key));
static_assert(!is_public_key_pem(""));

namespace {

using key_owner = upcall::detail::openssl_ptr<EVP_PKEY>;

std::string written_by(auto write) {
  const upcall::detail::openssl_ptr<BIO> out{BIO_new(BIO_s_mem())};
  REQUIRE(write(out.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}
std::string pem_of(const key_owner& key) {
  REQUIRE(key);
  return written_by([&](BIO* to) { return PEM_write_bio_PUBKEY(to, key.get()); });
}

// Whether OpenSSL finds an RSA key in it, which may stand among other things.
bool openssl_reads(std::string_view pem) {
  const upcall::detail::openssl_errors_dropped quietly;
  const upcall::detail::openssl_ptr<BIO> text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  const key_owner key{PEM_read_bio_PUBKEY(text.get(), nullptr, nullptr, nullptr)};
  return key && EVP_PKEY_base_id(key.get()) == EVP_PKEY_RSA;
}

std::string in_pem(std::string_view der) {
  std::string out = "-----BEGIN PUBLIC KEY-----\n";
  const std::string base64 = upcall::testing::written([&](auto& to) { upcall::write_base64(to, der); });
  for (std::size_t i = 0; i < base64.size(); i += 64) out += base64.substr(i, 64) + '\n';
  return out + "-----END PUBLIC KEY-----\n";
}
std::string element(char tag, const std::string& content) {
  std::string out{tag};
  if (content.size() >= 0x100) {
    out += '\x82';
    out += static_cast<char>(content.size() >> 8);
  } else if (content.size() >= 0x80) {
    out += '\x81';
  }
  return out + static_cast<char>(content.size() & 0xff) + content;
}
// What stands behind each part of a key.
struct added {
  std::string to_numbers = {}, to_key = {}, to_info = {}, at_the_end = {};
};
// A key of such numbers; not all are of use.
std::string key_of(const std::string& modulus, const std::string& exponent, const added& more = {}) {
  const std::string algorithm{"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 15};
  const std::string numbers = element(0x30, element(0x02, modulus) + element(0x02, exponent) + more.to_numbers);
  const std::string key = element(0x03, '\0' + numbers + more.to_key);
  return in_pem(element(0x30, algorithm + key + more.to_info) + more.at_the_end);
}

}  // namespace

TEST_CASE("public RSA keys of all sizes in use are keys, with either line break and with none at the end") {
  for (const unsigned bits : {512u, 1024u, 1536u, 2048u, 4096u}) {
    const std::string pem = pem_of(key_owner{EVP_RSA_gen(bits)});
    CHECK(is_public_key_pem(pem));
    CHECK(is_public_key_pem(pem.substr(0, pem.size() - 1)));
    CHECK(is_public_key_pem(pem + "\r\n\n"));
    std::string with_cr;
    for (const char c : pem) with_cr += c == '\n' ? std::string{"\r\n"} : std::string{c};
    CHECK(is_public_key_pem(with_cr));
    CHECK(openssl_reads(with_cr));
  }
}

TEST_CASE("a public key that is cut off anywhere is none, nor is one with anything beside it") {
  const std::string pem = pem_of(key_owner{EVP_RSA_gen(1024)});
  for (std::size_t size = 0; size != pem.size() - 1; ++size) CHECK_FALSE(is_public_key_pem(pem.substr(0, size)));
  CHECK_FALSE(is_public_key_pem(pem + pem));
  CHECK_FALSE(is_public_key_pem(pem + "x"));
  CHECK_FALSE(is_public_key_pem(pem + " "));
  CHECK_FALSE(is_public_key_pem("\n" + pem));
  CHECK_FALSE(is_public_key_pem("\xef\xbb\xbf" + pem));
  CHECK_FALSE(is_public_key_pem("<html>" + pem));
  CHECK_FALSE(is_public_key_pem("Proc-Type: 4,ENCRYPTED\n" + pem));
}

TEST_CASE("other things in PEM are no public RSA key") {
  const key_owner key{EVP_RSA_gen(1024)};
  CHECK_FALSE(is_public_key_pem(written_by(
      [&](BIO* to) { return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })));
  CHECK_FALSE(is_public_key_pem(pem_of(key_owner{EVP_EC_gen("P-256")})));
  CHECK_FALSE(is_public_key_pem(pem_of(key_owner{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")})));
}

TEST_CASE("a public key with one character changed is one only where OpenSSL reads it, too") {
  const std::string pem = pem_of(key_owner{EVP_RSA_gen(512)});
  int taken = 0;
  for (std::size_t at = 0; at != pem.size(); ++at) {
    for (int c = 0; c != 256; ++c) {
      std::string changed = pem;
      changed[at] = static_cast<char>(c);
      if (!is_public_key_pem(changed)) continue;
      ++taken;
      if (!openssl_reads(changed)) FAIL_CHECK(changed);
    }
  }
  CHECK(taken > 1000);  // other numbers are keys as well
  CHECK(ERR_peek_error() == 0);
}

TEST_CASE("a public key's numbers are written as DER has them, and could be those of a key") {
  const std::string zero(1, '\0'), modulus = zero + std::string(63, '\xa5') + '\x01', three = "\x03";
  CHECK(is_public_key_pem(key_of(modulus, three)));
  CHECK(openssl_reads(key_of(modulus, three)));
  CHECK(is_public_key_pem(key_of(modulus, {"\x01\x00\x01", 3})));
  CHECK_FALSE(is_public_key_pem(key_of(modulus.substr(1), three)));  // negative
  CHECK_FALSE(is_public_key_pem(key_of(zero + modulus, three)));
  CHECK_FALSE(is_public_key_pem(key_of(modulus, zero + three)));
  CHECK_FALSE(is_public_key_pem(key_of(modulus, "\x02")));
  CHECK_FALSE(is_public_key_pem(key_of(modulus, "")));
  CHECK_FALSE(is_public_key_pem(key_of(modulus, zero)));
  CHECK_FALSE(is_public_key_pem(key_of("", three)));
  CHECK_FALSE(is_public_key_pem(key_of(zero + std::string(64, '\xa4'), three)));
  CHECK_FALSE(is_public_key_pem(key_of(std::string(63, '\x25'), three)));
  CHECK_FALSE(is_public_key_pem(key_of(modulus, std::string(9, '\x03'))));
  for (const std::string& extra : {std::string(1, '\0'), element(0x02, three), std::string(4, 'x')}) {
    CHECK_FALSE(is_public_key_pem(key_of(modulus, three, {.to_numbers = extra})));
    CHECK_FALSE(is_public_key_pem(key_of(modulus, three, {.to_key = extra})));
    CHECK_FALSE(is_public_key_pem(key_of(modulus, three, {.to_info = extra})));
    CHECK_FALSE(is_public_key_pem(key_of(modulus, three, {.at_the_end = extra})));
  }
  CHECK(is_public_key_pem(key_of(zero + std::string(1024, '\xa5'), three)));
  CHECK_FALSE(is_public_key_pem(key_of('\x25' + std::string(1024, '\xa5'), three)));
  CHECK_FALSE(is_public_key_pem(key_of('\x25' + std::string(4000, '\xa5'), three)));
}

TEST_CASE("a length in DER has one form") {
  using upcall::detail::der_reader;
  const auto size_of = [](std::string bytes) {
    bytes.append(70'000, 'x');
    der_reader in{bytes};
    const auto content = in.next(bytes[0] == '\x04' ? 0x04 : 0x00);
    return content ? static_cast<long>(content->size()) : -1L;
  };
  const auto head = [&](std::initializer_list<int> bytes) {
    std::string out = "\x04";
    for (const int each : bytes) out += static_cast<char>(each);
    return size_of(out);
  };
  CHECK(head({0x00}) == 0);
  CHECK(head({0x7f}) == 0x7f);
  CHECK(head({0x81, 0x80}) == 0x80);
  CHECK(head({0x81, 0xff}) == 0xff);
  CHECK(head({0x82, 0x01, 0x00}) == 0x100);
  CHECK(head({0x82, 0xff, 0xff}) == 0xffff);
  CHECK(head({0x80}) == -1);
  CHECK(head({0x81, 0x00}) == -1);
  CHECK(head({0x81, 0x7f}) == -1);
  CHECK(head({0x82, 0x00, 0x00}) == -1);
  CHECK(head({0x82, 0x00, 0x7f}) == -1);
  CHECK(head({0x82, 0x00, 0xff}) == -1);
  CHECK(head({0x83, 0x00, 0x00, 0x01}) == -1);
  CHECK(head({0xff}) == -1);
  for (const std::string_view cut : {"", "\x04", "\x04\x01", "\x04\x81", "\x04\x82\x01"}) {
    der_reader in{cut};
    CHECK_FALSE(in.next(0x04));
  }
  der_reader other{"\x05\x01x"};
  CHECK_FALSE(other.next(0x04));
}
