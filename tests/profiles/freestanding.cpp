// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string_view>
#include <type_traits>
#include <upcall/freestanding.hpp>

namespace {

namespace role = upcall::role;

inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};

// A transport that counts, and answers as an application server does.
struct counting_line {
  using role = upcall::role::transport;
  int& requests;
  std::size_t& bytes;

  template <upcall::body B>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, B& from, upcall::response& answer) {
    ++requests;
    char piece[16];
    while (bytes != request.content_length()) {
      const auto got = from.read(piece);
      if (!got) return got.error();
      bytes += *got;
    }
    answer.status = 200;
    answer.header("ETag", "\"1\"");
    answer.append("{\"Status\":\"OK\"}");
    return upcall::nothing{};
  }
};

constexpr upcall::fixed_credentials fake{"fake-id", "fake-secret"};
constexpr upcall::endpoint service{"http://oss-cn-hangzhou.aliyuncs.com"};

using device = upcall::freestanding_client<upcall::endpoint, upcall::fixed_credentials, counting_line,
                                           upcall::manual_clock, upcall::borrowed_workspace<upcall::limits::small>>;
static_assert(sizeof(device) <= 256 && !std::is_copy_constructible_v<device>);

}  // namespace

TEST_CASE("a device uploads with what it is given") {
  static upcall::workspace<upcall::limits::small> room;
  int requests = 0;
  std::size_t bytes = 0;
  upcall::freestanding_client oss{service, fake, counting_line{requests, bytes},
                                  upcall::manual_clock{{1'700'000'000}, {}}, upcall::borrowed_workspace{room}};
  static_assert(std::is_same_v<decltype(oss), device>);
  const auto out =
      oss.bucket("examplebucket")
          .put_object("files/hello", upcall::text{"hello, world"}, {.callback = upcall::encoded<on_upload>});
  REQUIRE(out);
  CHECK(requests == 1);
  CHECK(bytes == 12);
  CHECK(out->etag == "\"1\"");
  CHECK(out->answer == "{\"Status\":\"OK\"}");
  // Its results are no larger than what its workspace can hold.
  STATIC_REQUIRE(decltype(out->answer)::capacity() == upcall::limits::small::answer);

  const auto wrong = oss.bucket("examplebucket").put_object("", upcall::text{"hello"});
  REQUIRE_FALSE(wrong);
  CHECK(requests == 1);
}
