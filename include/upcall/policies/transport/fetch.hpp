// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/core/time.hpp>
#include <upcall/http/check_names.hpp>
#include <upcall/http/signed_request.hpp>
#include <upcall/roles/transport.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// What is asked of another server than the service: for a key, or for credentials.
struct web_request {
  std::string_view method = "GET"sv;
  std::string_view url;                 // with its scheme; its path and query of what RFC 3986 calls unreserved
  std::span<const field> headers = {};  // names in lower case; at most 8
  milliseconds time_left = {};          // 0: the transport's own limits
};

// Whatever the status; the body, of a 2xx answer alone, is in the caller's room.
struct web_answer {
  int status = 0;
  std::string_view body = {};
};

namespace detail {

// Made without a signer, since what it asks is no business of the service's.
struct fetching {
  field parameter_room[4];
  field header_room[8];
  request message{parameter_room, header_room};

  // What is wrong with it, if anything is.
  constexpr std::string_view become(const web_request& what) {
    constexpr std::string_view no_url = "fetch: its URL is no plain http:// or https:// one";
    const std::size_t scheme = what.url.find("://"sv);
    if (scheme == what.url.npos) return no_url;
    const std::size_t path = what.url.find('/', scheme + 3), query = what.url.find('?');
    const auto host = read_address(part(what.url, 0, path < query ? path : query));
    if (!host.wrong.empty()) return host.wrong;
    message.to = host.where;
    message.to.style = address_style::cname;
    if (path < query) message.key = part(what.url, path + 1, query == what.url.npos ? query : query - path - 1);
    for (char c : message.key) {
      if (!is_unreserved(c) && c != '/') return no_url;
    }
    if (query != what.url.npos && !add_parameters(part(what.url, query + 1))) return no_url;
    for (const auto& [name, value] : what.headers) {
      if (!is_token(name) || !is_header_value(value)) return "fetch: a header that cannot be sent"sv;
      message.headers.set(name, value);
    }
    if (message.headers.overflow()) return "fetch: too many headers"sv;
    message.method = what.method;
    message.has_body = what.method != "GET"sv && what.method != "HEAD"sv;
    message.time_left = what.time_left;
    return {};
  }
  constexpr signed_request without_signature() const { return signed_request{message}; }

 private:
  constexpr bool add_parameters(std::string_view query) {
    while (!query.empty()) {
      const std::string_view one = part(query, 0, query.find('&'));
      query.remove_prefix(one.size() == query.size() ? one.size() : one.size() + 1);
      const std::size_t equals = one.find('=');
      const std::string_view name = part(one, 0, equals),
                             value = equals == one.npos ? std::string_view{} : part(one, equals + 1);
      for (char c : name) {
        if (!is_unreserved(c)) return false;
      }
      for (char c : value) {
        if (!is_unreserved(c)) return false;
      }
      if (name.empty()) return false;
      message.parameters.set(name, value);
    }
    return !message.parameters.overflow();
  }
};

}  // namespace detail

// One exchange over a transport with whatever server a URL names. No redirect is followed; a body of a 2xx answer that
// does not fit into the room ends the exchange and is a failure.
template <transport T>
constexpr result<web_answer> fetch(T& over, const web_request& what, std::span<char> room) {
  detail::fetching asked;
  if (const auto wrong = asked.become(what); !wrong.empty()) return failure{fault::client, wrong};
  span_writer body{room};
  auto take = [&](std::string_view piece) {
    write(body, piece);
    return !body.overflow();
  };
  response answer{std::span<char>{}};
  answer.deliver = take;
  no_body none;
  const auto done = over.send(asked.without_signature(), none, answer);
  if (body.overflow()) return failure{fault::transport, "the answer is longer than anything that was asked for"sv};
  if (!done) return done.error();
  return web_answer{answer.status, body.view()};
}

}  // namespace upcall
