// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/names.hpp>

using upcall::testing::is_bucket_name;
using upcall::testing::is_object_name;

static_assert(is_bucket_name("abc") && is_bucket_name("a-1") && is_bucket_name("123"));
static_assert(!is_bucket_name("ab") && !is_bucket_name("-ab") && !is_bucket_name("ab-") && !is_bucket_name("aBc") &&
              !is_bucket_name("a_c"));
static_assert(!is_bucket_name("callback_pub_key_v1.pem"));
static_assert(is_object_name("a") && is_object_name("a/") && is_object_name("中"));
static_assert(!is_object_name("") && !is_object_name("/a") && !is_object_name("\\a") && !is_object_name("\xff"));

TEST_CASE("names have a longest length") {
  CHECK(is_bucket_name(std::string(63, 'a')));
  CHECK_FALSE(is_bucket_name(std::string(64, 'a')));
  CHECK(is_object_name(std::string(1023, 'a')));
  CHECK_FALSE(is_object_name(std::string(1024, 'a')));
}
