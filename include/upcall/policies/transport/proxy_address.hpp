// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/address.hpp>
#include <upcall/policies/credentials/secret_text.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/percent.hpp>

namespace upcall {

// An HTTP proxy's URL, which may have credentials in it. There is room for the longest host (255), and for a user and a
// password of 127 characters each, all of them percent-encoded.
using proxy_url = secret_text<1'040>;

namespace detail {

// What "http://user:password@host:port" says, user and password percent-decoded; without a port it is 80. No control
// character gets through. An empty URL is no proxy.
class proxy_address {
 public:
  explicit proxy_address(const proxy_url& url) : given_(!url.empty()) {
    if (given_ && (url.cut() || !read(url))) wrong_ = advice;
  }

  bool is_given() const { return given_; }
  // Names nothing of the URL.
  std::string_view wrong() const { return wrong_; }
  std::string_view host() const { return without_brackets(host_); }
  std::uint16_t port() const { return port_; }
  std::string_view user() const { return user_; }
  std::string_view password() const { return password_; }
  // The value of Proxy-Authorization (RFC 7617); empty: none is sent.
  std::string_view authorization() const { return authorization_; }

 private:
  static constexpr std::size_t most = 127;  // of a user's name, of a password
  static constexpr std::string_view advice =
      "proxy: give it as http://host:port or http://user:password@host:port, user and password percent-encoded and of "
      "at most 127 characters each";

  bool read(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    if (!equal_ignoring_case(part(url, 0, scheme.size()), scheme)) return false;
    url.remove_prefix(scheme.size());
    if (const std::size_t at = url.rfind('@'); at != url.npos) {
      const std::string_view credentials = part(url, 0, at);
      url.remove_prefix(at + 1);
      const std::size_t colon = credentials.find(':');
      if (!decode(part(credentials, 0, colon), user_) || user_.empty() || user_.view().find(':') != url.npos)
        return false;
      if (colon != credentials.npos && !decode(part(credentials, colon + 1), password_)) return false;
      authorization_.append("Basic "sv);
      base64_writer basic{authorization_};
      write(basic, user_);
      basic.put(':');
      write(basic, password_);
      basic.finish();
    }
    inline_string<300> origin;
    origin.append(scheme);
    origin.append(url);
    const parsed_address parsed = read_address(origin);
    host_.append(parsed.where.host);
    port_ = parsed.where.port;
    return !origin.cut() && parsed.wrong.empty() && !host_.cut();
  }

  // What RFC 3986 §3.2.1 lets stand there, without control characters once it is decoded.
  static bool decode(std::string_view text, secret_text<most>& to) {
    while (!text.empty()) {
      char c = text[0];
      std::size_t size = 1;
      if (c == '%') {
        if (text.size() < 3 || hex_value(text[1]) < 0 || hex_value(text[2]) < 0) return false;
        c = static_cast<char>(hex_value(text[1]) * 16 + hex_value(text[2]));
        size = 3;
      } else if (!is_unreserved(c) && "!$&'()*+,;=:"sv.find(c) == text.npos) {
        return false;
      }
      if (is_control(c)) return false;
      to.put(c);
      text.remove_prefix(size);
    }
    return !to.cut();
  }

  bool given_;
  std::string_view wrong_ = {};
  inline_string<255> host_ = {};
  std::uint16_t port_ = 80;
  secret_text<most> user_ = {}, password_ = {};
  secret_text<6 + base64_size(2 * most + 1)> authorization_ = {};
};

}  // namespace detail

}  // namespace upcall
