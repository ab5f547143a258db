// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <upcall/operations/verify.hpp>
#include <utility>
#include <vector>

namespace {

using upcall::field;
using upcall::refusal;

// Takes the signature "right" for the text it was made for: what verify() does around the cryptography is checked here.
struct expecting_crypto {
  class rsa_md5_verifier {
   public:
    constexpr explicit rsa_md5_verifier(std::string_view pem) : pem_(pem) {}
    constexpr void put(char c) { text_.put(c); }
    constexpr bool verify(std::string_view signature) && {
      return pem_ == "key" && text_ == "/a b?c=%20\nbody" && signature == "right";
    }

   private:
    std::string_view pem_;
    upcall::inline_string<100> text_;
  };
};

struct some_keys {
  upcall::fault failing = upcall::fault::transport;
  constexpr upcall::result<std::string_view> key_for(std::string_view url) const {
    if (url == "here") return std::string_view{"key"};
    if (url == "other") return std::string_view{"other key"};
    return upcall::failure{failing, "no"};
  }
};

constexpr std::string_view here = "aGVyZQ==", other = "b3RoZXI=", right = "cmlnaHQ=";
constexpr std::array headers{field{"Host", "a"}, field{"authorization", right}, field{"X-OSS-Pub-Key-URL", here}};
constexpr upcall::received_callback good{
    .method = "POST", .target = "/a%20b?c=%20", .headers = headers, .body = "body"};

constexpr refusal reason(const upcall::received_callback& request, some_keys keys = {}) {
  const auto out = upcall::verify(request, keys, expecting_crypto{});
  return bool(out) == (out.reason() == refusal::none) ? out.reason() : refusal{99};
}
refusal reason_with(std::vector<field> given, some_keys keys = {}) {
  auto request = good;
  request.headers = given;
  return reason(request, keys);
}

static_assert(reason(good) == refusal::none);
static_assert(upcall::verify(good, some_keys{}, expecting_crypto{})->body() == "body");
static_assert(!std::is_default_constructible_v<upcall::verified_callback>);
static_assert(!std::is_constructible_v<upcall::verified_callback, const upcall::received_callback&>);
static_assert(!std::is_aggregate_v<upcall::verified_callback>);
static_assert(!std::is_default_constructible_v<upcall::verification>);
static_assert(!std::is_constructible_v<upcall::verification, refusal>);

}  // namespace

TEST_CASE("what was verified is what was received") {
  const auto genuine = upcall::verify(good, some_keys{}, expecting_crypto{});
  REQUIRE(genuine);
  CHECK(genuine->target() == "/a%20b?c=%20");
  CHECK((*genuine).body().data() == good.body.data());
  CHECK(genuine.advice().empty());
}

TEST_CASE("method and target") {
  for (const std::string_view method : {"", "GET", "PUT", "post", "POST "}) {
    auto request = good;
    request.method = method;
    CHECK(reason(request) == refusal::bad_method);
  }
  const std::string long_target = "/" + std::string(64 * 1024, 'a');
  for (const std::string_view target : {std::string_view{""}, {"a"}, {"*"}, {"http://h/a"}, {long_target}}) {
    auto request = good;
    request.target = target;
    CHECK(reason(request) == refusal::bad_target);
  }
  auto request = good;
  request.target = "/a%20b?c= ";
  CHECK(reason(request) == refusal::bad_signature);
}

TEST_CASE("the two headers") {
  CHECK(reason_with({}) == refusal::missing_header);
  CHECK(reason_with({{"authorization", right}}) == refusal::missing_header);
  CHECK(reason_with({{"x-oss-pub-key-url", here}}) == refusal::missing_header);
  CHECK(reason_with({{"AUTHORIZATION", " cmlnaHQ=\t"}, {"x-oss-pub-key-url", here}}) == refusal::none);
  CHECK(reason_with({{"authorization", right}, {"x-oss-pub-key-url", here}, {"Authorization", right}}) ==
        refusal::repeated_header);
  CHECK(reason_with({{"x-oss-pub-key-url", here}, {"authorization", right}, {"X-Oss-Pub-Key-Url", other}}) ==
        refusal::repeated_header);
  const std::string huge(8 * 1024 + 4, 'A');
  CHECK(reason_with({{"authorization", huge}, {"x-oss-pub-key-url", here}}) == refusal::too_long);
  CHECK(reason_with({{"authorization", right}, {"x-oss-pub-key-url", huge}}) == refusal::too_long);
  CHECK(reason_with({{"authorization", right}, {"x-oss-pub-key-url", std::string_view{huge}.substr(4)}}) ==
        refusal::bad_pub_key_url);
  CHECK(reason_with({{"authorization", std::string_view{huge}.substr(4)}, {"x-oss-pub-key-url", here}}) ==
        refusal::bad_signature);
}

TEST_CASE("Base64 is taken strictly") {
  for (const std::string_view odd :
       {"***", "cmlnaHQ", "cmlnaHQ==", "cmln aHQ=", "cmlnaHR=", "cmlnaHQ=cmlnaHQ=", "c-_n"}) {
    CHECK(reason_with({{"authorization", odd}, {"x-oss-pub-key-url", here}}) == refusal::bad_base64);
    CHECK(reason_with({{"authorization", right}, {"x-oss-pub-key-url", odd}}) == refusal::bad_base64);
  }
  CHECK(reason_with({{"authorization", ""}, {"x-oss-pub-key-url", here}}) == refusal::bad_signature);
  CHECK(reason_with({{"authorization", right}, {"x-oss-pub-key-url", ""}}, {upcall::fault::client}) ==
        refusal::bad_pub_key_url);
}

TEST_CASE("keys") {
  CHECK(reason_with({{"authorization", right}, {"x-oss-pub-key-url", other}}) == refusal::bad_signature);
  CHECK(reason_with({{"authorization", right}, {"x-oss-pub-key-url", "eA=="}}) == refusal::no_key);
  CHECK(reason_with({{"authorization", right}, {"x-oss-pub-key-url", "eA=="}}, {upcall::fault::client}) ==
        refusal::bad_pub_key_url);
  // A key is not asked for in vain, and the key URL is judged before the signature is looked at.
  CHECK(reason_with({{"authorization", "***"}, {"x-oss-pub-key-url", "eA=="}}, {upcall::fault::client}) ==
        refusal::bad_pub_key_url);
}

TEST_CASE("bodies") {
  auto request = good;
  request.body = "Body";
  CHECK(reason(request) == refusal::bad_signature);
  const std::string huge(16 * 1024 * 1024 + 1, 'b');
  request.body = huge;
  CHECK(reason(request) == refusal::too_long);
  request.body = upcall::part(huge, 1);
  CHECK(reason(request) == refusal::bad_signature);
}

TEST_CASE("a keys policy is used where it stands") {
  struct counting_keys {
    int asked = 0;
    upcall::result<std::string_view> key_for(std::string_view) {
      ++asked;
      return std::string_view{"key"};
    }
  } keys;
  CHECK(upcall::verify(good, keys, expecting_crypto{}));
  CHECK(upcall::verify(good, keys, expecting_crypto{}));
  CHECK(keys.asked == 2);
}

TEST_CASE("what a keys policy gives to hold a key stays until the callback is judged, and is told if it was right") {
  static int held = 0, right = 0;
  struct held_key {
    std::string text = "key";
    held_key() { ++held; }
    held_key(held_key&& from) : text(std::move(from.text)) { ++held; }
    held_key& operator=(held_key&&) = default;
    ~held_key() {
      text = "gone";
      --held;
    }
    operator std::string_view() const { return text; }
    void verified() const { right += held; }
  };
  struct holding_keys {
    upcall::result<held_key> key_for(std::string_view) { return held_key{}; }
  } keys;
  CHECK(upcall::verify(good, keys, expecting_crypto{}));
  CHECK(right == 1);
  auto changed = good;
  changed.body = "Body";
  CHECK(upcall::verify(changed, keys, expecting_crypto{}).reason() == refusal::bad_signature);
  CHECK(right == 1);
  CHECK(held == 0);
}
