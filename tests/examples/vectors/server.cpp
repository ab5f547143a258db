// SPDX-License-Identifier: Apache-2.0
#include "case.hpp"
#include <optional>
#include <upcall/callback/encoded.hpp>
#include <upcall/policies/callback_encoder/in_query.hpp>
#include <upcall/profiles/hosted.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/emulator/substitute.hpp>

// The service's side, which the emulator plays.
namespace vectors {
namespace {

upcall::testing::callback_value value_of(const json& value) {
  if (value.is_null()) return nullptr;
  if (value.is_string()) return value.get<std::string>();
  return number(value);
}

void check_substitute(test_case& of) {
  using upcall::testing::callback_format;
  const std::string_view type = of.text("callbackBodyType");
  if (!type.empty() && type != upcall::form_body_type && type != upcall::json_body_type)
    throw not_understood("another body type");
  const auto format = type == upcall::json_body_type ? callback_format::json : callback_format::form;
  const json& variables = of.in("variables");
  const auto find = [&](std::string_view name) -> std::optional<upcall::testing::callback_value> {
    const auto found = variables.find(name);
    if (found == variables.end()) return {};
    return value_of(*found);
  };
  const auto body = upcall::testing::substitute(of.text("callbackBody"), format, find);
  if (body) {
    of.same("body", *body);
    return;
  }
  const upcall::failure& why = body.error();
  if (of.has_expectation("body")) of.differs("refused: " + std::string{why.message.view()});
  of.same_if_given("ec", why.ec.view());
  of.same_if_given("code", why.code.view());
  of.same_if_given("message", why.message.view());
}

// A parameter as an upload carries it: JSON to be encoded, or a text as it stands.
std::optional<std::string> carried(const test_case& of, const char* as_json, const char* as_text) {
  if (!of.in(as_text).is_null()) return std::string{of.text(as_text)};
  if (!of.in(as_json).is_null()) return to_base64(of.in(as_json).dump());
  return {};
}

// What the service answers to an upload with a wrong callback; nothing may be stored then.
void check_invalid_server(test_case& of) {
  for (const auto& [name, value] : of.input.items()) {
    const bool known = name == "callback_json" || name == "callback_var_json" || name == "x-oss-callback_raw" ||
                       name == "x-oss-callback-var_raw";
    if (!known) throw not_understood("input." + name + " is not known");
  }
  const auto callback = carried(of, "callback_json", "x-oss-callback_raw");
  const auto variables = carried(of, "callback_var_json", "x-oss-callback-var_raw");
  upcall::emulator_settings settings{.callbacks = upcall::callback_reach::public_addresses};
  settings.deliver = [](const upcall::testing::callback_post&) -> upcall::testing::callback_answer {
    throw std::runtime_error("the callback was taken for right and sent");
  };
  upcall::emulator service{settings};
  upcall::client oss{upcall::endpoint{"http://127.0.0.1"}, service.transport(), upcall::sign_anonymous{},
                     upcall::no_retry{}, upcall::returning{}};
  auto bucket = oss.bucket("examplebucket");
  std::vector<upcall::field> headers;
  if (callback) headers.push_back({"x-oss-callback", *callback});
  if (variables) headers.push_back({"x-oss-callback-var", *variables});
  const auto done = bucket.put_object("o", upcall::text{"bytes"}, {.headers = std::span<const upcall::field>{headers}});
  if (done) return of.differs("the service took it");
  const upcall::failure& why = done.error();
  of.same("http_status", why.status);
  of.same("code", why.code.view());
  // What is null is not known of the service.
  if (!of.expects("ec").is_null()) of.same("ec", why.ec.view());
  if (!of.expects("message").is_null()) of.same("message", why.message.view());
  if (bucket.head_object("o")) of.differs("the object was stored");
}

}  // namespace

const checkers& server_checkers() {
  static const checkers all{{"substitute", check_substitute}, {"invalid-server", check_invalid_server}};
  return all;
}

}  // namespace vectors
