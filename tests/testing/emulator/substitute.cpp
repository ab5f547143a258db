// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <upcall/testing/emulator/substitute.hpp>

using namespace upcall::testing;

namespace {

std::string filled(std::string_view body, callback_format format, const std::map<std::string, callback_value>& values) {
  const auto out = substitute(body, format, [&](std::string_view name) -> std::optional<callback_value> {
    const auto found = values.find(std::string{name});
    if (found == values.end()) return {};
    return found->second;
  });
  return out ? *out : std::string{out.error().ec.view()} + ' ' + std::string{out.error().message.view()};
}

}  // namespace

TEST_CASE("the public vectors of callback bodies are filled in as the service did") {
  std::ifstream in{UPCALL_TEST_VECTORS "/callback-encoding.json"};
  std::size_t seen = 0;
  for (const auto& each : nlohmann::json::parse(in)) {
    if (each["kind"] != "substitute") continue;
    ++seen;
    CAPTURE(each["name"]);
    std::map<std::string, callback_value> values;
    for (const auto& [name, value] : each["input"]["variables"].items()) {
      if (value.is_null()) values[name] = nullptr;
      if (value.is_number()) values[name] = value.get<std::uint64_t>();
      if (value.is_string()) values[name] = value.get<std::string>();
    }
    const auto format =
        each["input"]["callbackBodyType"] == "application/json" ? callback_format::json : callback_format::form;
    CHECK(filled(each["input"]["callbackBody"].get<std::string>(), format, values) ==
          each["expected"]["body"].get<std::string>());
  }
  CHECK(seen >= 3);
}

TEST_CASE("values are written as the body's type wants them") {
  const std::map<std::string, callback_value> values{
      {"object", "a b/\"ü\""}, {"size", std::uint64_t{5}}, {"imageInfo.width", nullptr}};
  CHECK(filled("${object}&${size}&${imageInfo.width}", callback_format::form, values) == "a%20b%2F%22%C3%BC%22&5&");
  CHECK(filled("{\"o\":${object},\"s\":${size},\"w\":${imageInfo.width}}", callback_format::json, values) ==
        "{\"o\":\"a b/\\\"ü\\\"\",\"s\":5,\"w\":null}");
  CHECK(filled("", callback_format::form, values) == "");
  CHECK(filled("costs $5", callback_format::form, values) == "costs $5");
}

TEST_CASE("a template that cannot be filled in is refused by the service's number") {
  const auto refused = [](std::string_view body) { return filled(body, callback_format::form, {}).substr(0, 13); };
  CHECK(refused("$x:my_var}") == "0007-00000105");
  CHECK(refused("${object") == "0007-00000105");
  CHECK(refused("${nonsense}") == "0007-00000105");
  CHECK(filled("a=$x:my_var}", callback_format::form, {}) ==
        "0007-00000105 Left brace must be adjacent to dollar sign.");
}
