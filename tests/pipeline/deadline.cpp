// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <string>
#include <upcall/pipeline/deadline.hpp>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/testing/emulator_server.hpp>

using upcall::exponential_backoff;
using upcall::failure;
using upcall::fault;
using upcall::milliseconds;
using upcall::text;

namespace {

constexpr std::string_view not_sent = "deadline: it passed before this request could be sent";
constexpr std::string_view no_more = "deadline: no time for another attempt; the last: ";

inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};
inline constexpr exponential_backoff patient{.attempts = 1'000};

struct given_time {
  given::clock clock = {};
  template <class>
  given::clock& get() {
    return clock;
  }
};

void pass(auto& oss, milliseconds time) { oss.template policy<upcall::role::clock>().sleep(time); }

failure of_503s(auto& oss, milliseconds deadline) {
  return oss.bucket("examplebucket").put_object("k", text{"hello"}, {.deadline = deadline}).error();
}
void check_of_503s(auto& oss) {
  const auto why = of_503s(oss, {60'000});
  CHECK(why.kind == fault::transport);
  CHECK(why.status == 503);
  CHECK(why.code == "ServiceUnavailable");
  CHECK(why.message.view().starts_with(no_more));
  CHECK(why.message.view().size() > no_more.size());
  CHECK_FALSE(why.outcome_unknown);
  CHECK(given::slept(oss) < milliseconds{60'000});
  CHECK(given::slept(oss) > milliseconds{1'000});
}

}  // namespace

TEST_CASE("deadline: at its moment there is no time, and none is no end") {
  given_time with;
  with.clock.sleep({100});
  CHECK(upcall::runs_out(with, {100}));
  CHECK(upcall::runs_out(with, {99}));
  CHECK_FALSE(upcall::runs_out(with, {101}));
  CHECK(upcall::runs_out(with, {101}, {1}));
  CHECK_FALSE(upcall::runs_out(with, {}, {1'000}));
  const upcall::subject about{"b", "k"};
  CHECK(upcall::detail::until_deadline(with, about, {50}).until == milliseconds{150});
  CHECK(upcall::detail::until_deadline(with, about, {}).until == milliseconds{});
  CHECK(upcall::detail::until_deadline(with, about, {-1}).until == milliseconds{});
}

TEST_CASE("deadline: what is stored and wrong keeps its kind") {
  failure why{fault::crc_inconsistent, "sums differ"};
  upcall::tell_deadline_after_attempt(why);
  CHECK(why.kind == fault::crc_inconsistent);
  CHECK(why.message == std::string{no_more} + "sums differ");
}

TEST_CASE("deadline: a put is not tried again when the wait before it would be too long, over each transport") {
  {
    upcall::emulator service{given::service_settings()};
    service.faults().add("PUT:*:status=503");
    given::client oss{given::service, service.transport(), patient};
    check_of_503s(oss);
  }
  upcall::emulator_server service{given::service_settings()};
  service.faults().add("PUT:*:status=503");
  const std::string url = service.url();
  given::client by_httplib{upcall::endpoint{url}, upcall::httplib_transport{}, patient};
  check_of_503s(by_httplib);
  given::client by_sockets{upcall::endpoint{url}, upcall::http1_transport<upcall::posix_socket>{}, patient};
  check_of_503s(by_sockets);
}

TEST_CASE("deadline: each call has its own, and within it a put is tried again") {
  given::service_and_client<> here;
  pass(here.oss, {600'000});
  here.fault("PUT:1:status=503");
  CHECK(here.bucket.put_object("k", text{"hello"}, {.deadline = {60'000}}));
  CHECK(here.sent("PUT") == 2);
}

TEST_CASE("deadline: a lost answer stays one that may be of a stored object") {
  given::service_and_client<> here;
  here.fault("PUT:*:lost");
  const auto out = here.bucket.put_object("k", text{"hello"}, {.deadline = {1}});
  CHECK(out.error().kind == fault::transport);
  CHECK(out.error().outcome_unknown);
  CHECK(out.error().message.view().starts_with(no_more));
  CHECK(here.sent("PUT") == 1);
}

TEST_CASE("deadline: after it, what became of a callback is not asked for") {
  given::service_and_client<> here;
  here.fault("PUT:*:lost");
  here.seen.before = [&](const std::string&) { pass(here.oss, {1'000}); };
  const auto out =
      here.bucket.put_object("k", text{"hello"}, {.callback = upcall::encoded<on_upload>, .deadline = {500}});
  CHECK(out.error().outcome_unknown);
  CHECK_FALSE(out.error().stored.known);
  CHECK(here.seen.lines == std::vector<std::string>{"PUT"});
}

TEST_CASE("deadline: after it a clock is corrected, but nothing sent again for that") {
  auto settings = given::service_settings();
  settings.now = [] { return upcall::timestamp{given::clock{}.now().seconds + 3'600}; };
  upcall::emulator service{settings};
  given::watched::log seen;
  given::client oss{given::service, given::watched{service.transport(), &seen}, upcall::corrected_clock{given::clock{}},
                    patient};
  auto bucket = oss.bucket("examplebucket");
  seen.before = [&](const std::string&) { pass(oss, {500}); };
  const auto why = bucket.put_object("k", text{"hello"}, {.deadline = {500}}).error();
  CHECK(why.kind == fault::transport);
  CHECK(why.status == 403);
  CHECK(why.message.view().starts_with(no_more));
  CHECK(why.message.view().find(no_more, 1) == std::string_view::npos);
  CHECK(seen.lines.size() == 1);
  CHECK(bucket.put_object("k", text{"hello"}, {.deadline = {501}}));
  CHECK(seen.lines.size() == 2);
}

TEST_CASE("deadline: of an upload in parts no request is begun after it; another call goes on") {
  const std::string bytes = given::bytes(300'000);
  const upcall::resumable_upload_options whole{.part_size = 102'400, .checkpoint = "journal", .single_put_up_to = 0};
  auto timed = whole;
  timed.deadline = {500};
  for (const std::string late : {"POST uploads", "PUT part 1", "PUT part 2", "PUT part 3"}) {
    INFO(late);
    given::service_and_client<> here;
    here.seen.before = [&](const std::string& line) {
      if (line == late) pass(here.oss, {500});
    };
    const auto out = here.bucket.resumable_upload("k", text{bytes}, timed);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().message.view().find(not_sent) != std::string_view::npos);
    CHECK_FALSE(out.error().outcome_unknown);
    CHECK(here.seen.lines.back() == late);
    here.seen.before = {};
    CHECK(here.bucket.resumable_upload("k", text{bytes}, whole));
    CHECK(here.stored() == bytes);
  }
}

TEST_CASE("deadline: it ends the attempts at a part, and at the end of an upload") {
  const std::string bytes = given::bytes(300'000);
  const upcall::resumable_upload_options timed{.part_size = 102'400, .single_put_up_to = 0, .deadline = {60'000}};
  for (const std::string faulty : {"PUT?partNumber", "POST?uploadId"}) {
    INFO(faulty);
    upcall::emulator service{given::service_settings()};
    service.faults().add(faulty + ":*:status=503");
    given::client oss{given::service, service.transport(), patient};
    const auto out = oss.bucket("examplebucket").resumable_upload("k", text{bytes}, timed);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().status == 503);
    CHECK(out.error().message.view().find(no_more) != std::string_view::npos);
    CHECK(given::slept(oss) < milliseconds{60'000});
  }
}

TEST_CASE("deadline: what is tried once heeds it between the requests of an upload") {
  const std::string bytes = given::bytes(300'000);
  given::service_and_client<> here;
  given::client oss{given::service, given::watched{here.service.transport(), &here.seen}, upcall::no_retry{}};
  here.seen.before = [&](const std::string& line) {
    if (line == "PUT part 2") pass(oss, {500});
  };
  const auto out =
      oss.bucket("examplebucket")
          .resumable_upload("k", text{bytes}, {.part_size = 102'400, .single_put_up_to = 0, .deadline = {500}});
  CHECK(out.error().message.view().find(not_sent) != std::string_view::npos);
  CHECK(here.seen.lines.back() == "PUT part 2");
  CHECK(oss.bucket("examplebucket").put_object("k", text{"hello"}, {.deadline = {1}}));
}
