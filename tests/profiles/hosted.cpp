// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include "support/temporary_file.hpp"
#include <cstdlib>
#include <string>
#include <type_traits>
#include <unistd.h>
#include <upcall.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/recorded.hpp>

namespace {

namespace role = upcall::role;

// Only an endpoint must be given.
using least = upcall::client<upcall::endpoint>;
template <class Role>
using playing = std::remove_reference_t<decltype(std::declval<least&>().template policy<Role>())>;
static_assert(std::is_same_v<playing<role::transport>, upcall::httplib_transport::state>);
static_assert(std::is_same_v<playing<role::signer>, upcall::sign_v4::state>);
static_assert(std::is_same_v<playing<role::credentials>, upcall::environment_credentials>);
static_assert(std::is_same_v<playing<role::crypto>, upcall::openssl_crypto> &&
              std::is_same_v<playing<role::clock>, upcall::corrected_clock<upcall::system_clock>::state>);
static_assert(std::is_same_v<playing<role::retry>, upcall::exponential_backoff>);
static_assert(std::is_same_v<playing<role::errors>, upcall::throwing>);
static_assert(std::is_same_v<playing<role::workspace>, upcall::stack_workspace<>>);
static_assert(std::is_same_v<playing<role::callback_encoder>, upcall::callback_in_header>);

static_assert(std::is_same_v<playing<role::checkpoint>, upcall::file_checkpoint> &&
              std::is_same_v<playing<role::executor>, upcall::threads<3>>);
static_assert(std::is_same_v<playing<role::observer>, upcall::silent_observer>);

inline constexpr upcall::callback on_upload{
    .url = "http://oss-demo.aliyuncs.com:23450",
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}",
};

}  // namespace

TEST_CASE("both kinds of upload, with one callback") {
  const given::temporary_file small{"hello"}, large{given::bytes(20 << 20)};
  upcall::emulator_settings settings{.callbacks = upcall::callback_reach::anywhere};
  settings.deliver = [](const upcall::testing::callback_post&) {
    return upcall::testing::callback_answer{.headers = {}, .body = "{\"Status\":\"OK\"}"};
  };
  upcall::emulator service{settings};
  upcall::client oss{upcall::endpoint{"https://oss-cn-hangzhou.aliyuncs.com"},
                     upcall::fixed_credentials{"fake-id", "fake-secret"}, service.transport()};
  auto bucket = oss.bucket("examplebucket");
  const auto hello =
      bucket.put_object("files/hello", upcall::file{small.path()}, {.callback = upcall::encoded<on_upload>});
  const auto world =
      bucket.resumable_upload("files/world", upcall::file{large.path()}, {.callback = upcall::encoded<on_upload>});
  CHECK(hello.answer == "{\"Status\":\"OK\"}");
  CHECK(world.answer == "{\"Status\":\"OK\"}");
  CHECK(world.parts == 3);
  CHECK(world.size == 20 << 20);
  const auto posts = service.callbacks().sent();
  REQUIRE(posts.size() == 2);
  CHECK(posts[0].target == "/?user=put_object");
  CHECK(posts[1].body == "bucket=examplebucket&object=files%2Fworld");

  // As the compiler does with a constant (compile_fail/callback_query_in_url.cpp), whatever the call.
  const upcall::callback with_query{.url = "http://oss-demo.aliyuncs.com:23450/?user=put_object", .body = "a=b"};
  for (const bool in_parts : {false, true}) {
    try {
      if (in_parts) {
        bucket.resumable_upload("files/none", upcall::file{large.path()}, {.callback = with_query});
      } else {
        bucket.put_object("files/none", upcall::file{small.path()}, {.callback = with_query});
      }
      FAIL("a query in .url was sent");
    } catch (const upcall::client_error& e) {
      CHECK(e.message() == "callback: query parameters go in .query, not in .url");
    }
  }
  CHECK_THROWS_AS(bucket.head_object("files/none"), upcall::server_error);
  CHECK(service.uploads().empty());

  service.faults().add("POST?uploadId:1:status=403");
  CHECK_THROWS_AS(bucket.resumable_upload("files/world", upcall::file{large.path()}), upcall::server_error);
  CHECK(::access((large.path() + ".upcall-journal").c_str(), F_OK) == 0);
  CHECK(bucket.resumable_upload("files/world", upcall::file{large.path()}).parts_resumed == 3);
  CHECK(::access((large.path() + ".upcall-journal").c_str(), F_OK) != 0);
}

TEST_CASE("a hosted client on another transport puts, with the environment's credentials") {
  ::setenv("OSS_ACCESS_KEY_ID", "fake-id", 1);
  ::setenv("OSS_ACCESS_KEY_SECRET", "fake-secret", 1);
  ::unsetenv("OSS_SESSION_TOKEN");
  upcall::client oss{upcall::endpoint{"https://oss-cn-hangzhou.aliyuncs.com"},
                     upcall::recorded{{{.headers = {{"ETag", "\"1\""}}}}}};
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}).etag == "\"1\"");
  const auto& sent = oss.policy<role::transport>().requests().at(0);
  CHECK(sent.header("authorization")->starts_with("OSS4-HMAC-SHA256 Credential=fake-id/"));
  CHECK(sent.header("authorization")->find("/cn-hangzhou/oss/aliyun_v4_request,Signature=") != std::string::npos);
  CHECK(oss.policy<role::transport>().answers_left() == 0);
  least wrong{upcall::endpoint{""}};
  CHECK_THROWS_AS(wrong.bucket("examplebucket").head_object("k"), upcall::client_error);
}
