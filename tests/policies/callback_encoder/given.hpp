// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <upcall/callback/option.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/http/request.hpp>
#include <upcall/http/text_arena.hpp>

// A request with room for everything, to put callbacks into.
struct request_with_room {
  upcall::field parameters[8], headers[8];
  char room[4096];
  upcall::request message{parameters, headers};
  upcall::text_arena texts{room};

  std::string_view header(std::string_view name) const { return value(message.headers.find(name)); }
  std::string_view parameter(std::string_view name) const { return value(message.parameters.find(name)); }
  std::string target() const {
    upcall::inline_string<4096> out;
    write_target(out, message);
    return std::string{out.view()};
  }

 private:
  static std::string_view value(const upcall::field* found) {
    return found ? found->value : std::string_view{"(none)"};
  }
};

inline constexpr upcall::callback with_variables{
    .url = "http://a/x", .body = "u=${x:user}", .variables = {{"x:user", "42"}}};
inline constexpr upcall::callback without_variables{.url = "http://a/x", .body = "o=${object}"};
inline constexpr upcall::callback wrong_callback{.url = "http://a/x?y", .body = "o=${object}"};

// The case of the service's documentation that shows where the two texts go.
inline nlohmann::json placement() {
  for (auto& each : nlohmann::json::parse(std::ifstream{UPCALL_TEST_VECTORS "/callback-encoding.json"})) {
    if (each["kind"] == "placement") return each;
  }
  return {};
}
