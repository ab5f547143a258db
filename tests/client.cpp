// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <type_traits>
#include <upcall/policies/checkpoint/none.hpp>
#include <upcall/policies/errors/throwing.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/signer/anonymous.hpp>
#include <upcall/policies/signer/v1.hpp>

using upcall::fault;
using upcall::recorded;

namespace {

namespace role = upcall::role;
using upcall::text;

// What shares a pool or a key cannot be copied, and its buckets do not outlive it by mistake.
using some_client = given::client<upcall::endpoint, recorded>;
static_assert(!std::is_copy_constructible_v<some_client> && !std::is_move_constructible_v<some_client>);
static_assert(!std::is_copy_assignable_v<some_client>);
template <class C>
concept gives_bucket = requires(C&& client) {
  std::forward<C>(client).bucket("examplebucket");
};
static_assert(gives_bucket<some_client&> && !gives_bucket<some_client>);
using some_bucket = decltype(std::declval<some_client&>().bucket("examplebucket"));
static_assert(std::is_trivially_copyable_v<some_bucket>);

// Policies that hold nothing take no room in a client.
struct silent_transport {
  using role = upcall::role::transport;
  static upcall::result<upcall::nothing> send(const upcall::signed_request&, upcall::body auto&,
                                              upcall::response& answer) {
    answer.status = 200;
    return upcall::nothing{};
  }
};
struct no_clock {
  using role = upcall::role::clock;
  static upcall::timestamp now() { return {}; }
  static upcall::milliseconds elapsed() { return {}; }
  static void sleep(upcall::milliseconds) {}
};
using smallest = given::client<upcall::endpoint, silent_transport, no_clock, upcall::sign_v1, upcall::no_checkpoint>;
static_assert(sizeof(smallest) == sizeof(upcall::endpoint::state));
static_assert(std::is_empty_v<upcall::sign_v1> && std::is_empty_v<upcall::sign_anonymous> &&
              std::is_empty_v<upcall::no_retry>);
static_assert(std::is_empty_v<upcall::portable_crypto> && std::is_empty_v<upcall::callback_in_header>);
static_assert(std::is_empty_v<upcall::returning> && std::is_empty_v<upcall::throwing> &&
              std::is_empty_v<upcall::stack_workspace<>>);

std::string authorization(auto& client) {
  REQUIRE(client.bucket("examplebucket").put_object("k", text{"hello"}));
  const std::string* header = given::requests(client).back().header("authorization");
  return header == nullptr ? "" : *header;
}

}  // namespace

TEST_CASE("policies may be given in any order") {
  const recorded service{{{}}};
  given::client a{given::service, service, upcall::sign_v1{}, upcall::fixed_credentials{"fake-id", "fake-secret"}};
  given::client b{upcall::fixed_credentials{"fake-id", "fake-secret"}, upcall::sign_v1{}, service, given::service};
  const std::string one = authorization(a);
  CHECK(one.starts_with("OSS fake-id:"));
  CHECK(authorization(b) == one);
}

TEST_CASE("types name policies, values are given for any of them") {
  given::client<upcall::sign_v1, recorded, upcall::endpoint> oss{recorded{{{}}}, given::service};
  CHECK(authorization(oss).starts_with("OSS "));
  CHECK(oss.policy<role::transport>().requests().size() == 1);
}

TEST_CASE("a bucket keeps its own name, however long it is, and is cheap to copy") {
  given::client oss{given::service, recorded{{{}, {}}}};
  auto bucket = [&] {
    const std::string name = "examplebucket";
    return oss.bucket(name);
  }();
  auto copy = bucket;
  CHECK(copy.name() == "examplebucket");
  CHECK(copy.put_object("k", text{"hello"}));
  CHECK(given::requests(oss)[0].host == "examplebucket.oss-cn-hangzhou.aliyuncs.com");
  CHECK(oss.bucket(std::string(63, 'a')).put_object("k", text{"hello"}));
  for (std::size_t size : {64u, 65u, 1'000u}) {
    const auto out = oss.bucket(std::string(size, 'a')).put_object("k", text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::client);
  }
}

TEST_CASE("every source and every call of a throwing client") {
  given::client oss{given::service, upcall::throwing{},
                    recorded{{{.headers = {{"ETag", "\"1\""}}},
                              {.headers = {{"Content-Length", "5"}}},
                              {.body = "hello"},
                              {.status = 204},
                              {.status = 404}}}};
  auto bucket = oss.bucket("examplebucket");
  const upcall::put_result put = bucket.put_object("k", text{"hello"});
  CHECK(put.etag == "\"1\"");
  CHECK(bucket.head_object("k").size == 5);
  std::string got;
  CHECK(bucket.get_object("k", [&](std::string_view piece) { got += piece; }).size == 5);
  CHECK(got == "hello");
  CHECK(bucket.delete_object("k").status == 204);
  CHECK_THROWS_AS(bucket.head_object("k"), upcall::server_error);
  CHECK_THROWS_AS(bucket.head_object(""), upcall::client_error);
  CHECK_THROWS_AS(bucket.head_object("k"), upcall::transport_error);
}

TEST_CASE("no message has a secret in it") {
  const upcall::fixed_credentials secret{"fake-id", "fake-secret", "fake-token"};
  const auto messages_of = [&](recorded service, auto call, auto... policies) {
    given::client oss{given::service, upcall::throwing{}, secret, std::move(service), policies...};
    try {
      call(oss.bucket("examplebucket"));
      FAIL("no exception");
    } catch (const upcall::error& e) {
      for (std::string_view text : {std::string_view{e.what()}, e.why().message.view(), e.why().code.view()}) {
        INFO(text);
        CHECK(text.find("fake-secret") == text.npos);
        CHECK(text.find("fake-token") == text.npos);
      }
    }
  };
  const auto put = [](auto bucket) { bucket.put_object("k", text{"hello"}); };
  messages_of({}, put);
  messages_of({{{.status = 403, .body = "<Error><Code>SignatureDoesNotMatch</Code><Message>m</Message></Error>"}}},
              put);
  messages_of({}, [](auto bucket) { bucket.put_object("", text{"hello"}); });
  messages_of({}, put, upcall::exponential_backoff{});
  messages_of({{{.status = 203}}}, [](auto bucket) {
    bucket.put_object("k", text{"hello"}, {.headers = {{"x-oss-callback", "e30="}}});
  });
}
