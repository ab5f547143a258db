// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdlib>
#include <string>
#include <type_traits>
#include <upcall.hpp>
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
              std::is_same_v<playing<role::clock>, upcall::system_clock>);
static_assert(std::is_same_v<playing<role::retry>, upcall::exponential_backoff>);
static_assert(std::is_same_v<playing<role::errors>, upcall::throwing>);
static_assert(std::is_same_v<playing<role::workspace>, upcall::stack_workspace<>>);
static_assert(std::is_same_v<playing<role::callback_encoder>, upcall::callback_in_header>);

}  // namespace

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
