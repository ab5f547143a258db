// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/field.hpp>
#include <upcall/text/percent.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// A request as it came to an application server: the bytes of the request line and of the body, before any framework
// has decoded, normalised or re-serialised them.
struct received_callback {
  std::string_view method = {};
  std::string_view target = {};  // "/path?query"
  std::span<const field> headers = {};
  std::string_view body = {};
};

// Why a request is not taken for a callback of the service.
enum class refusal : unsigned char {
  none,
  bad_method,
  bad_target,
  missing_header,
  repeated_header,
  too_long,
  bad_base64,
  bad_pub_key_url,
  no_key,
  bad_signature,
};

constexpr std::string_view advice(refusal reason) {
  switch (reason) {
    case refusal::none: break;
    case refusal::bad_method: return "callbacks are POST requests";
    case refusal::bad_target: return "give the raw request target: it begins with '/' and is at most 64 KB long";
    case refusal::missing_header:
      return "no Authorization or x-oss-pub-key-url: not from the service, or a web server in front drops them";
    case refusal::repeated_header: return "Authorization or x-oss-pub-key-url is there twice: not from the service";
    case refusal::too_long: return "a header over 8 KB or a body over 16 MB: not from the service";
    case refusal::bad_base64: return "Authorization or x-oss-pub-key-url is not Base64: not from the service";
    case refusal::bad_pub_key_url: return "x-oss-pub-key-url names a key that is not the service's: do not fetch it";
    case refusal::no_key: return "the public key could not be had: try again";
    case refusal::bad_signature:
      return "not from the service, or changed on the way: compare what write_callback_string_to_sign() writes "
             "with the request as it was sent; proxies rewrite paths, frameworks rewrite bodies";
  }
  return {};
}

// What the service signs: the path percent-decoded ('+' stays), the query raw with its '?', LF, the body raw
// ("Callback" of its documentation). Log it when verifying fails: it shows what was changed on the way.
template <sink S>
constexpr void write_callback_string_to_sign(S& to, std::string_view target, std::string_view body) {
  const std::size_t query = target.find('?');
  read_percent(part(target, 0, query), to);
  if (query != target.npos) write(to, part(target, query));
  to.put('\n');
  write(to, body);
}

}  // namespace upcall
