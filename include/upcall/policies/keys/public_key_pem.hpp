// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/text/base64.hpp>

namespace upcall {

namespace detail {

// Reads DER (X.690 §10): lengths in the one form that they have there.
struct der_reader {
  std::string_view left;

  // The content of the next element, which is of this kind.
  constexpr std::optional<std::string_view> next(unsigned char tag) {
    if (left.size() < 2 || at(0) != tag) return {};
    std::size_t size = at(1), head = 2;
    if (size > 0x82) return {};
    if (size >= 0x80) {
      const std::size_t digits = size - 0x80;
      if (digits == 0 || left.size() < 2 + digits) return {};
      size = 0;
      for (std::size_t i = 0; i != digits; ++i) size = size << 8 | at(head++);
      if (size < 0x80 || (digits == 2 && size < 0x100)) return {};
    }
    if (left.size() - head < size) return {};
    const std::string_view content = part(left, head, size);
    left.remove_prefix(head + size);
    return content;
  }
  // A number above 0, without the zero in front that its sign needs.
  constexpr std::optional<std::string_view> next_number() {
    auto digits = next(0x02);
    if (!digits || digits->empty()) return {};
    const bool has_zero = digits->front() == '\0';
    if (has_zero) digits->remove_prefix(1);
    const bool high_bit = !digits->empty() && (static_cast<unsigned char>(digits->front()) & 0x80) != 0;
    if (has_zero != high_bit) return {};
    return digits;
  }

 private:
  constexpr unsigned char at(std::size_t i) const { return static_cast<unsigned char>(left[i]); }
};

// SubjectPublicKeyInfo (RFC 5280 §4.1) of an RSA key (RFC 3279 §2.3.1), and nothing after it.
constexpr bool is_rsa_public_key(std::string_view der) {
  constexpr std::string_view rsa = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00"sv;
  der_reader outside{der};
  const auto info = outside.next(0x30);
  if (!info || !outside.left.empty()) return false;
  der_reader in_info{*info};
  const auto algorithm = in_info.next(0x30), bits = in_info.next(0x03);
  if (algorithm != rsa || !bits || !in_info.left.empty() || !bits->starts_with('\0')) return false;
  der_reader in_bits{part(*bits, 1)};
  const auto key = in_bits.next(0x30);
  if (!key || !in_bits.left.empty()) return false;
  der_reader in_key{*key};
  const auto modulus = in_key.next_number(), exponent = in_key.next_number();
  if (!modulus || !exponent || !in_key.left.empty() || exponent->empty()) return false;
  const bool both_odd = (modulus->back() & exponent->back() & 1) != 0;
  // The service's has 512 bits; verify() takes no signature of more than 8192.
  return both_odd && modulus->size() >= 64 && modulus->size() <= 1024 && exponent->size() <= 8;
}

}  // namespace detail

// Whether a text is one public RSA key in PEM (RFC 7468 §13), whole and with nothing beside it but line breaks at its
// end: what is cut off, a page of something in between, or a private key is none.
constexpr bool is_public_key_pem(std::string_view text) {
  constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----", end = "-----END PUBLIC KEY-----";
  const auto next_line = [&text] {
    std::string_view line = part(text, 0, text.find('\n'));
    text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  };
  if (next_line() != begin) return false;
  inline_string<2048> base64;  // a key of 8192 bits has 1,412
  for (;;) {
    const std::string_view line = next_line();
    if (line == end) break;
    if (line.empty() || line.size() > 76) return false;
    base64.append(line);
  }
  for (char c : text) {
    if (c != '\r' && c != '\n') return false;
  }
  inline_string<1536> der;
  return !base64.cut() && read_base64(base64, der) && detail::is_rsa_public_key(der);
}

}  // namespace upcall
