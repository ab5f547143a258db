// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <initializer_list>
#include <string_view>
#include <upcall/core/field.hpp>
#include <upcall/core/inline_list.hpp>

namespace upcall {

// What the body of a callback may be. The service percent-encodes the values in a form and quotes those in JSON.
inline constexpr std::string_view form_body_type = "application/x-www-form-urlencoded";
inline constexpr std::string_view json_body_type = "application/json";

// One URL, or up to five between braces, which the service tries in order until one answers.
struct url_list : inline_list<std::string_view, 5> {
  constexpr url_list() = default;
  constexpr url_list(const std::convertible_to<std::string_view> auto& one) { push_back(one); }
  constexpr url_list(std::initializer_list<std::string_view> several) : inline_list(several) {}
};

// The POST that the service makes to an application server once an object is stored, before it answers the uploader.
// All texts stay the caller's. What they may be is judged by check().
struct callback {
  url_list url = {};                  // http or https, without a query
  inline_list<field, 16> query = {};  // added to each URL, in this order, as form fields
  std::string_view body = {};         // a template: ${bucket}, ${object} …, ${x:name} for the variables below
  std::string_view body_type = form_body_type;
  std::string_view host = {};             // the Host header of the POST, where it is not that of the URL
  bool sni = false;                       // for https behind a CDN: names the host in the TLS handshake
  inline_list<field, 16> variables = {};  // {"x:user", "42"}: names in lower case
};

}  // namespace upcall
