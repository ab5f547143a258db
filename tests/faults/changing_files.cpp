// SPDX-License-Identifier: Apache-2.0
// Files that somebody writes to while they are uploaded, against the service in process and over HTTP.
#include "catch.hpp"
#include "support/client.hpp"
#include "support/temporary_file.hpp"
#include <functional>
#include <string>
#include <upcall/bodies/file.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <upcall/testing/failing.hpp>

using given::temporary_file;
using upcall::exponential_backoff;
using upcall::fault;

namespace {

constexpr std::size_t size = 1'500'000;

struct in_process {
  upcall::emulator service;
  upcall::endpoint endpoint{"http://127.0.0.1"};
  auto transport() { return service.transport(); }
};
struct over_http {
  upcall::emulator_server service;
  std::string url = service.url();
  upcall::endpoint endpoint{url};
  static upcall::httplib_transport transport() { return {}; }
};

bool is_stored(auto& place, const char* key) { return place.service.objects().open("examplebucket", key) != nullptr; }

struct change {
  const char* name;
  std::function<void(temporary_file&)> make;
};
const change changes[] = {
    {"truncated", [](temporary_file& file) { file.truncate(size * 3 / 4); }},
    {"truncated where it was read already", [](temporary_file& file) { file.truncate(1'000); }},
    {"truncated to nothing", [](temporary_file& file) { file.truncate(0); }},
    {"truncated by one byte", [](temporary_file& file) { file.truncate(size - 1); }},
    {"grown", [](temporary_file& file) { file.append("x"); }},
    {"written at its end", [](temporary_file& file) { file.overwrite(size - 1, "x"); }},
    {"written at its start", [](temporary_file& file) { file.overwrite(0, "x"); }},
    {"written, and its modification time set back",
     [](temporary_file& file) { file.overwrite_in_secret(size / 2, "xyz"); }},
};

// Uploads a file that is changed once a part of it has left.
auto put_changing(auto& client, const change& what, std::uint64_t after) {
  temporary_file file{given::bytes(size)};
  bool done = false;
  auto progress = [&](std::uint64_t sent, std::uint64_t) {
    if (sent >= after && !std::exchange(done, true)) what.make(file);
    return true;
  };
  return client.bucket("examplebucket").put_object("k", upcall::file{file.path()}, {.progress = progress});
}

}  // namespace

TEMPLATE_TEST_CASE("pains rows 24 and 25: a file that changes while it is sent is never taken for whole", "",
                   in_process, over_http) {
  for (const change& what : changes) {
    for (std::uint64_t after : {std::uint64_t{1}, std::uint64_t{900'000}}) {
      INFO(what.name << " after " << after << " bytes");
      TestType place;
      given::client oss{place.endpoint, place.transport(), exponential_backoff{}};
      const auto out = put_changing(oss, what, after);
      REQUIRE_FALSE(out);
      CHECK(out.error().kind == fault::file_inconsistent);
      CHECK_FALSE(out.error().outcome_unknown);
      CHECK_FALSE(is_stored(place, "k"));
      CHECK(given::slept(oss).count == 0);
    }
  }
}

TEMPLATE_TEST_CASE("what was stored before stays as it was, and the next upload is good", "", in_process, over_http) {
  TestType place;
  given::client oss{place.endpoint, place.transport()};
  auto bucket = oss.bucket("examplebucket");
  REQUIRE(bucket.put_object("k", upcall::text{"as it was"}));
  CHECK_FALSE(put_changing(oss, changes[0], 1));
  std::string got;
  REQUIRE(bucket.get_object("k", [&](std::string_view piece) { got += piece; }));
  CHECK(got == "as it was");
  const temporary_file quiet{given::bytes(size)};
  const auto out = bucket.put_object("k", upcall::file{quiet.path()});
  REQUIRE(out);
  CHECK(out->size == size);
  CHECK(bucket.head_object("k")->crc64 == out->crc64);
}

TEST_CASE("a file that changed between two attempts is not sent again") {
  in_process place;
  given::client oss{place.endpoint, upcall::failing{place.transport(), 1, upcall::breaking::in_body},
                    exponential_backoff{}};
  temporary_file file{given::bytes(size)};
  bool is_changed = false;
  auto progress = [&](std::uint64_t sent, std::uint64_t) {
    if (sent == size / 2 && is_changed) file.overwrite(0, "x");
    return true;
  };
  auto put = [&] {
    return oss.bucket("examplebucket").put_object("k", upcall::file{file.path()}, {.progress = progress});
  };
  SECTION("unchanged, it is") {
    CHECK(put());
    CHECK(oss.policy<upcall::role::transport>().calls() == 2);
    CHECK(is_stored(place, "k"));
  }
  SECTION("changed, it is not") {
    is_changed = true;
    const auto out = put();
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(oss.policy<upcall::role::transport>().calls() == 1);
    CHECK_FALSE(is_stored(place, "k"));
  }
}
