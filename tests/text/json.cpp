// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/text/json.hpp>

using namespace upcall;

namespace {

constexpr auto json(std::string_view text) {
  return written<1024>([&](auto& to) { write_json_string(to, text); });
}

}  // namespace

static_assert(json("") == R"("")" && json("plain/path") == R"("plain/path")");
static_assert(json("a\"b\\c") == R"("a\"b\\c")");
static_assert(json("\b\f\n\r\t") == R"("\b\f\n\r\t")");
static_assert(json(std::string_view{"\0\x01\x0b\x1f\x7f", 5}) == "\"\\u0000\\u0001\\u000b\\u001f\x7f\"");
static_assert(json("\xe4\xb8\xad") == "\"\xe4\xb8\xad\"");

TEST_CASE("every ASCII character reads back in another implementation") {
  for (int i = 0; i != 128; ++i) {
    const std::string one(1, static_cast<char>(i));
    CHECK(nlohmann::json::parse(json(one).view()).get<std::string>() == one);
  }
}

TEST_CASE("a writer escapes what is put in, without quotes") {
  CHECK(written([](auto& to) {
          json_text_writer writer{to};
          write(writer, "say \"${object}\"");
        }) == R"(say \"${object}\")");
}
