// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "support/client.hpp"
#include "support/temporary_file.hpp"
#include <map>
#include <string>
#include <upcall/bodies/file.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/testing/emulator/settings.hpp>

// What every transport keeps to when there is a service at its other end that checks signatures. A model is told by a
// place:
//   Place place{upcall::emulator_settings};        the service, in process or as a server
//   place.endpoint(), place.transport()            for a client
// and a test case that calls laws::service<Place>().
namespace laws {

inline upcall::emulator_settings signed_for() {
  upcall::emulator_settings out;
  out.access_key_id = given::key_id;
  out.access_key_secret = given::secret;
  out.now = [] { return given::clock{}.now(); };
  return out;
}

// A signature holds only when target and headers arrive as they were signed.
template <class Place, class Signer>
void what_is_signed_is_believed() {
  Place place{signed_for()};
  given::client oss{place.endpoint(), place.transport(), Signer{}};
  auto bucket = oss.bucket("examplebucket");
  const std::string keys[] = {"files/hello", "a b+c%20d", "\xe4\xb8\xad/\xf0\x9f\x98\x80",
                              "!\"#$&'()*,:;<=>?@[]^_`{|}~", "a//b/../c/"};
  for (const auto& key : keys) {
    INFO(key);
    REQUIRE(bucket.put_object(
        key, upcall::text{"hello"},
        {.content_type = "text/plain",
         .metadata = {{"empty", ""}, {"author", "a  b"}, {"utf-8", "\xe4\xb8\xad"}, {"percent", "%41%zz+"}}}));
    std::map<std::string, std::string> seen;
    auto see = [&](std::string_view name, std::string_view value) { seen.emplace(name, value); };
    REQUIRE(bucket.head_object(key, {.header = see}));
    CHECK(seen["x-oss-meta-author"] == "a  b");
    CHECK(seen["x-oss-meta-utf-8"] == "\xe4\xb8\xad");
    std::string got;
    REQUIRE(bucket.get_object(key, [&](std::string_view piece) { got += piece; }));
    CHECK(got == "hello");
    CHECK(bucket.delete_object(key)->status == 204);
    const auto gone = bucket.head_object(key);
    REQUIRE_FALSE(gone);
    CHECK(gone.error().status == 404);
    CHECK(gone.error().code == "NoSuchKey");
  }
  given::client wrong{place.endpoint(), place.transport(), Signer{},
                      upcall::fixed_credentials{given::key_id, "another-secret"}};
  const auto refused = wrong.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "SignatureDoesNotMatch");
}

template <class Place>
void what_is_stored_is_what_was_sent() {
  Place place{signed_for()};
  given::client oss{place.endpoint(), place.transport()};
  auto bucket = oss.bucket("examplebucket");
  for (std::size_t size : {0u, 1u, 4'096u, 16'384u, 262'143u, 262'145u, 2'500'000u}) {
    INFO(size);
    const std::string content = given::bytes(size);
    const given::temporary_file file{content};
    std::size_t at = 0;
    upcall::callable function{size, [&](std::span<char> piece) {
                                const std::size_t n = std::min(piece.size(), size - at);
                                for (std::size_t i = 0; i != n; ++i) piece[i] = content[at++];
                                return n;
                              }};
    const auto sum = bucket.put_object("text", upcall::text{content})->crc64;
    CHECK(bucket.put_object("callable", function));
    CHECK(bucket.put_object("file", upcall::file{file.path()}));
    for (const char* key : {"text", "callable", "file"}) {
      std::string got;
      const auto out = bucket.get_object(key, [&](std::string_view piece) { got += piece; });
      REQUIRE(out);
      CHECK((got == content));
      CHECK(out->crc64 == sum);
      CHECK(bucket.head_object(key)->size == size);
    }
  }
}

template <class Place>
void what_fails_on_its_way_is_not_stored() {
  Place place{signed_for()};
  given::client oss{place.endpoint(), place.transport()};
  auto bucket = oss.bucket("examplebucket");
  for (std::size_t fails_at : {0u, 1u, 300'000u, 699'999u}) {
    INFO(fails_at);
    std::size_t at = 0;
    const auto out = bucket.put_object("k", upcall::callable{700'000, [&](std::span<char> piece) {
                                                               const std::size_t n =
                                                                   std::min(piece.size(), fails_at - at);
                                                               at += n;
                                                               return n;
                                                             }});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == upcall::fault::file_inconsistent);
    CHECK(bucket.head_object("k").error().status == 404);
  }
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
  std::size_t got = 0;
  const auto stopped = bucket.get_object("k", [&](std::string_view piece) {
    got += piece.size();
    return false;
  });
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().kind == upcall::fault::cancelled);
  CHECK(got != 0);
  CHECK(bucket.head_object("k")->size == 5);
}

template <class Place>
void service() {
  SECTION("what is signed by V4 is believed") { what_is_signed_is_believed<Place, upcall::sign_v4>(); }
  SECTION("what is signed by V4 without a cache is believed") {
    what_is_signed_is_believed<Place, upcall::sign_v4_uncached>();
  }
  SECTION("what is signed by V1 is believed") { what_is_signed_is_believed<Place, upcall::sign_v1>(); }
  SECTION("what is stored is what was sent") { what_is_stored_is_what_was_sent<Place>(); }
  SECTION("what fails on its way is not stored") { what_fails_on_its_way_is_not_stored<Place>(); }
}

}  // namespace laws
