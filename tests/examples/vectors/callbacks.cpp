// SPDX-License-Identifier: Apache-2.0
#include "case.hpp"
#include <algorithm>
#include <array>
#include <machine/crypto.hpp>
#include <optional>
#include <upcall/callback/check.hpp>
#include <upcall/callback/encoded.hpp>
#include <upcall/callback/option.hpp>
#include <upcall/callback/write.hpp>
#include <upcall/policies/callback_encoder/in_header.hpp>
#include <upcall/policies/callback_encoder/in_query.hpp>
#include <upcall/policies/callback_encoder/stored_policy.hpp>
#include <upcall/text/json_syntax.hpp>

namespace vectors {
namespace {

// A request with room for what an encoder puts into it.
struct request_with_room {
  std::array<upcall::field, 8> parameters = {}, headers = {};
  std::vector<char> room = std::vector<char>(64 * 1024);
  upcall::request message{parameters, headers};
  upcall::text_arena texts{room};
};

// The JSON in a parameter that is ready to be sent.
json json_in(test_case& of, std::string_view base64) {
  const std::string text = from_base64(base64);
  if (!upcall::is_json(text)) of.differs("not JSON: " + text);
  return json::parse(text);
}

std::string_view text_of(const json& value, const std::string& name) {
  if (!value.is_string()) not_understood(name + " is not a text");
  return value.get_ref<const std::string&>();
}

upcall::callback variables_of(const test_case& of) {
  upcall::callback out;
  for (const upcall::field& each : of.pairs(of.in("callback_var"))) out.variables.push_back(each);
  if (out.variables.overflow()) not_understood("more variables than the library takes");
  return out;
}

// Fields as they stand, below what a client would refuse.
upcall::callback_members members_of(const json& fields) {
  upcall::callback_members out;
  for (const auto& [name, value] : fields.items()) {
    if (name == "callbackUrl") {
      out.url = text_of(value, name);
    } else if (name == "callbackHost") {
      out.host = text_of(value, name);
    } else if (name == "callbackBody") {
      out.body = text_of(value, name);
    } else if (name == "callbackBodyType") {
      out.body_type = text_of(value, name);
    } else if (name == "callbackSNI" && value.is_boolean()) {
      out.sni = value.get<bool>();
    } else {
      not_understood("the encoder has no field " + name + ": " + value.dump());
    }
  }
  return out;
}

void check_encode(test_case& of) {
  const json& fields = of.in("callback");
  const upcall::callback variables = variables_of(of);
  request_with_room request;
  if (fields.contains("callbackPolicy")) {
    const upcall::stored_callback_policy policy{text_of(fields["callbackPolicy"], "callbackPolicy")};
    const auto done = policy.encode(variables, request.message, request.texts);
    if (!done) give_up("refused: " + std::string{done.error().message.view()});
    of.same("callback_json", json_in(of, request.message.headers.find("x-oss-callback")->value));
  } else {
    const auto members = members_of(fields);
    const std::string text = written([&](auto& to) { upcall::write_callback_json(to, members); });
    of.same("callback_json", json_in(of, to_base64(text)));
  }
  if (!of.has_expectation("callback_var_json")) return;
  const std::string text = written([&](auto& to) { upcall::write_variables_json(to, variables); });
  of.same("callback_var_json", json_in(of, to_base64(text)));
}

upcall::callback callback_of(const test_case& of) {
  upcall::callback out;
  const json& url = of.in("url");
  if (url.is_array()) {
    for (const json& each : url) out.url.push_back(text_of(each, "url"));
  } else {
    out.url.push_back(of.text("url"));
  }
  for (const upcall::field& each : of.pairs(of.in("query"))) out.query.push_back(each);
  if (out.query.overflow()) not_understood("more query parameters than the library takes");
  const auto members = members_of(of.in("callback"));
  out.body = members.body;
  if (members.body_type.data() != nullptr) out.body_type = members.body_type;
  out.host = members.host;
  out.sni = members.sni.value_or(false);
  out.variables = variables_of(of).variables;
  return out;
}

void check_encode_with_query(test_case& of) {
  const upcall::callback given = callback_of(of);
  const std::string text = written([&](auto& to) { upcall::write_callback_json(to, given); });
  of.same("callback_json", json_in(of, to_base64(text)));
}

// What a client must refuse. The expected sentence is that of another library.
void check_invalid_client(test_case& of) {
  of.expects("error");
  if (check(callback_of(of)) == upcall::callback_problem::none) of.differs("the callback was taken for right");
}

void check_decode(test_case& of) { of.same("json", json_in(of, of.text("base64"))); }

std::string on_the_wire(std::string_view value) {
  return written([value](auto& to) { upcall::write_percent(to, value); });
}

void check_placement(test_case& of) {
  const upcall::callback_option ready{
      upcall::encoded_callback{of.text("callback_base64"), of.text("callback_var_base64")}};
  request_with_room with_headers, with_query;
  const bool done = upcall::callback_in_header::encode(ready, with_headers.message, with_headers.texts) &&
                    upcall::callback_in_query::encode(ready, with_query.message, with_query.texts);
  if (!done) of.differs("the callback was refused");
  json headers = json::object(), query = json::object();
  for (const auto& [name, value] : with_headers.message.headers) headers[std::string{name}] = value;
  for (const auto& [name, value] : with_query.message.parameters) query[std::string{name}] = on_the_wire(value);
  of.same_if_given("headers", headers);
  of.same_if_given("query", query);
}

void check_callback_signature(test_case& of) {
  const std::vector<upcall::field> headers = of.pairs(of.in("headers"));
  std::string_view key_url;
  for (const auto& [name, value] : headers) {
    if (upcall::equal_ignoring_case(name, "x-oss-pub-key-url")) key_url = value;
  }
  const std::string body = from_base64(of.text("body_base64"));
  const upcall::received_callback received{
      .method = of.text("method"), .target = of.text("request_target"), .headers = headers, .body = body};
  upcall::pinned_keys keys;
  if (!of.in("public_key_pem").is_null()) keys.pem = of.text("public_key_pem");
  compare_verification(of, received, keys);
  if (of.has_expectation("pub_key_url")) of.same("pub_key_url", from_base64(key_url));
  const std::string to_sign =
      written([&](auto& to) { upcall::write_callback_string_to_sign(to, received.target, received.body); });
  of.same_if_given("string_to_sign", to_sign);
  of.same_if_given("string_to_sign_base64", to_base64(to_sign));
}

}  // namespace

const checkers& callback_checkers() {
  static const checkers all{{"encode", check_encode},
                            {"encode-with-query", check_encode_with_query},
                            {"decode", check_decode},
                            {"placement", check_placement},
                            {"invalid-client", check_invalid_client},
                            {"callback-signature", check_callback_signature}};
  return all;
}

}  // namespace vectors
