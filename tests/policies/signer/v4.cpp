// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "policies/signer/signed.hpp"
#include "policies/signer/vectors.hpp"
#include <string>
#include <thread>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/policies/signer/v4.hpp>

namespace {

using upcall::signing_context;

template <class Policy>
std::string authorization(typename Policy::state& signer, const signing_context& context) {
  request_to_sign at{"PUT", "examplebucket", "files/hello"};
  const auto done = signer.sign(at.message, at.texts, context, upcall::portable_crypto{});
  return done ? std::string{at.header("authorization")} : std::string{};
}

// A signer with a cache says what one says that has none.
void check_same(upcall::sign_v4::state& cached, const signing_context& context) {
  upcall::sign_v4_uncached::state fresh{upcall::sign_v4_uncached{}};
  CHECK(authorization<upcall::sign_v4>(cached, context) == authorization<upcall::sign_v4_uncached>(fresh, context));
}

}  // namespace

TEMPLATE_TEST_CASE("vectors: V4 in the headers", "", upcall::portable_crypto, upcall::openssl_crypto) {
  int checked = 0;
  for (const auto& vector : vectors("sign-v4.json")) {
    vector_request given{vector};
    if (!given.additional.empty()) continue;  // sign_v4_with_headers takes them
    INFO(given.name());
    const std::string product = vector["input"]["product"];
    typename upcall::sign_v4::state signer{upcall::sign_v4{product}};
    REQUIRE(signer.sign(given.message, given.texts, given.context, TestType{}));
    CHECK(given.header("authorization") == given.expected("authorization"));
    for (const auto& [name, value] : given.added_headers()) {
      if (name != "date") CHECK(given.header(name) == value);  // x-oss-date is enough
    }
    CHECK_FALSE(given.texts.overflow());
    ++checked;
  }
  CHECK(checked >= 20);
}

TEST_CASE("V4 without a region says what to give") {
  request_to_sign at{"PUT", "examplebucket", "files/hello"};
  upcall::sign_v4::state signer{upcall::sign_v4{}};
  const auto done = signer.sign(at.message, at.texts, {{"fake-id", "fake-secret"}, {}, {}}, upcall::portable_crypto{});
  CHECK(done.wrong().find("region") != std::string_view::npos);
  CHECK(done.wrong().find("fake") == std::string_view::npos);
  CHECK(at.header("authorization") == "(none)");
}

TEST_CASE("the key that is kept is that of the day, the secret and the region") {
  upcall::sign_v4::state signer{upcall::sign_v4{}};
  signing_context context{{"fake-id", "fake-secret"}, {1'700'000'000}, "cn-hangzhou"};
  check_same(signer, context);
  check_same(signer, context);
  SECTION("later on the same day") { context.now.seconds += 60; }
  SECTION("the last second of the day") { context.now.seconds = 1'700'006'399; }
  SECTION("the first second of the next") { context.now.seconds = 1'700'006'400; }
  SECTION("a day back") { context.now.seconds -= 86'400; }
  SECTION("another secret of the same length") { context.who.access_key_secret = "fake-sekret"; }
  SECTION("a longer secret") { context.who.access_key_secret = "fake-secret2"; }
  SECTION("another id with the same secret") { context.who.access_key_id = "other-id"; }
  SECTION("another region") { context.region = "cn-beijing"; }
  SECTION("a token") { context.who.security_token = "fake-token"; }
  check_same(signer, context);
  check_same(signer, {{"fake-id", "fake-secret"}, {1'700'000'000}, "cn-hangzhou"});
}

TEST_CASE("secrets and regions too long to keep are signed with all the same") {
  upcall::sign_v4::state signer{upcall::sign_v4{}};
  const std::string secret(100, 's'), region(40, 'r');
  for (int i = 0; i != 2; ++i) {
    check_same(signer, {{"fake-id", secret}, {1'700'000'000}, "cn-hangzhou"});
    check_same(signer, {{"fake-id", std::string_view{secret}.substr(0, 64)}, {1'700'000'000}, "cn-hangzhou"});
    check_same(signer, {{"fake-id", "fake-secret"}, {1'700'000'000}, region});
  }
}

TEST_CASE("threads with different credentials get their own signatures of one signer") {
  upcall::sign_v4::state shared{upcall::sign_v4{}};
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t number = 0; number != wrong.size(); ++number) {
    threads.emplace_back([&, number] {
      const std::string secret = "fake-secret-" + std::to_string(number / 2);
      const signing_context context{{"fake-id", secret}, {1'700'000'000}, "cn-hangzhou"};
      upcall::sign_v4_uncached::state alone{upcall::sign_v4_uncached{}};
      const auto right = authorization<upcall::sign_v4_uncached>(alone, context);
      for (int i = 0; i != 500; ++i) wrong[number] += authorization<upcall::sign_v4>(shared, context) != right;
    });
  }
  for (auto& each : threads) each.join();
  CHECK(wrong == std::vector<int>(4, 0));
}
