// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/ask.hpp"
#include <upcall/testing/emulator/get_object.hpp>
#include <upcall/testing/emulator/service.hpp>

using namespace upcall::testing;

namespace {

std::string range_of(std::string_view text, std::uint64_t size) {
  const auto range = read_range(text, size);
  return range ? std::to_string(range->first) + '-' + std::to_string(range->end) : "all";
}

}  // namespace

TEST_CASE("ranges, and what is none") {
  CHECK(range_of("bytes=0-0", 10) == "0-1");
  CHECK(range_of("bytes=2-5", 10) == "2-6");
  CHECK(range_of("bytes=2-", 10) == "2-10");
  CHECK(range_of("bytes=-3", 10) == "7-10");
  CHECK(range_of("bytes=-30", 10) == "0-10");
  CHECK(range_of("bytes=5-9", 10) == "5-10");
  CHECK(range_of("bytes=5-99", 10) == "5-10");
  CHECK(range_of("bytes=5-18446744073709551615", 10) == "5-10");
  for (const char* none :
       {"", "bytes=", "bytes=-", "bytes=-0", "bytes=10-", "bytes=5-4", "bytes=a-b", "lines=1-2", "bytes=1-2,4-5"}) {
    CAPTURE(none);
    CHECK(range_of(none, 10) == "all");
  }
  CHECK(range_of("bytes=0-0", 0) == "all");
}

TEST_CASE("a part of an object") {
  service here{{}};
  auto put = raw_request("PUT", "/bucket/key", {}, "0123456789");
  here.handle(put);
  auto get = raw_request("GET", "/bucket/key?response-content-type=text%2Fcsv", {{"Range", "bytes=2-4"}});
  const auto answer = here.handle(get);
  CHECK(answer.status == 206);
  CHECK(whole_body(answer) == "234");
  CHECK(answer.headers.get("content-range") == "bytes 2-4/10");
  CHECK(answer.headers.get("content-type") == "text/csv");
  auto injected = raw_request("GET", "/bucket/key?response-expires=a%0D%0AX-Evil:%201");
  CHECK(here.handle(injected).status == 400);
}

TEST_CASE("deleting is 204, also of what is not there") {
  service here{{}};
  ask(here, "PUT", "/bucket/key", {}, "x");
  CHECK(ask(here, "DELETE", "/bucket/key").status == 204);
  CHECK(ask(here, "DELETE", "/bucket/key").status == 204);
  refused(ask(here, "GET", "/bucket/key"), 404, "NoSuchKey");
}

TEST_CASE("a read goes on with the object that it began with") {
  service here{{}};
  ask(here, "PUT", "/bucket/key", {}, "before");
  const auto answer = ask(here, "GET", "/bucket/key");
  ask(here, "PUT", "/bucket/key", {}, "after!");
  CHECK(whole_body(answer) == "before");
}
