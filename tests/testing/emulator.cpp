// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall.hpp>
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/errors/returning.hpp>
#include <upcall/policies/retry/none.hpp>
#include <upcall/policies/signer/anonymous.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/testing/emulator.hpp>

namespace {

constexpr upcall::callback on_upload{
    .url = "http://127.0.0.1:23450/app", .query = {{"user", "a b"}}, .body = "object=${object}&size=${size}"};
constexpr upcall::timestamp new_year{1735689600};

upcall::emulator_settings with_credentials() {
  upcall::emulator_settings out;
  out.access_key_id = "fake-id";
  out.access_key_secret = "fake-secret";
  out.security_token = "fake-token";
  out.region = "cn-hangzhou";
  out.now = [] { return new_year; };
  out.deliver = [](const upcall::testing::callback_post&) {
    return upcall::testing::callback_answer{.body = R"({"ok":true})"};
  };
  return out;
}

// A client that gives results, whose clock is the emulator's.
auto client_of(upcall::emulator& service, auto... others) {
  return upcall::client{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
                        upcall::fixed_credentials{"fake-id", "fake-secret", "fake-token"},
                        upcall::manual_clock{new_year},
                        upcall::returning{},
                        upcall::no_retry{},
                        service.transport(),
                        others...};
}

std::string stored(upcall::emulator& service, const std::string& key) {
  const auto object = service.objects().open("bucket", key);
  if (!object) return "(nothing)";
  std::string out(object->facts.size, '\0');
  object->read(0, out);
  return out;
}

}  // namespace

TEST_CASE("a client puts, asks for, gets and deletes an object") {
  upcall::emulator service{with_credentials()};
  auto oss = client_of(service);
  auto bucket = oss.bucket("bucket");
  const auto put = bucket.put_object("a b+c/中%2F", upcall::text{"123456789"}, {.content_type = "text/plain"});
  REQUIRE(put);
  CHECK(put->status == 200);
  CHECK(put->crc64 == 11051210869376104954u);
  CHECK(put->etag == "\"25F9E794323B453885F5181F1B624D0B\"");
  CHECK(put->request_id.size() == 24);
  CHECK(stored(service, "a b+c/中%2F") == "123456789");

  const auto head = bucket.head_object("a b+c/中%2F");
  REQUIRE(head);
  CHECK(head->size == 9);
  std::string got;
  const auto keep = [&](std::string_view piece) {
    got += piece;
    return true;
  };
  REQUIRE(bucket.get_object("a b+c/中%2F", keep));
  CHECK(got == "123456789");
  REQUIRE(bucket.delete_object("a b+c/中%2F"));
  const auto gone = bucket.head_object("a b+c/中%2F");
  REQUIRE_FALSE(gone);
  CHECK(gone.error().status == 404);
  CHECK(gone.error().code == "NoSuchKey");
}

TEST_CASE("every signer of the library is believed, and a wrong secret is not") {
  upcall::emulator service{with_credentials()};
  auto v1 = client_of(service, upcall::sign_v1{});
  CHECK(v1.bucket("bucket").put_object("v1", upcall::text{"x"}));
  auto v4 = client_of(service, upcall::sign_v4{});
  CHECK(v4.bucket("bucket").put_object("v4", upcall::text{"x"}));
  auto nobody = client_of(service, upcall::sign_anonymous{});
  const auto anonymous = nobody.bucket("bucket").put_object("k", upcall::text{"x"});
  REQUIRE_FALSE(anonymous);
  CHECK(anonymous.error().code == "AccessDenied");
  auto settings = with_credentials();
  settings.access_key_secret = "another";
  upcall::emulator other{settings};
  auto wrong = client_of(other);
  const auto refused = wrong.bucket("bucket").put_object("k", upcall::text{"x"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "SignatureDoesNotMatch");
}

TEST_CASE("a callback goes to a function, and its answer comes back") {
  upcall::emulator service{with_credentials()};
  auto oss = client_of(service);
  const auto put =
      oss.bucket("bucket").put_object("files/hello", upcall::text{"hello"}, {.callback = upcall::encoded<on_upload>});
  REQUIRE(put);
  CHECK(put->answer == R"({"ok":true})");
  const auto sent = service.callbacks().sent();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].target == "/app?user=a+b");
  CHECK(sent[0].body == "object=files%2Fhello&size=5");
}

TEST_CASE("a failed callback leaves the object stored") {
  auto settings = with_credentials();
  settings.deliver = [](const upcall::testing::callback_post&) {
    return upcall::testing::callback_answer{.status = 500};
  };
  upcall::emulator service{settings};
  auto oss = client_of(service);
  const auto put =
      oss.bucket("bucket").put_object("key", upcall::text{"hello"}, {.callback = upcall::encoded<on_upload>});
  REQUIRE_FALSE(put);
  CHECK(put.error().kind == upcall::fault::callback);
  CHECK(put.error().status == 203);
  CHECK(put.error().ec == "0007-00000203");
  CHECK(put.error().cause == upcall::callback_cause::error_status);
  CHECK(put.error().stored.known);
  CHECK(stored(service, "key") == "hello");
}

TEST_CASE("scripted faults happen in process as they do on the wire") {
  upcall::emulator service{with_credentials()};
  auto oss = client_of(service);
  auto bucket = oss.bucket("bucket");
  const auto put = [&] { return bucket.put_object("key", upcall::text{"hello"}); };

  service.faults().add("PUT:1:status=503");
  const auto busy = put();
  REQUIRE_FALSE(busy);
  CHECK(busy.error().code == "ServiceUnavailable");
  CHECK(stored(service, "key") == "(nothing)");

  service.faults().clear();
  service.faults().add("PUT:1:cut=0");
  const auto lost = put();
  REQUIRE_FALSE(lost);
  CHECK(lost.error().kind == upcall::fault::transport);
  CHECK(lost.error().outcome_unknown);
  CHECK(stored(service, "key") == "hello");

  service.faults().clear();
  service.faults().add("PUT:1:crc");
  const auto spoiled = put();
  REQUIRE_FALSE(spoiled);
  CHECK(spoiled.error().kind == upcall::fault::crc_inconsistent);

  service.faults().clear();
  service.faults().add("GET:1:cut=2000");
  const std::string content(5000, 'x');
  std::string got;
  const auto keep = [&](std::string_view piece) { got += piece; };
  REQUIRE(bucket.put_object("large", upcall::text{content}));
  const auto cut = bucket.get_object("large", keep);
  CHECK_FALSE(cut);
  CHECK(got.size() < 2000);
}

TEST_CASE("a body that fails is the client's failure, and stores nothing") {
  upcall::emulator service{with_credentials()};
  auto oss = client_of(service);
  auto broken =
      upcall::callable{10, [pieces = 0](std::span<char>) mutable { return pieces++ == 0 ? std::size_t{1} : 0; }};
  const auto put = oss.bucket("bucket").put_object("key", broken);
  REQUIRE_FALSE(put);
  CHECK(put.error().kind == upcall::fault::file_inconsistent);
  CHECK(stored(service, "key") == "(nothing)");
}

TEST_CASE("an upload that is left behind can be seen") {
  upcall::emulator service{with_credentials()};
  auto oss = client_of(service);
  auto bucket = oss.bucket("bucket");
  const auto begun = bucket.initiate_upload("key");
  REQUIRE(begun);
  REQUIRE(service.uploads().size() == 1);
  CHECK(service.uploads()[0].id == begun->upload_id.view());
  CHECK(service.uploads()[0].initiated == new_year);
}
