// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/client.hpp"
#include "support/listener.hpp"
#include "support/tls_peer.hpp"
#include <atomic>
#include <poll.h>
#include <string>
#include <string_view>
#include <upcall/policies/clock/system.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/testing/recorded.hpp>

// Services with which nothing comes to an end by itself, slow ones among them: a transport that heeds time_left ends
// the exchange, says where it stood, and closes the connection. Its own limits are too long for a test to end by them.
// A model is told by a function:
//   transport with(ca_file)        one that trusts these, and whose every wait may take ten minutes
// and a test case that calls laws::deadlines(with).
namespace laws {

// Long enough for a busy machine to get as far as the peer lets it.
inline constexpr upcall::milliseconds deadline_of_test{300};

// Until the other side has gone: does something a hundred times a second.
inline void slowly(int socket, auto&& something) {
  for (pollfd left{socket, POLLRDHUP, 0}; ::poll(&left, 1, 10) == 0;) something();
}
inline void wait_until_left(int socket) {
  pollfd left{socket, POLLRDHUP, 0};
  ::poll(&left, 1, -1);
}
inline void read_head_and_hello(int socket) {
  char piece[4096];
  for (std::string got; !got.ends_with("\r\n\r\nhello");) {
    const ssize_t size = ::recv(socket, piece, sizeof piece, 0);
    if (size <= 0) return;
    got.append(piece, static_cast<std::size_t>(size));
  }
}
inline void say(int socket, std::string_view text) { ::send(socket, text.data(), text.size(), MSG_NOSIGNAL); }
// Begins an answer so, and then says no more, or one more byte now and then.
inline given::by_hand::served stalling(std::string begun) {
  return [begun](int socket) {
    read_head_and_hello(socket);
    say(socket, begun);
    wait_until_left(socket);
  };
}
inline given::by_hand::served dripping(std::string begun) {
  return [begun](int socket) {
    read_head_and_hello(socket);
    say(socket, begun);
    slowly(socket, [&] { say(socket, "x"); });
  };
}
inline void answer_in_clear(int socket) {
  read_head_and_hello(socket);
  say(socket, given::ok);
}

inline upcall::failure ended_by_deadline(const auto& out) {
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::transport);
  INFO(out.error().message.view());
  CHECK(out.error().message.view().starts_with("deadline: it passed "));
  return out.error();
}

inline std::string in_clear_to(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

auto put_in_time(const std::string& url, auto transport, std::string_view content = "hello",
                 upcall::milliseconds deadline = deadline_of_test) {
  given::client oss{upcall::endpoint{url}, transport};
  return oss.bucket("examplebucket").put_object("k", upcall::text{content}, {.deadline = deadline});
}

void a_service_that_does_not_accept_is_left(auto with) {
  given::listener service{"127.0.0.1", 0};
  service.fill();
  const auto why = ended_by_deadline(put_in_time(service.url, with("")));
  CHECK(why.message.view() == "deadline: it passed before the service was connected to");
  CHECK_FALSE(why.outcome_unknown);
}

void a_service_that_says_nothing_is_left(auto with) {
  const given::listener service;
  const auto why = ended_by_deadline(put_in_time(service.url, with("")));
  CHECK(why.message.view() == "deadline: it passed before an answer came");
  CHECK(why.outcome_unknown);
}

inline const std::string much(64'000'000, 'x');  // more than the system takes for who does not read

// What the system has taken keeps the end of a connection from being seen: such a service is told that it is over.
upcall::failure ended_in_request(auto with, given::by_hand::served (*serve)(std::atomic<bool>& over),
                                 const std::string& scheme) {
  std::atomic<bool> over = false;
  const given::by_hand service{{serve(over)}};
  const auto out =
      put_in_time(scheme + "127.0.0.1:" + std::to_string(service.port()), with(given::trusted().ca_file()), much);
  over = true;
  over.notify_all();
  return ended_by_deadline(out);
}

void a_service_that_takes_the_body_slowly_or_not_is_left(auto with) {
  const auto does_not = [](std::atomic<bool>& over) -> given::by_hand::served {
    return [&over](int) { over.wait(false); };
  };
  const auto slowly = [](std::atomic<bool>& over) -> given::by_hand::served {
    return [&over](int socket) {
      char piece[4096];
      pollfd pause{socket, 0, 0};
      while (!over && ::poll(&pause, 1, 10) == 0) (void)::recv(socket, piece, sizeof piece, MSG_DONTWAIT);
    };
  };
  const auto does_not_over_tls = [](std::atomic<bool>& over) -> given::by_hand::served {
    return given::over_tls([&over](SSL*, int) { over.wait(false); });
  };
  for (const auto& why : {ended_in_request(with, does_not, "http://"), ended_in_request(with, slowly, "http://"),
                          ended_in_request(with, does_not_over_tls, "https://")}) {
    CHECK(why.message.view() == "deadline: it passed while the request was sent");
    CHECK_FALSE(why.outcome_unknown);
  }
}

void a_service_that_answers_slowly_or_not_to_the_end_is_left(auto with) {
  const std::string status = "HTTP/1.1 200 OK\r\n", head = status + "Content-Length: 1000000\r\n\r\n";
  const given::by_hand service{{stalling(status), stalling(head), dripping("HTTP/1.1 100 Continue\r\n\r\n"),
                                dripping(status + "X: "), dripping(head),
                                dripping(status + "Transfer-Encoding: chunked\r\n\r\nfffff\r\n")}};
  for (int i = 0; i != 6; ++i) {
    INFO(i);
    CHECK(ended_by_deadline(put_in_time(in_clear_to(service.port()), with(""))).outcome_unknown);
  }
}

void a_service_that_does_not_come_to_an_end_with_tls_is_left(auto with) {
  const given::by_hand service{{wait_until_left, [](int socket) {
                                  say(socket, {"\x16\x03\x03\x40\x00\x02", 6});  // a record of 16 KB: a ServerHello …
                                  say(socket, {"\x00\x3f\xfc", 3});              // … as long as that
                                  slowly(socket, [&] { say(socket, "\x03"); });
                                }}};
  for (int i = 0; i != 2; ++i) {
    const auto why = ended_by_deadline(put_in_time(service.url(), with(given::trusted().ca_file())));
    CHECK_FALSE(why.outcome_unknown);
  }
}

void a_service_that_stalls_or_drips_over_tls_is_left(auto with) {
  const given::by_hand service{{given::over_tls([](SSL* session, int socket) {
                                  given::read_request(session);
                                  wait_until_left(socket);
                                }),
                                given::over_tls([](SSL* session, int socket) {
                                  given::read_request(session);
                                  given::write_text(session, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                                  slowly(socket, [&] { given::write_text(session, "x"); });
                                })}};
  const std::string ca_file = given::trusted().ca_file();
  for (int i = 0; i != 2; ++i) CHECK(ended_by_deadline(put_in_time(service.url(), with(ca_file))).outcome_unknown);
}

// The next connection is served when the one before is closed.
void the_connection_is_closed_and_another_opened(auto with) {
  const given::by_hand service{{stalling("HTTP/1.1 200 OK\r\n"), answer_in_clear}};
  const std::string url = in_clear_to(service.port());
  given::client oss{upcall::endpoint{url}, with("")};
  auto bucket = oss.bucket("examplebucket");
  ended_by_deadline(bucket.put_object("k", upcall::text{"hello"}, {.deadline = deadline_of_test}));
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
}

// Nor is it closed when the deadline passes.
void what_comes_in_time_keeps_its_connection(auto with) {
  peer server{{{given::ok}, {given::ok}, {given::ok}}};
  const std::string url = in_clear_to(static_cast<std::uint16_t>(server.port()));
  given::client oss{upcall::endpoint{url}, with("")};
  auto bucket = oss.bucket("examplebucket");
  for (int i = 0; i != 3; ++i) CHECK(bucket.put_object("k", upcall::text{"hello"}, {.deadline = {600'000}}));
  CHECK(server.connections() == 1);
}

// An attempt would be one that nobody serves.
void nothing_is_tried_again(auto with) {
  const given::by_hand service{{stalling("")}};
  const std::string url = in_clear_to(service.port());
  given::client oss{upcall::endpoint{url}, with(""), upcall::system_clock{},
                    upcall::exponential_backoff{.attempts = 1'000}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.deadline = deadline_of_test});
  CHECK(ended_by_deadline(out).message.view() == "deadline: it passed before an answer came");
}

inline const std::string begun = in_bytes({.body = "<InitiateMultipartUploadResult><Bucket>examplebucket</Bucket>"
                                                   "<Key>k</Key><UploadId>U</UploadId>"
                                                   "</InitiateMultipartUploadResult>"});

void an_upload_in_parts_is_ended(auto with) {
  peer server{{{begun}, {""}}};
  const std::string url = in_clear_to(static_cast<std::uint16_t>(server.port())), content(300'000, 'x');
  given::client oss{upcall::endpoint{url}, with(""), upcall::system_clock{}};
  const auto out =
      oss.bucket("examplebucket")
          .resumable_upload(
              "k", upcall::text{content},
              {.part_size = 102'400, .checkpoint = "journal", .single_put_up_to = 0, .deadline = deadline_of_test});
  REQUIRE_FALSE(out);
  CHECK(out.error().message.view().find("deadline: it passed before an answer came") != std::string_view::npos);
  CHECK(server.requests().size() == 2);
}

void deadlines(auto with) {
  SECTION("a service that does not accept is left") { a_service_that_does_not_accept_is_left(with); }
  SECTION("a service that says nothing is left") { a_service_that_says_nothing_is_left(with); }
  SECTION("one that takes the body slowly, or not, is left") {
    a_service_that_takes_the_body_slowly_or_not_is_left(with);
  }
  SECTION("one that answers slowly, or not to the end, is left") {
    a_service_that_answers_slowly_or_not_to_the_end_is_left(with);
  }
  SECTION("one that does not come to an end with TLS is left") {
    a_service_that_does_not_come_to_an_end_with_tls_is_left(with);
  }
  SECTION("one that stalls or drips over TLS is left") { a_service_that_stalls_or_drips_over_tls_is_left(with); }
  SECTION("the connection is closed, and another opened") { the_connection_is_closed_and_another_opened(with); }
  SECTION("what comes in time keeps its connection") { what_comes_in_time_keeps_its_connection(with); }
  SECTION("nothing is tried again") { nothing_is_tried_again(with); }
  SECTION("an upload in parts is ended") { an_upload_in_parts_is_ended(with); }
}

}  // namespace laws
