// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <functional>
#include <string>
#include <thread>
#include <upcall/freestanding.hpp>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/executor/threads.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/signer/v1_query.hpp>
#include <upcall/policies/signer/v4_query.hpp>
#include <upcall/policies/signer/v4_with_headers.hpp>
#include <vector>

using upcall::text;

namespace {

constexpr std::int64_t service = 1'700'000'000, year = 31'557'600, part = 102'400;
inline constexpr upcall::callback on_upload{.url = "http://127.0.0.1:8080/done", .body = "object=${object}"};

struct off_clock : given::clock {
  constexpr off_clock(std::int64_t by = 0) { start.seconds += by; }
};
using corrected = upcall::corrected_clock<off_clock>;
corrected wrong_by(std::int64_t by) { return {off_clock{by}}; }

std::int64_t told(auto& client) { return client.template policy<upcall::role::clock>().now().seconds; }

// What the calls need to be there.
struct service_with_objects {
  upcall::emulator at{given::service_settings()};
  std::string upload_id;
  std::vector<upcall::stored_part> parts;

  service_with_objects() {
    given::client right{given::service, at.transport()};
    auto bucket = right.bucket("examplebucket");
    (void)bucket.put_object("there", text{"hello"});
    upload_id = bucket.initiate_upload("begun")->upload_id;
    parts.push_back(*bucket.upload_part("begun", upload_id, 1, text{"1"}));
  }
};

// One call of each kind.
template <class Client>
std::vector<std::pair<const char*, std::function<bool(service_with_objects&, Client&)>>> calls() {
  return {
      {"put", [](auto&, auto& to) { return bool{to.put_object("k", text{"hello"})}; }},
      {"put with a callback",
       [](auto&, auto& to) {
         return bool{
             to.put_object("k", text{"hello"}, {.callback = upcall::encoded<on_upload>, .metadata = {{"a", "b"}}})};
       }},
      {"head", [](auto&, auto& to) { return bool{to.head_object("there")}; }},
      {"get",
       [](auto&, auto& to) {
         std::string got;
         return to.get_object("there", [&](std::string_view piece) { got += piece; }) && got == "hello";
       }},
      {"delete", [](auto&, auto& to) { return bool{to.delete_object("there")}; }},
      {"initiate", [](auto&, auto& to) { return bool{to.initiate_upload("k")}; }},
      {"part", [](auto& with, auto& to) { return bool{to.upload_part("begun", with.upload_id, 2, text{"2"})}; }},
      {"list parts",
       [](auto& with, auto& to) {
         int parts = 0;
         return to.list_parts("begun", with.upload_id, [&](const auto&) { ++parts; }) && parts == 1;
       }},
      {"list uploads",
       [](auto&, auto& to) {
         int uploads = 0;
         return to.list_uploads("", [&](const auto&) { ++uploads; }) && uploads == 1;
       }},
      {"complete", [](auto& with, auto& to) { return bool{to.complete_upload("begun", with.upload_id, with.parts)}; }},
      {"complete with a callback",
       [](auto& with, auto& to) {
         return bool{to.complete_upload("begun", with.upload_id, with.parts, {.callback = upcall::encoded<on_upload>})};
       }},
      {"abort", [](auto& with, auto& to) { return bool{to.abort_upload("begun", with.upload_id)}; }},
      {"begin a session", [](auto&, auto& to) { return bool{to.begin_session("k", 5)}; }},
  };
}

// Each as the first of a client whose clock is off, and the same client's put after it.
template <class... Policies>
void check_first_calls(std::int64_t off, Policies... policies) {
  using client = given::client<given::watched, corrected, Policies...>;
  using front = upcall::bucket<upcall::basic_client<given::policies, given::watched, corrected, Policies...>>;
  for (const auto& [name, run] : calls<front>()) {
    INFO(name << ", off by " << off << " s");
    service_with_objects with;
    given::watched::log seen;
    client oss{given::service, given::watched{with.at.transport(), &seen}, wrong_by(off), policies...};
    auto bucket = oss.bucket("examplebucket");
    CHECK(run(with, bucket));
    REQUIRE(seen.lines.size() == 2);
    CHECK(seen.lines[0] == seen.lines[1]);
    CHECK(std::abs(told(oss) - service) <= 1);
    CHECK(given::slept(oss).count == 0);
    CHECK(bucket.put_object("after", text{"hello"}));
    CHECK(seen.lines.size() == 3);
  }
}

}  // namespace

TEST_CASE("whichever call is the first, it goes on with the service's time") {
  for (std::int64_t off : {-service, -30 * year, std::int64_t{-901}, std::int64_t{901}, 5 * year, 90 * year}) {
    check_first_calls(off);
    check_first_calls(off, upcall::sign_v1{});
  }
  check_first_calls(-3 * year, upcall::exponential_backoff{});
  check_first_calls(3 * year, upcall::exponential_backoff{});
  check_first_calls(3 * year, upcall::sign_v4_with_headers{});
  // A signature in the URL that has ended is refused for that, in the same words as one of an old link.
  check_first_calls(3 * year, upcall::sign_v4_query{});
}

TEST_CASE("an upload in parts goes on, whatever its executor") {
  for (std::int64_t off : {-service, 5 * year}) {
    INFO(off);
    const std::string whole = given::bytes(8 * part);
    given::service_and_client<corrected> in_order{wrong_by(off)};
    REQUIRE(in_order.bucket.resumable_upload("k", text{whole},
                                             {.callback = upcall::encoded<on_upload>, .part_size = part}));
    CHECK(in_order.seen.lines.size() == 2 + 8 + 1);
    CHECK(in_order.sent("POST uploads") == 2);
    CHECK(in_order.stored() == whole);

    given::service_and_client<corrected, upcall::threads<16>> lanes{wrong_by(off), upcall::threads<16>{}};
    REQUIRE(lanes.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    CHECK(lanes.seen.lines.size() == 2 + 8 + 1);
    CHECK(lanes.stored() == whole);
  }
}

TEST_CASE("sixteen threads that share a client whose clock is off send each request twice at most") {
  for (std::int64_t off : {-service, 5 * year}) {
    INFO(off);
    given::service_and_client<corrected> at{wrong_by(off)};
    std::vector<std::thread> lanes;
    std::vector<int> stored(16);
    for (std::size_t lane = 0; lane != stored.size(); ++lane) {
      lanes.emplace_back([&, lane] {
        for (int i = 0; i != 10; ++i)
          stored[lane] += bool{at.bucket.put_object("k" + std::to_string(lane), text{"hello"})};
      });
    }
    for (std::thread& lane : lanes) lane.join();
    for (int each : stored) CHECK(each == 10);
    CHECK(at.seen.lines.size() >= 160 + 1);
    CHECK(at.seen.lines.size() <= 160 + 16);
    CHECK(told(at.oss) == service);
  }
}

TEST_CASE("a sweep by a clock that is ahead takes nothing for old") {
  for (std::int64_t off : {-5 * year, 5 * year}) {
    INFO(off);
    given::service_and_client<corrected> at{wrong_by(off)};
    given::client right{given::service, at.service.transport()};
    REQUIRE(right.bucket("examplebucket").initiate_upload("k"));
    CHECK(at.bucket.sweep("", {3'600'000})->aborted == 0);
    CHECK(at.bucket.sweep("", {-1'000})->aborted == 1);
  }
}

TEST_CASE("a device whose clock begins in 1970 goes on in the same call") {
  static upcall::workspace<upcall::limits::small> room;
  upcall::emulator at{given::service_settings()};
  given::watched::log seen;
  upcall::freestanding_client oss{given::service, upcall::fixed_credentials{given::key_id, given::secret},
                                  given::watched{at.transport(), &seen},
                                  upcall::corrected_clock{upcall::manual_clock{}}, upcall::borrowed_workspace{room}};
  auto bucket = oss.bucket("examplebucket");
  CHECK(bucket.put_object("k", text{"hello"}, {.callback = upcall::encoded<on_upload>}));
  CHECK(seen.lines == std::vector<std::string>{"PUT", "PUT"});
  CHECK(told(oss) == service);
  // What a question is refused for is in a header.
  oss.policy<upcall::role::clock>().inner().start = {year};
  CHECK(bucket.head_object("k"));
  CHECK(seen.lines == std::vector<std::string>{"PUT", "PUT", "HEAD", "HEAD"});
  CHECK(bucket.head_object("k"));
  CHECK(seen.lines.size() == 5);
}
