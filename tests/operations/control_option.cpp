// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <string>
#include <thread>
#include <upcall/operations/control_option.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <utility>
#include <vector>

using upcall::control_option;
using upcall::fault;
using upcall::text;
using upcall::upload_control;

static_assert(sizeof(control_option) == 3 * sizeof(void*));

namespace {

const std::string large(4 << 20, 'x');

// A source of which another thread ends the upload while its second piece is read.
auto ended_by_a_thread(upload_control& control) {
  return upcall::callable{large.size(), [&control, pieces = 0](std::span<char> piece) mutable {
                            if (++pieces == 2) std::thread{[&control] { control.cancel(); }}.join();
                            for (char& c : piece) c = 'x';
                            return static_cast<int>(piece.size());
                          }};
}

template <class Client>
void end_by_a_thread(Client& oss) {
  upload_control control;
  std::uint64_t furthest = 0;
  const auto show = [&](std::uint64_t done, std::uint64_t) {
    furthest = done;
    return true;
  };
  const auto out =
      oss.bucket("examplebucket").put_object("k", ended_by_a_thread(control), {.progress = show, .control = &control});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::cancelled);
  CHECK(out.error().message == "cancelled by its control; nothing was stored");
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(furthest > 0);
  CHECK(furthest < large.size());
}

}  // namespace

TEST_CASE("control_option: none, and one that wants nothing, leave a put as it is") {
  given::service_and_client<> here;
  upload_control control;
  std::uint64_t told = 0;
  const auto show = [&](std::uint64_t done, std::uint64_t) { return (told = done) <= 9; };
  CHECK(here.bucket.put_object("k", text{"123456789"}, {.progress = show, .control = nullptr}));
  CHECK(std::exchange(told, 0) == 9);
  CHECK(here.bucket.put_object("k", text{"123456789"}, {.progress = show, .control = &control}));
  CHECK(told == 9);
  CHECK(here.bucket.put_object("k", text{"123456789"}, {.control = &control}));
}

TEST_CASE("control_option: what is not wanted is not begun, an empty object neither") {
  given::service_and_client<> here;
  upload_control control;
  control.cancel();
  CHECK(here.bucket.put_object("k", text{""}, {.control = &control}).error().kind == fault::cancelled);
  control.pause();
  const auto paused = here.bucket.put_object("k", text{"1"}, {.control = &control}).error();
  CHECK(paused.kind == fault::paused);
  CHECK(paused.message == "paused: call again; nothing was stored");
  CHECK(here.seen.lines.empty());
  control.go_on();
  CHECK(here.bucket.put_object("k", text{"1"}, {.control = &control}));
}

TEST_CASE("control_option: it ends a put from its progress function, which is not told any more") {
  given::service_and_client<> here;
  for (const auto& [wish, kind] :
       {std::pair{&upload_control::pause, fault::paused}, std::pair{&upload_control::cancel, fault::cancelled}}) {
    upload_control control;
    int told = 0;
    const auto show = [&, wish = wish](std::uint64_t, std::uint64_t) {
      (control.*wish)();
      return ++told == 1;
    };
    const auto out = here.bucket.put_object("k", text{large}, {.progress = show, .control = &control});
    CHECK(out.error().kind == kind);
    CHECK(told == 1);
    CHECK(here.stored() == "(none)");
  }
}

TEST_CASE("control_option: the progress function's own end keeps its name") {
  given::service_and_client<> here;
  upload_control control;
  const auto end = [](std::uint64_t, std::uint64_t) { return false; };
  const auto out = here.bucket.put_object("k", text{large}, {.progress = end, .control = &control});
  CHECK(out.error().message == "cancelled by the progress function");
}

TEST_CASE("control_option: no attempt is begun after it; one that failed before stays the failure") {
  given::service_and_client<> here;
  upload_control control;
  here.fault("PUT:*:status=503");
  here.seen.before = [&](const std::string&) { control.cancel(); };
  const auto out = here.bucket.put_object("k", text{""}, {.control = &control});
  CHECK(out.error().status == 503);
  CHECK(here.sent("PUT") == 1);
}

TEST_CASE("control_option: an earlier attempt that may have stored the object is not kept secret") {
  given::service_and_client<> here;
  upload_control control;
  here.fault("PUT:1:lost");
  int attempts = 0;
  here.seen.before = [&](const std::string&) { ++attempts; };
  const auto show = [&](std::uint64_t done, std::uint64_t) {
    if (attempts == 2 && done != 0) control.cancel();
    return true;
  };
  const auto out = here.bucket.put_object("k", text{large}, {.progress = show, .control = &control});
  CHECK(attempts == 2);
  CHECK(out.error().kind == fault::cancelled);
  CHECK(out.error().outcome_unknown);
  CHECK(out.error().message == "ended by its control; an earlier attempt may have stored the object");
}

TEST_CASE("control_option: another thread ends a put over each transport") {
  given::service_and_client<> here;
  end_by_a_thread(here.oss);
  CHECK(here.stored() == "(none)");
  upcall::emulator_server service{given::service_settings()};
  const std::string url = service.url();
  given::client by_httplib{upcall::endpoint{url}, upcall::httplib_transport{}};
  end_by_a_thread(by_httplib);
  given::client by_sockets{upcall::endpoint{url}, upcall::http1_transport<upcall::posix_socket>{}};
  end_by_a_thread(by_sockets);
  CHECK(service.objects().open("examplebucket", "k") == nullptr);
}
