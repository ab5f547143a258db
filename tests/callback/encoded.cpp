// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <string_view>
#include <upcall/callback/encoded.hpp>
#include <upcall/callback/option.hpp>

namespace {

inline constexpr upcall::callback on_upload{
    .url = "http://oss-demo.aliyuncs.com:23450",
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}",
};
// As `base64` of coreutils has it.
static_assert(upcall::encoded<on_upload>.parameter ==
              "eyJjYWxsYmFja1VybCI6Imh0dHA6Ly9vc3MtZGVtby5hbGl5dW5jcy5jb206MjM0NTA/dXNlcj1wdXRfb2JqZWN0IiwiY2FsbGJhY2tC"
              "b2R5IjoiYnVja2V0PSR7YnVja2V0fSZvYmplY3Q9JHtvYmplY3R9IiwiY2FsbGJhY2tCb2R5VHlwZSI6ImFwcGxpY2F0aW9uL3gtd3d3"
              "LWZvcm0tdXJsZW5jb2RlZCJ9");
static_assert(upcall::encoded<on_upload>.variables.empty());

inline constexpr upcall::callback padded{.url = "http://a/xy", .body = "u=${x:u}", .variables = {{"x:u", "4"}}};
static_assert(upcall::encoded<padded>.parameter ==
              "eyJjYWxsYmFja1VybCI6Imh0dHA6Ly9hL3h5IiwiY2FsbGJhY2tCb2R5IjoidT0ke3g6dX0iLCJjYWxsYmFja0JvZHlUeXBlIjoi"
              "YXBwbGljYXRpb24veC13d3ctZm9ybS11cmxlbmNvZGVkIn0=");
static_assert(upcall::encoded<padded>.variables == "eyJ4OnUiOiI0In0=");

inline constexpr upcall::callback with_all{
    .url = {"http://a.example.com/cb", "b.example.com:8080/cb"},
    .query = {{"k", "v w"}},
    .body = R"({"o":${object},"u":${x:user},"v":${x:v}})",
    .body_type = upcall::json_body_type,
    .host = "c.example.com",
    .sni = true,
    .variables = {{"x:user", "42"}, {"x:v", "\xe5\x80\xbc"}},
};

// As long as may be: the compilers' limits on constant evaluation are farther away.
constexpr auto long_text = [] {
  std::array<char, 3726> text{};
  for (char& c : text) c = 'z';
  constexpr std::string_view start = "${x:a}${bucket}${object}&k=";
  for (std::size_t i = 0; i != start.size(); ++i) text[i] = start[i];
  return text;
}();
constexpr auto long_value = [] {
  std::array<char, 3830> text{};
  for (char& c : text) c = 'v';
  return text;
}();
inline constexpr upcall::callback longest{
    .url = "http://example.com/cb/x",
    .body = {long_text.data(), long_text.size()},
    .variables = {{"x:a", {long_value.data(), long_value.size()}}},
};
static_assert(upcall::encoded<longest>.parameter.size() == 5120);
static_assert(upcall::encoded<longest>.variables.size() == 5120);

}  // namespace

TEST_CASE("the compiler encodes as the program does at run time") {
  char room[12000];
  for (const auto& [c, ready] :
       {std::pair{&on_upload, upcall::encoded<on_upload>}, std::pair{&with_all, upcall::encoded<with_all>},
        std::pair{&longest, upcall::encoded<longest>}}) {
    upcall::text_arena texts{room};
    const auto now = upcall::callback_option{*c}.encode(texts);
    REQUIRE(now);
    CHECK(now->parameter == ready.parameter);
    CHECK(now->variables == ready.variables);
  }
}
