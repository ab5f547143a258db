// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include <upcall/callback/callback.hpp>
#include <upcall/callback/url.hpp>
#include <upcall/text/json.hpp>
#include <upcall/text/percent.hpp>

namespace upcall {

// The members of the callback parameter as they go over the wire, below the rules of check(): written as they stand, an
// empty text too; one that is not given (`{}`, a view of nothing) is left out.
struct callback_members {
  std::string_view url = {}, host = {}, body = {}, body_type = {};
  std::optional<bool> sni = {};
};

namespace detail {

// One JSON object, member by member.
template <sink S>
class json_object_writer {
 public:
  constexpr explicit json_object_writer(S& to) : to_(to) {}

  constexpr void name(std::string_view name) {
    to_.put(separator_);
    separator_ = ',';
    write_json_string(to_, name);
    to_.put(':');
  }
  constexpr void member(std::string_view its_name, std::string_view value) {
    if (value.data() == nullptr) return;
    name(its_name);
    write_json_string(to_, value);
  }
  constexpr void finish() {
    if (separator_ == '{') to_.put('{');
    to_.put('}');
  }

 private:
  S& to_;
  char separator_ = '{';
};

// The URL is written by `write_url`, into the inside of a JSON string.
template <sink S, class WriteUrl>
constexpr void write_callback_object(S& to, const callback_members& members, WriteUrl write_url) {
  json_object_writer<S> object{to};
  if (members.url.data() != nullptr) {
    object.name("callbackUrl");
    to.put('"');
    json_text_writer<S> text{to};
    write_url(text);
    to.put('"');
  }
  object.member("callbackHost", members.host);
  object.member("callbackBody", members.body);
  object.member("callbackBodyType", members.body_type);
  if (members.sni) {
    object.name("callbackSNI");
    write(to, *members.sni ? "true" : "false");
  }
  object.finish();
}

template <sink S>
constexpr void write_callback_urls(S& to, const callback& c) {
  bool first = true;
  for (std::string_view url : c.url) {
    if (!first) to.put(';');
    first = false;
    write_callback_url(to, url);
    char separator = '?';
    for (const auto& [name, value] : c.query) {
      to.put(separator);
      separator = '&';
      write_form(to, name);
      to.put('=');
      write_form(to, value);
    }
  }
}

}  // namespace detail

template <sink S>
constexpr void write_callback_json(S& to, const callback_members& members) {
  detail::write_callback_object(to, members, [&](auto& text) { write(text, members.url); });
}

template <sink S>
constexpr void write_callback_json(S& to, const callback& c) {
  callback_members members{.url = "", .body = c.body, .body_type = c.body_type};
  if (!c.host.empty()) members.host = c.host;
  if (c.sni) members.sni = true;
  detail::write_callback_object(to, members, [&](auto& text) { detail::write_callback_urls(text, c); });
}

// The custom variables, as one object of texts.
template <sink S>
constexpr void write_variables_json(S& to, const callback& c) {
  detail::json_object_writer<S> object{to};
  for (const auto& [name, value] : c.variables) object.member(name, value.empty() ? std::string_view{""} : value);
  object.finish();
}

}  // namespace upcall
