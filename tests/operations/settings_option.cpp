// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <string>
#include <upcall/operations/settings_option.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/testing/emulator_server.hpp>

using upcall::data_encryption;
using upcall::fault;
using upcall::object_acl;
using upcall::object_settings;
using upcall::server_side_encryption;
using upcall::settings_option;
using upcall::text;
using upcall::upload_request;

namespace {

constexpr const char* md5_of_hello = "XUFAKrxLKna5cZ2REBfFkg==";

std::string written(upload_request on, settings_option settings) {
  upcall::workspace<upcall::limits::hosted> room;
  upcall::failure why;
  upcall::exchange at{room, why};
  const auto wrong = settings.write(at, on);
  if (!wrong.empty()) return "wrong: " + std::string{wrong};
  std::string out;
  for (const auto& [name, value] : at.message.headers) out += std::string{name} + "=" + std::string{value} + ";";
  return out;
}

const object_settings all{.acl = object_acl::public_read_write,
                          .storage_class = "ColdArchive",
                          .forbid_overwrite = true,
                          .tagging = {{"a b", "c&d"}, {"e", ""}, {"\xe4\xb8\xad", "="}},
                          .traffic_limit = 819'200,
                          .encryption = server_side_encryption::kms,
                          .kms_cipher = data_encryption::sm4,
                          .kms_key_id = "fake-key",
                          .cache_control = "no-cache",
                          .content_disposition = "attachment",
                          .content_encoding = "gzip",
                          .expires = "Wed, 01 Jan 2025 00:00:00 GMT"};

// Uploads whole and in parts with all settings, to a service that checks signatures; what it keeps is what was wanted.
template <class Service, class Client>
void store_all(Service& service, Client& oss) {
  auto bucket = oss.bucket("examplebucket");
  object_settings with_md5 = all;
  with_md5.content_md5 = md5_of_hello;
  REQUIRE(bucket.put_object("whole", text{"hello"}, {.settings = with_md5}));
  const std::string bytes = given::bytes(200'000);
  REQUIRE(
      bucket.resumable_upload("parts", text{bytes}, {.part_size = 102'400, .single_put_up_to = 0, .settings = all}));
  for (const char* key : {"whole", "parts"}) {
    INFO(key);
    const auto object = service.objects().open("examplebucket", key);
    REQUIRE(object);
    const auto& kept = object->facts.headers;
    CHECK(kept.get("x-oss-object-acl") == "public-read-write");
    CHECK(kept.get("x-oss-storage-class") == "ColdArchive");
    CHECK(kept.get("x-oss-tagging") == "a%20b=c%26d&e=&%E4%B8%AD=%3D");
    CHECK(kept.get("x-oss-server-side-encryption") == "KMS");
    CHECK(kept.get("x-oss-server-side-data-encryption") == "SM4");
    CHECK(kept.get("x-oss-server-side-encryption-key-id") == "fake-key");
    CHECK(kept.get("cache-control") == "no-cache");
    CHECK(kept.get("content-disposition") == "attachment");
    CHECK(kept.get("content-encoding") == "gzip");
    CHECK(kept.get("expires") == "Wed, 01 Jan 2025 00:00:00 GMT");
    CHECK(bucket.put_object(key, text{"x"}, {.settings = {{.forbid_overwrite = true}}}).error().code ==
          "FileAlreadyExists");
    CHECK(bucket.resumable_upload(key, text{bytes}, {.single_put_up_to = 0, .settings = all}).error().code ==
          "FileAlreadyExists");
  }
  with_md5.forbid_overwrite = false;
  CHECK(bucket.put_object("whole", text{"other"}, {.settings = with_md5}).error().code == "InvalidDigest");
}

}  // namespace

TEST_CASE("settings_option: without settings there are no headers, and of an empty one neither") {
  for (const auto on :
       {upload_request::put, upload_request::initiate, upload_request::part, upload_request::complete}) {
    CHECK(written(on, {}).empty());
    CHECK(written(on, object_settings{}).empty());
  }
}

TEST_CASE("settings_option: each request of an upload has those that belong to it") {
  const std::string of_object =
      "cache-control=no-cache;content-disposition=attachment;content-encoding=gzip;"
      "expires=Wed, 01 Jan 2025 00:00:00 GMT;";
  const std::string encrypted =
      "x-oss-server-side-data-encryption=SM4;x-oss-server-side-encryption=KMS;"
      "x-oss-server-side-encryption-key-id=fake-key;x-oss-storage-class=ColdArchive;"
      "x-oss-tagging=a%20b=c%26d&e=&%E4%B8%AD=%3D;";
  const std::string limited = "x-oss-traffic-limit=819200;";
  CHECK(written(upload_request::put, all) ==
        of_object + "x-oss-forbid-overwrite=true;x-oss-object-acl=public-read-write;" + encrypted + limited);
  CHECK(written(upload_request::initiate, all) == of_object + "x-oss-forbid-overwrite=true;" + encrypted);
  CHECK(written(upload_request::part, all) == limited);
  CHECK(written(upload_request::complete, all) == "x-oss-forbid-overwrite=true;x-oss-object-acl=public-read-write;");
}

TEST_CASE("settings_option: each value as the service calls it") {
  const auto acl = [](object_acl value) { return written(upload_request::put, object_settings{.acl = value}); };
  CHECK(acl(object_acl::private_access) == "x-oss-object-acl=private;");
  CHECK(acl(object_acl::public_read) == "x-oss-object-acl=public-read;");
  const auto encryption = [](server_side_encryption value) {
    return written(upload_request::put, object_settings{.encryption = value});
  };
  CHECK(encryption(server_side_encryption::aes256) == "x-oss-server-side-encryption=AES256;");
  CHECK(encryption(server_side_encryption::sm4) == "x-oss-server-side-encryption=SM4;");
}

TEST_CASE("settings_option: Content-MD5 is of a put alone") {
  const object_settings md5{.content_md5 = md5_of_hello};
  CHECK(written(upload_request::put, md5) == std::string{"content-md5="} + md5_of_hello + ";");
  for (const auto on : {upload_request::initiate, upload_request::part, upload_request::complete})
    CHECK(written(on, md5).rfind("wrong: settings: content_md5 is of one request", 0) == 0);
}

TEST_CASE("settings_option: what is wrong is told, and nothing is sent") {
  given::service_and_client<> here;
  const auto check = [&](const upcall::failure& why, std::string_view begin) {
    CHECK(why.kind == fault::client);
    CHECK(why.message.view().substr(0, begin.size()) == begin);
    CHECK(here.seen.lines.empty());
  };
  const auto put = [&](const upcall::put_object_options& options) {
    return here.bucket.put_object("k", text{"hello"}, options).error();
  };
  check(put({.settings = {{.traffic_limit = 1}}}), "settings: traffic_limit ");
  check(put({.settings = {{.content_md5 = "5d41402abc4b2a76b9719d911017c592"}}}), "settings: content_md5 ");
  check(put({.settings = {{.kms_key_id = "fake-key"}}}), "settings: kms_cipher ");
  check(put({.settings = {{.storage_class = "IA\r\nX-Evil: 1"}}}), "header: ");
  check(put({.headers = {{"X-Oss-Object-Acl", "private"}}, .settings = {{.acl = object_acl::public_read}}}),
        "settings: one of them is among .headers");

  const std::string two_parts = given::bytes(200'000);
  for (const std::uint64_t single : {0u, 1'000'000u}) {
    const auto upload = [&](upcall::resumable_upload_options options) {
      options.part_size = 102'400;
      options.single_put_up_to = single;
      return here.bucket.resumable_upload("k", text{two_parts}, options).error();
    };
    check(upload({.settings = {{.traffic_limit = 1}}}), "settings: traffic_limit ");
    check(upload({.settings = {{.content_md5 = md5_of_hello}}}), "settings: content_md5 is of one request");
    check(upload({.headers = {{"X-Oss-Object-Acl", "private"}}, .settings = {{.acl = object_acl::public_read}}}),
          "settings: one of them is among .headers");
    check(upload({.headers = {{"Cache-Control", "no-cache"}}, .settings = {{.cache_control = "no-cache"}}}),
          "settings: one of them is among .headers");
  }
}

TEST_CASE("settings_option: a service in the process keeps what is wanted") {
  given::service_and_client<> here;
  store_all(here.service, here.oss);
  upcall::emulator other{given::service_settings()};
  given::client signed_by_v1{given::service, other.transport(), upcall::sign_v1{}};
  store_all(other, signed_by_v1);
}

TEST_CASE("settings_option: over cpp-httplib the service keeps what is wanted") {
  upcall::emulator_server service{given::service_settings()};
  const std::string url = service.url();
  given::client oss{upcall::endpoint{url}, upcall::httplib_transport{}};
  store_all(service, oss);
}

TEST_CASE("settings_option: over sockets the service keeps what is wanted") {
  upcall::emulator_server service{given::service_settings()};
  const std::string url = service.url();
  given::client oss{upcall::endpoint{url}, upcall::http1_transport<upcall::posix_socket>{}};
  store_all(service, oss);
}
