// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reads HTTP/1.1 requests to the letter of RFC 9112, with nothing of the library: what it does not take is no request.
namespace given {

struct malformed_request : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline bool is_visible(char c) { return c > ' ' && c < '\x7f'; }
inline bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
// RFC 9110 §5.6.2
inline bool is_token_byte(char c) {
  return is_letter_or_digit(c) || (c != '\0' && std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos);
}
// RFC 9110 §5.5: what a field's value may have in it; blanks and tabs at its ends are none of it.
inline bool is_value_byte(char c) {
  return c == ' ' || c == '\t' || is_visible(c) || static_cast<unsigned char>(c) >= 0x80;
}

inline std::string without_blanks_around(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(" \t") - first + 1)};
}

// %XX of anything, else unreserved characters and those that are named; upper-case digits, as signatures want them.
inline std::string percent_decoded(std::string_view text, std::string_view besides = {}) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i != text.size(); ++i) {
    const char c = text[i];
    const bool plain = is_letter_or_digit(c) || std::string_view{"-._~"}.find(c) != std::string_view::npos;
    if (plain || besides.find(c) != besides.npos) {
      out += c;
      continue;
    }
    if (c != '%' || i + 2 >= text.size()) throw malformed_request{"a byte that had to be percent-encoded"};
    const auto high = digits.find(text[i + 1]), low = digits.find(text[i + 2]);
    if (high == digits.npos || low == digits.npos) throw malformed_request{"a percent sign that encodes nothing"};
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

inline std::string base64_decoded(std::string_view text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) throw malformed_request{"Base64 without its padding"};
  std::string out;
  for (std::size_t i = 0; i != text.size(); i += 4) {
    std::size_t quad = 0, padding = 0;
    for (char c : text.substr(i, 4)) {
      const auto value = letters.find(c);
      if (value == letters.npos && (c != '=' || i + 4 != text.size())) throw malformed_request{"no Base64"};
      if (value != letters.npos && padding != 0) throw malformed_request{"Base64 after its padding"};
      padding += value == letters.npos;
      quad = quad << 6 | (value == letters.npos ? 0 : value);
    }
    if (padding > 2) throw malformed_request{"too much padding"};
    for (std::size_t byte = 0; byte != 3 - padding; ++byte) out += static_cast<char>(quad >> (16 - 8 * byte) & 0xff);
  }
  return out;
}

struct request_bytes {
  using fields = std::vector<std::pair<std::string, std::string>>;

  std::string method = {}, target = {}, body = {};
  fields headers = {};  // in the order and the case that they came in

  // The values of a header, whose name is in lower case; more than one or none is an error.
  const std::string& header(std::string_view name) const {
    const std::string* out = nullptr;
    for (const auto& [its_name, value] : headers) {
      if (!is_named(its_name, name)) continue;
      if (out != nullptr) throw malformed_request{"two headers " + std::string{name}};
      out = &value;
    }
    if (out == nullptr) throw malformed_request{"no header " + std::string{name}};
    return *out;
  }
  std::string path() const { return percent_decoded(target.substr(0, target.find('?')), "/"); }
  fields parameters() const {
    fields out;
    if (target.find('?') == std::string::npos) return out;
    std::string_view rest = std::string_view{target}.substr(target.find('?') + 1);
    for (bool more = true; more;) {
      const auto end = rest.find('&');
      const std::string_view one = rest.substr(0, end), name = one.substr(0, one.find('='));
      out.emplace_back(percent_decoded(name), name == one ? "" : percent_decoded(one.substr(name.size() + 1)));
      more = end != rest.npos;
      if (more) rest.remove_prefix(end + 1);
    }
    return out;
  }
  std::string parameter(std::string_view name) const {
    const fields all = parameters();
    const auto is_it = [&](const auto& each) { return each.first == name; };
    if (std::count_if(all.begin(), all.end(), is_it) != 1)
      throw malformed_request{"not one parameter " + std::string{name}};
    return std::find_if(all.begin(), all.end(), is_it)->second;
  }

  static bool is_named(std::string_view its_name, std::string_view lower_case) {
    return std::equal(its_name.begin(), its_name.end(), lower_case.begin(), lower_case.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
  }
};

// Takes the next request off the bytes that came; nothing where it has not come whole.
inline std::optional<request_bytes> take_request(std::string& from) {
  const auto end = from.find("\r\n\r\n");
  if (end == from.npos) return {};
  request_bytes out;
  std::string_view head = std::string_view{from}.substr(0, end);
  const auto next_line = [&head] {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    if (line.find_first_of(std::string_view{"\r\n\0", 3}) != line.npos)
      throw malformed_request{"a CR, an LF or a NUL in a line"};
    return line;
  };
  const std::string_view first = next_line();
  const auto blank = first.find(' '), last = first.rfind(' ');
  if (blank == first.npos || first.substr(last) != " HTTP/1.1") throw malformed_request{"no request line"};
  out.method = first.substr(0, blank);
  out.target = first.substr(blank + 1, last - blank - 1);
  if (out.target.empty() || out.target[0] != '/' || !std::all_of(out.target.begin(), out.target.end(), is_visible))
    throw malformed_request{"no request target"};
  while (!head.empty()) {
    const std::string_view line = next_line(), name = line.substr(0, line.find(':'));
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_token_byte) || name == line)
      throw malformed_request{"no header: " + std::string{line}};
    const std::string_view value = line.substr(name.size() + 1);
    if (!std::all_of(value.begin(), value.end(), is_value_byte))
      throw malformed_request{"no header's value: " + std::string{line}};
    out.headers.emplace_back(name, without_blanks_around(value));
  }
  std::size_t length = 0;
  for (const auto& [name, value] : out.headers) {
    if (request_bytes::is_named(name, "transfer-encoding")) throw malformed_request{"Transfer-Encoding"};
    if (!request_bytes::is_named(name, "content-length")) continue;
    if (&value != &out.header("content-length") || value.find_first_not_of("0123456789") != value.npos)
      throw malformed_request{"no Content-Length"};
    length = std::stoul(value);
  }
  if (from.size() < end + 4 + length) return {};
  out.body = from.substr(end + 4, length);
  from.erase(0, end + 4 + length);
  return out;
}

}  // namespace given
