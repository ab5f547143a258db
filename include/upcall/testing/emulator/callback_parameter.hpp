// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/callback/private_host.hpp>
#include <upcall/core/bytes.hpp>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/callback_address.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/settings.hpp>
#include <upcall/testing/json_value.hpp>
#include <upcall/testing/split.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <vector>

namespace upcall::testing {

// A callback that an upload asks for, read and found good.
struct callback_plan {
  std::vector<callback_address> urls = {};
  std::string host = {};  // for the Host header; empty: the URL's own
  std::string body = {}, body_type = "application/x-www-form-urlencoded";
  http_headers additional_headers = {};
  std::map<std::string, std::string> variables = {};  // by their names with "x:"
};

// Reads the parameters of a request; each mistake is refused with the message and EC of the service's documentation
// ("0007-000000NN"). Where it names none, the sentence is ours and there is no EC.
class callback_parameter_reader {
 public:
  callback_parameter_reader(const incoming& message, const emulator_settings& settings)
      : message_(message), settings_(settings) {}

  // Nothing when no callback is asked for.
  std::optional<callback_plan> read() const {
    const auto parameter = carried("callback");
    const auto variables = carried("callback-var");
    if (!parameter) return {};
    callback_plan plan;
    json_value json = decode(*parameter, "callback", "callback", "0");
    if (!json["callbackPolicy"].is(json_token::null)) json = stored_policy(json["callbackPolicy"], *parameter);
    read_fields(json, *parameter, plan);
    if (variables) read_variables(decode(*variables, "callback-var", "callback var", "1"), *variables, plan);
    return plan;
  }

 private:
  [[noreturn]] static void refuse(std::string message, std::string_view number, std::string_view argument,
                                  std::string_view value) {
    service_error why = invalid_argument(std::move(message), std::string{argument}, std::string{value});
    if (!number.empty()) why.ec = "0007-00000" + std::string{number};
    throw why;
  }

  // The value in Base64, from the header or from the query.
  std::optional<std::string_view> carried(std::string_view name) const {
    const std::string header = "x-oss-" + std::string{name};
    const bool in_header = message_.has_header(header), in_query = message_.has(name);
    if (in_header && in_query) {
      refuse("Either the " + std::string{name} + " query string parameter or the " + header +
                 " header should be specified, not both.",
             "027", name, message_.header(header));
    }
    if (in_header) return message_.header(header);
    if (in_query) return message_.parameter(name);
    return {};
  }

  // Base64 of a JSON object. `hundred` is the first digit of the three that tell the ECs apart.
  static json_value decode(std::string_view base64, std::string_view argument, const std::string& spoken,
                           const std::string& hundred) {
    constexpr std::size_t longest = 5 * 1024;
    if (base64.size() > longest)
      refuse("The " + spoken + " configuration is longer than 5 KB.", hundred + "01", argument, part(base64, 0, 64));
    string_writer text;
    if (!read_base64(base64, text))
      refuse("The " + spoken + " configuration is not base64 encoded.", hundred + "02", argument, base64);
    auto json = read_json(text.text);
    if (!json || !json->is(json_token::begin_object))
      refuse("The " + spoken + " configuration is not json format.", hundred + "03", argument, base64);
    return std::move(*json);
  }

  json_value stored_policy(const json_value& name, std::string_view parameter) const {
    const auto found = settings_.callback_policies.find(name.text);
    if (!name.is(json_token::text) || found == settings_.callback_policies.end())
      refuse("The bucket has no callback policy of this name.", "", "callback", parameter);
    auto json = read_json(found->second);
    if (!json || !json->is(json_token::begin_object))
      refuse("The callback configuration is not json format.", "003", "callback", parameter);
    return std::move(*json);
  }

  void read_fields(const json_value& json, std::string_view parameter, callback_plan& plan) const {
    const auto refuse_with = [parameter](std::string message, std::string_view number = {}) {
      refuse(std::move(message), number, "callback", parameter);
    };
    using enum json_token;
    const auto &urls = json["callbackUrl"], &host = json["callbackHost"], &body = json["callbackBody"],
               &type = json["callbackBodyType"], &sni = json["callbackSNI"], &headers = json["additionalHeaders"];
    if (!urls.is(text)) refuse_with("The callback url configuration is invalid.", "004");
    read_urls(urls.text, parameter, plan);
    if (!host.is(null) && !host.is(text)) refuse_with("The callback host configuration is invalid.", "009");
    if (host.text.find_first_of("\r\n\t ") != std::string::npos)
      refuse_with("The callback host configuration is invalid.");
    plan.host = host.text;
    if (!body.is(null) && !body.is(text)) refuse_with("The callback body configuration is invalid.");
    if (body.text.empty()) refuse_with("The callback body configuration is empty.", "011");
    plan.body = body.text;
    if (!type.is(null) && !type.is(text)) refuse_with("The callback body type configuration is invalid.", "012");
    if (type.is(text)) plan.body_type = type.text;
    if (plan.body_type != "application/x-www-form-urlencoded" && plan.body_type != "application/json") {
      refuse_with("The body type of callback is not supported.");
    }
    if (!sni.is(null) && !sni.is(boolean)) refuse_with("The callback sni is invalid.");
    if (!headers.is(null) && !headers.is(begin_object)) refuse_with("The additional headers are invalid.", "026");
    for (const json_value& each : headers.members) {
      const bool plain = each.is(text) && (each.name + each.text).find_first_of("\r\n") == std::string::npos;
      if (!plain || each.name.empty() || equal_ignoring_case(part(each.name, 0, 6), "x-oss-"))
        refuse_with("The additional headers are invalid.", "026");
      plan.additional_headers.set(each.name, each.text);
    }
  }

  void read_urls(const std::string& list, std::string_view parameter, callback_plan& plan) const {
    const auto refuse_with = [parameter](std::string message, std::string_view number) {
      refuse(std::move(message), number, "callback", parameter);
    };
    for (std::string_view each : split(list, ';')) {
      if (each.empty()) continue;
      auto address = read_callback_address(each);
      if (!address) refuse_with("The callback url configuration is invalid.", "004");
      plan.urls.push_back(std::move(*address));
    }
    if (plan.urls.empty()) refuse_with("The callback url configuration is invalid.", "004");
    if (plan.urls.size() > 5) refuse_with("The number of callback url exceed max value.", "005");
    for (const callback_address& each : plan.urls) {
      if (settings_.callbacks == callback_reach::public_addresses && is_private_host(each.host)) {
        refuse_with("Private address is forbidden to callback.", "008");
      }
      if (settings_.callbacks == callback_reach::loopback && !is_loopback_host(each.host)) {
        refuse_with(
            "This emulator calls loopback addresses only: give a callbackUrl on 127.0.0.1, or set its callbacks to "
            "callback_reach::anywhere (--callbacks-anywhere).",
            "");
      }
    }
  }

  static void read_variables(const json_value& json, std::string_view parameter, callback_plan& plan) {
    for (const json_value& each : json.members) {
      const std::string& name = each.name;
      const bool lower = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
      if (!name.starts_with("x:") || name.size() == 2 || !lower) {
        refuse("A custom variable's name begins with x: and has no capitals.", "", "callback-var", parameter);
      }
      if (!each.is(json_token::text)) refuse("A custom variable's value is a text.", "", "callback-var", parameter);
      plan.variables[name] = each.text;
    }
  }

  const incoming& message_;
  const emulator_settings& settings_;
};

}  // namespace upcall::testing
