// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <span>
#include <string>
#include <upcall/operations/check_settings.hpp>
#include <vector>

using upcall::data_encryption;
using upcall::field;
using upcall::object_settings;
using upcall::server_side_encryption;
using upcall::detail::check_settings;

static_assert(check_settings({}).empty());
static_assert(check_settings({.traffic_limit = 819'200}).empty());
static_assert(check_settings({.traffic_limit = 838'860'800}).empty());
static_assert(check_settings({.traffic_limit = 819'199}).starts_with("settings: traffic_limit "));
static_assert(check_settings({.traffic_limit = 838'860'801}).starts_with("settings: traffic_limit "));

static_assert(check_settings({.encryption = server_side_encryption::kms,
                              .kms_cipher = data_encryption::sm4,
                              .kms_key_id = "fake-key"})
                  .empty());
static_assert(check_settings({.kms_key_id = "fake-key"}).starts_with("settings: kms_cipher and kms_key_id "));
static_assert(
    check_settings({.encryption = server_side_encryption::aes256, .kms_cipher = data_encryption::sm4}).size() != 0);

// The MD5 of nothing; then too short, too long, with a line's end, of hexadecimal digits, and padded by blanks.
static_assert(check_settings({.content_md5 = "1B2M2Y8AsgTpgAmY7PhCfg=="}).empty());
static_assert(check_settings({.content_md5 = "1B2M2Y8AsgTpgAmY7PhC"}).starts_with("settings: content_md5 "));
static_assert(!check_settings({.content_md5 = "1B2M2Y8AsgTpgAmY7PhCfgA="}).empty());
static_assert(!check_settings({.content_md5 = "1B2M2Y8AsgTpgAmY7PhCfg==\n"}).empty());
static_assert(!check_settings({.content_md5 = "d41d8cd98f00b204e9800998ecf8427e"}).empty());
static_assert(!check_settings({.content_md5 = " 1B2M2Y8AsgTpgAmY7PhCfg=="}).empty());

TEST_CASE("check_settings: at most ten tags, each with a name of its own") {
  std::vector<std::string> names;
  for (int i = 0; i != 11; ++i) names.push_back("n" + std::to_string(i));
  std::vector<field> tags;
  for (const auto& name : names) tags.push_back({name, "v"});
  const auto of = [&](std::size_t count) {
    return check_settings({.tagging = std::span<const field>{tags}.first(count)});
  };
  CHECK(of(10).empty());
  CHECK(of(11).find("ten tags") != std::string_view::npos);
  tags[9].name = "n0";
  CHECK(of(10).find("name of its own") != std::string_view::npos);
  CHECK(check_settings(
            {.tagging =
                 {{"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}, {"5", ""}, {"6", ""}, {"7", ""}, {"8", ""}, {"9", ""}}})
            .find("std::span") != std::string_view::npos);
}

TEST_CASE("check_settings: lengths of tags are counted in characters") {
  const auto of = [](const std::string& name, const std::string& value) {
    return check_settings({.tagging = {{name, value}}}).empty();
  };
  std::string wide;
  for (int i = 0; i != 128; ++i) wide += "\xe4\xb8\xad";
  CHECK(of(wide, wide + wide));
  CHECK_FALSE(of(wide + "a", ""));
  CHECK_FALSE(of("a", wide + wide + "a"));
  CHECK_FALSE(of("", "a"));
}
