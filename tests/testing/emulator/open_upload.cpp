// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/multipart.hpp"
#include <upcall/testing/emulator/open_upload.hpp>

using namespace upcall::testing;

TEST_CASE("an upload is found by its id and its object together") {
  const upcall::emulator_settings settings;
  memory_store store;
  callback_sender callbacks{settings};
  service_context context{settings, store, callbacks, "ID"};
  const std::string id(32, 'A');
  store.begin_upload({.id = id, .bucket = "bucket", .key = "key"});
  const auto found = [&](const std::string& target) {
    auto request = raw_request("GET", target + id);
    try {
      return open_upload(incoming{request}, context)->facts.id;
    } catch (const service_error& why) {
      return why.code + ' ' + std::to_string(why.status) + ' ' + why.details.at(0).second;
    }
  };
  CHECK(found("/bucket/key?uploadId=") == id);
  CHECK(found("/bucket/key?uploadId=1") == "NoSuchUpload 404 1" + id);
  CHECK(found("/bucket/other?uploadId=") == "NoSuchUpload 404 " + id);
  CHECK(found("/another/key?uploadId=") == "NoSuchUpload 404 " + id);
}
