// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/callback/check.hpp>
#include <upcall/callback/private_host.hpp>
#include <upcall/callback/url.hpp>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/http/request.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/json_reader.hpp>
#include <upcall/text/json_syntax.hpp>

namespace upcall {

// What a callback is that is sent, as far as advice depends on it; of several URLs, whether any is so. Read from the
// parameter itself, so that it is known in whatever way the parameter came to be, and costs nothing where nobody asks.
struct callback_facts {
  bool https = false;
  bool sni = false;
  bool private_host = false;
};

namespace detail {

constexpr void read_callback_urls(callback_facts& to, std::string_view urls) {
  while (!urls.empty()) {
    const std::string_view one = part(urls, 0, urls.find(';'));
    const callback_url url{part(one, 0, one.find('?'))};
    to.https = to.https || url.https();
    to.private_host = to.private_host || is_private_host(url.authority.host);
    urls = part(urls, one.size() + 1);
  }
}

}  // namespace detail

// Of the Base64 of a callback's JSON; what is none of these says nothing.
[[gnu::noinline]] constexpr callback_facts read_callback_facts(std::string_view parameter) {
  inline_string<max_callback_size / 4 * 3> json, text;
  callback_facts out;
  if (!read_base64(parameter, json) || json.cut()) return out;
  json_reader reader{json};
  std::string_view name;
  for (json_token token = reader.next(); token != json_token::end; token = reader.next()) {
    if (token == json_token::error) return {};
    if (reader.depth() != 1) continue;
    if (token == json_token::name) name = reader.raw();
    if (token == json_token::boolean && name == "callbackSNI") out.sni = reader.raw() == "true";
    if (token != json_token::text || name != "callbackUrl") continue;
    text.clear();
    if (read_json_text(reader.raw(), text)) detail::read_callback_urls(out, text);
  }
  return out;
}

// The parameter of a request's callback, in a header or in the query; empty where there is none.
constexpr std::string_view callback_parameter(const request& message) {
  const field* sent = message.headers.find("x-oss-callback");
  if (sent == nullptr) sent = message.parameters.find("callback");
  return sent == nullptr ? std::string_view{} : sent->value;
}

}  // namespace upcall
