// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/callback/check.hpp>
#include <upcall/callback/private_host.hpp>
#include <upcall/callback/url.hpp>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/request.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/json_syntax.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

namespace detail {

template <class Predicate>
constexpr bool any_url(std::string_view urls, Predicate is_so) {
  while (!urls.empty()) {
    const std::string_view one = part(urls, 0, urls.find(';'));
    if (is_so(one)) return true;
    urls = part(urls, one.size() + 1);
  }
  return false;
}

}  // namespace detail

// What a callback is that is sent, as far as advice depends on it; of several URLs, whether any is so. Read from the
// parameter itself, the Base64 of JSON: so it is known in whatever way the parameter came to be, of one that the
// compiler encodes when it compiles, and nothing of it is in a program that does not ask.
class callback_facts {
 public:
  constexpr explicit callback_facts(std::string_view parameter) {
    span_writer json{room_};
    if (read_base64(parameter, json) && !json.overflow()) json_ = json.view();
  }
  callback_facts(const callback_facts&) = delete;
  callback_facts& operator=(const callback_facts&) = delete;

  // Whether it goes over https, to a host that the service does not name in the TLS handshake.
  constexpr bool lacks_sni() const {
    const auto is_https = [](std::string_view url) { return equal_ignoring_case(part(url, 0, 6), "https:"sv); };
    return detail::any_url(urls(), is_https) && !value_of("\"callbackSNI\""sv).starts_with("true"sv);
  }
  // Whether the service will refuse to make it.
  constexpr bool names_private_host() const {
    inline_string<max_callback_size> text;
    return read_json_text(urls(), text) && detail::any_url(text, [](std::string_view url) {
             return is_private_host(callback_url{part(url, 0, url.find('?'))}.authority.host);
           });
  }

 private:
  // What follows a name, which stands in no text of the JSON: there its quotes would be escaped.
  constexpr std::string_view value_of(std::string_view name) const {
    for (std::string_view left = json_; !left.empty();) {
      left = skip_blanks(part(left, left.find(name)));
      left = skip_blanks(part(left, name.size()));
      if (left.starts_with(':')) return skip_blanks(part(left, 1));
    }
    return {};
  }
  // As they stand in the JSON.
  constexpr std::string_view urls() const {
    const std::string_view value = value_of("\"callbackUrl\""sv);
    return value.starts_with('"') ? part(value, 1, part(value, 1).find('"')) : std::string_view{};
  }
  static constexpr std::string_view skip_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text[0])) text.remove_prefix(1);
    return text;
  }

  char room_[max_callback_size / 4 * 3] = {};
  std::string_view json_ = {};
};

// The parameter of a request's callback, in a header or in the query; empty where there is none.
constexpr std::string_view callback_parameter(const request& message) {
  const field* sent = message.headers.find("x-oss-callback"sv);
  if (sent == nullptr) sent = message.parameters.find("callback"sv);
  return sent == nullptr ? std::string_view{} : sent->value;
}

}  // namespace upcall
