// SPDX-License-Identifier: Apache-2.0
#include "case.hpp"
#include <deque>
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
    not_understood("another body type");
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

// The headers and query parameters of an upload, as a case gives them: JSON to be encoded and put into the headers,
// texts as they stand, or headers and query by name.
struct carried {
  std::deque<std::string> encoded = {};
  std::vector<upcall::field> headers = {}, query = {};

  explicit carried(const test_case& of) {
    for (const auto& [name, value] : of.input.items()) {
      if (name == "callback_json") {
        headers.push_back({"x-oss-callback", encoded.emplace_back(to_base64(value.dump()))});
      } else if (name == "callback_var_json") {
        headers.push_back({"x-oss-callback-var", encoded.emplace_back(to_base64(value.dump()))});
      } else if (name == "x-oss-callback_raw" || name == "x-oss-callback-var_raw") {
        headers.push_back({encoded.emplace_back(name.substr(0, name.rfind('_'))), of.text(name.c_str())});
      } else if (name == "headers") {
        for (const upcall::field& each : of.pairs(value)) headers.push_back(each);
      } else if (name == "query") {
        query = of.pairs(value);
      } else {
        not_understood("input." + name + " is not known");
      }
    }
  }
  upcall::encoded_callback in_query() const {
    upcall::encoded_callback out;
    for (const auto& [name, value] : query) {
      if (name == "callback") out.parameter = value;
      if (name == "callback-var") out.variables = value;
    }
    return out;
  }
};

// What the service answers to an upload with a wrong callback; nothing may be stored then.
void check_invalid_server(test_case& of) {
  const carried given{of};
  upcall::emulator_settings settings{.callbacks = upcall::callback_reach::public_addresses};
  settings.deliver = [](const upcall::testing::callback_post&) -> upcall::testing::callback_answer {
    give_up("the callback was taken for right and sent");
  };
  upcall::emulator service{settings};
  upcall::client oss{upcall::endpoint{"http://127.0.0.1"}, service.transport(), upcall::sign_anonymous{},
                     upcall::callback_in_query{},          upcall::no_retry{},  upcall::returning{}};
  auto bucket = oss.bucket("examplebucket");
  const auto done =
      bucket.put_object("o", upcall::text{"bytes"},
                        {.callback = given.in_query(), .headers = std::span<const upcall::field>{given.headers}});
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
