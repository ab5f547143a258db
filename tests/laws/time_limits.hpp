// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/client.hpp"
#include "support/listener.hpp"
#include <cstdint>
#include <string>
#include <string_view>

// Services that do not accept, do not read, do not answer, or stop in the middle: each wait of a transport that has
// time limits ends, and says what it knows. A model is told by a function:
//   transport with(connect, read, write)      a transport with these limits, in milliseconds
// and a test case that calls laws::time_limits(with).
namespace laws {

inline constexpr upcall::milliseconds soon{50}, late{600'000};

inline upcall::failure lost(const auto& out) {
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::transport);
  CHECK_FALSE(out.error().message.empty());
  return out.error();
}

void what_does_not_accept_cannot_be_connected_to(auto with) {
  given::listener service{"127.0.0.1", 0};
  service.fill();
  given::client oss{upcall::endpoint{service.url}, with(soon, late, late)};
  const auto why = lost(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(why.message.view().starts_with("cannot connect"));
  CHECK_FALSE(why.outcome_unknown);
}

void what_does_not_answer_may_have_done_what_was_asked(auto with) {
  const given::listener service;
  given::client oss{upcall::endpoint{service.url}, with(late, soon, late)};
  auto bucket = oss.bucket("examplebucket");
  CHECK(lost(bucket.put_object("k", upcall::text{"hello"})).outcome_unknown);
  CHECK(lost(bucket.put_object("k", upcall::text{""})).outcome_unknown);
  CHECK(lost(bucket.delete_object("k")).outcome_unknown);
}

void what_does_not_read_the_body_has_not_stored_it(auto with) {
  const given::listener service;
  const std::string content(64'000'000, 'x');  // more than the system takes for it
  given::client oss{upcall::endpoint{service.url}, with(late, late, soon)};
  CHECK_FALSE(lost(oss.bucket("examplebucket").put_object("k", upcall::text{content})).outcome_unknown);
}

void an_answer_that_stops_is_an_unknown_outcome(auto with) {
  for (const char* begun : {"HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"}) {
    peer server{{{begun}}};  // and waits for more requests
    const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
    given::client oss{upcall::endpoint{url}, with(late, soon, late)};
    CHECK(lost(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"})).outcome_unknown);
  }
}

void a_limit_of_0_or_less_is_none(auto with) {
  const given::listener service;
  for (const std::int64_t none : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN, INT64_MAX, std::int64_t{1} << 32}) {
    INFO(none);
    given::client oss{upcall::endpoint{service.url}, with({none}, {none}, {none})};
    const auto why = lost(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.deadline = soon}));
    CHECK(why.message.view().starts_with("deadline: "));
  }
}

void time_limits(auto with) {
  SECTION("what does not accept cannot be connected to") { what_does_not_accept_cannot_be_connected_to(with); }
  SECTION("what does not answer may have done what was asked") {
    what_does_not_answer_may_have_done_what_was_asked(with);
  }
  SECTION("what does not read the body has not stored it") { what_does_not_read_the_body_has_not_stored_it(with); }
  SECTION("a limit of 0 or less is none") { a_limit_of_0_or_less_is_none(with); }
  SECTION("an answer that stops is an unknown outcome") { an_answer_that_stops_is_an_unknown_outcome(with); }
}

}  // namespace laws
