// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include "support/temporary_file.hpp"
#include <string>
#include <type_traits>
#include <upcall/sockets.hpp>
#include <upcall/testing/emulator_server.hpp>

namespace {

namespace role = upcall::role;

inline constexpr upcall::callback on_upload{
    .url = "http://oss-demo.aliyuncs.com:23450", .query = {{"user", "put_object"}}, .body = "object=${object}"};

using least = upcall::socket_client<upcall::endpoint>;
static_assert(std::is_same_v<decltype(std::declval<least&>().policy<role::transport>()),
                             upcall::http1_transport<upcall::tls<upcall::posix_socket>>::state&>);

}  // namespace

TEST_CASE("both kinds of upload over sockets, with nothing given but where and who") {
  const given::temporary_file small{"hello"}, large{given::bytes(20 << 20)};
  upcall::emulator_settings settings{.callbacks = upcall::callback_reach::anywhere};
  settings.access_key_id = "fake-id";
  settings.access_key_secret = "fake-secret";
  settings.deliver = [](const upcall::testing::callback_post&) {
    return upcall::testing::callback_answer{.headers = {}, .body = "{\"Status\":\"OK\"}"};
  };
  upcall::emulator_server service{settings};
  const std::string url = service.url();
  upcall::socket_client oss{upcall::endpoint{url}, upcall::fixed_credentials{"fake-id", "fake-secret"}};
  auto bucket = oss.bucket("examplebucket");
  const auto hello =
      bucket.put_object("files/hello", upcall::file{small.path()}, {.callback = upcall::encoded<on_upload>});
  CHECK(hello.answer == "{\"Status\":\"OK\"}");
  const auto world =
      bucket.resumable_upload("files/world", upcall::file{large.path()}, {.callback = upcall::encoded<on_upload>});
  CHECK(world.answer == "{\"Status\":\"OK\"}");
  CHECK(world.parts == 3);
  const auto head = bucket.head_object("files/world");
  CHECK(head.size == 20 << 20);
  CHECK(head.crc64 == world.crc64);
}
