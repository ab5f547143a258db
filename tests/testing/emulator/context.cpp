// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/get_object.hpp>
#include <upcall/testing/emulator/memory_store.hpp>
#include <upcall/testing/emulator/put_object.hpp>

using namespace upcall::testing;

TEST_CASE("operations need no more than their context") {
  const upcall::emulator_settings settings;
  memory_store store;
  callback_sender callbacks{settings};
  service_context context{settings, store, callbacks, "id"};
  auto put = raw_request("PUT", "/bucket/key", {}, "hello"), get = raw_request("GET", "/bucket/key");
  const service_operation first = put_object, second = get_object;
  CHECK(first(incoming{put}, context).status == 200);
  CHECK(whole_body(second(incoming{get}, context)) == "hello");
}
