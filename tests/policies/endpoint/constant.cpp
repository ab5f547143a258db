// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <type_traits>
#include <upcall/freestanding.hpp>
#include <upcall/policies/signer/v1.hpp>

using upcall::constant_endpoint;
using upcall::endpoint;

namespace {

inline constexpr endpoint service{"http://oss-cn-hangzhou.aliyuncs.com:8080"};
inline constexpr endpoint own_domain{.url = "https://media.example.com", .cname = true};
inline constexpr std::string_view logs = "examplebucket";
inline constexpr char more_logs[] = "examplebucket-2";

static_assert(upcall::role::endpoint::played<constant_endpoint<service>>);
static_assert(std::is_empty_v<constant_endpoint<service>>);
static_assert(constant_endpoint<service>::where().where.port == 8080);
static_assert(constant_endpoint<service>::signing_region() == "cn-hangzhou");
static_assert(constant_endpoint<own_domain>::where().where.style == upcall::address_style::cname);
static_assert(constant_endpoint<own_domain>::signing_region().empty());

// A client whose transport does nothing takes no more than its credentials and its workspace's address.
struct silent_line {
  using role = upcall::role::transport;
  static upcall::result<upcall::nothing> send(const upcall::signed_request& request, upcall::body auto&,
                                              upcall::response& answer) {
    sent_to = std::string{request.to().host};
    bucket = std::string{request.message().bucket};
    answer.status = 200;
    answer.header("x-oss-request-id", "R");
    return upcall::nothing{};
  }
  static inline std::string sent_to, bucket;
};
constinit upcall::workspace<upcall::limits::small> room{};
constinit upcall::freestanding_client oss{constant_endpoint<service>{},
                                          upcall::fixed_credentials{"fake-id", "fake-key"}, silent_line{},
                                          upcall::manual_clock{}, upcall::borrowed_workspace{room}};
using by_types =
    upcall::freestanding_client<constant_endpoint<own_domain>, upcall::sign_v1, upcall::fixed_credentials, silent_line,
                                upcall::manual_clock, upcall::borrowed_workspace<upcall::limits::small>>;

}  // namespace

TEST_CASE("a client whose endpoint and bucket are constants is made by the compiler") {
  REQUIRE(oss.bucket<logs>().put_object("k", upcall::text{"hello"}));
  CHECK(silent_line::sent_to == "oss-cn-hangzhou.aliyuncs.com");
  CHECK(silent_line::bucket == "examplebucket");
  REQUIRE(oss.bucket<more_logs>().put_object("k", upcall::text{"hello"}));
  CHECK(silent_line::bucket == "examplebucket-2");
  CHECK(oss.bucket<logs>().name() == oss.bucket("examplebucket").name());
}

TEST_CASE("an endpoint without a region will do for a signature that needs none") {
  by_types client{upcall::fixed_credentials{"fake-id", "fake-key"}, upcall::borrowed_workspace{room}};
  REQUIRE(client.bucket<logs>().put_object("k", upcall::text{"hello"}));
  CHECK(silent_line::sent_to == "media.example.com");
}
