// SPDX-License-Identifier: Apache-2.0
// Uploads in parts that are ended by their caller, an exception or a refusal: never a shorter object, nothing left open
// without a name.
#include "catch.hpp"
#include "support/service.hpp"
#include "support/temporary_file.hpp"
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <upcall/bodies/file.hpp>
#include <upcall/bodies/stream.hpp>
#include <upcall/policies/checkpoint/file.hpp>
#include <upcall/policies/checkpoint/none.hpp>
#include <upcall/policies/executor/threads.hpp>

using given::service_and_client;
using upcall::fault;
using upcall::text;

namespace {

constexpr std::uint64_t part = 102'400;

inline constexpr upcall::callback on_upload{.url = "http://127.0.0.1:23450/done", .body = "object=${object}"};
inline constexpr auto encoded = upcall::encoded<on_upload>;

std::function<std::size_t(std::span<char>)> endless() {
  return [](std::span<char> piece) {
    std::fill(piece.begin(), piece.end(), 'x');
    return piece.size();
  };
}

// An executor that does the first part alone.
struct forgetful {
  using role = upcall::role::executor;
  struct lanes {
    void for_each(std::uint32_t, auto job) { (void)job(0); }
    void alone(auto action) { action(); }
  };
  static lanes team() { return {}; }
};

// Two lanes by one thread: the first part is sent while the second waits for its answer.
struct interleaved {
  using role = upcall::role::executor;
  std::function<void()>* first_lane;

  struct lanes {
    std::function<void()>* first_lane;
    void for_each(std::uint32_t, auto job) {
      *first_lane = [job]() mutable { (void)job(0); };
      (void)job(1);
    }
    void alone(auto action) { action(); }
  };
  lanes team() const { return {first_lane}; }
};

// Refuses the first part, and has no time for the second.
struct refusing {
  using role = upcall::role::transport;
  upcall::emulator_transport inner;
  std::function<void()>* first_lane;
  int* sends_of_second;

  template <upcall::body Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& from, upcall::response& answer) {
    const upcall::field* number = request.message().parameters.find("partNumber");
    if (!number) return inner.send(request, from, answer);
    answer.status = number->value == "1" ? 403 : 503;
    if (number->value == "1") return upcall::nothing{};
    if (++*sends_of_second == 1) (*first_lane)();
    return upcall::nothing{};
  }
};

}  // namespace

TEST_CASE("what was wanted once stays wanted: no object is made of the parts that were sent by then") {
  service_and_client<> at;
  const std::string whole = given::bytes(5 * part);
  upcall::upload_control control;
  auto waver = [&](const upcall::upload_progress& now) {
    if (now.parts_done == 2) control.pause();
    return true;
  };
  at.seen.before = [&](const std::string& line) {
    if (line == "PUT part 3" || line.rfind("POST uploadId", 0) == 0) control.go_on();
  };
  SECTION("paused and taken back before the next part") {
    auto back = [&](const upcall::upload_progress& now) {
      waver(now);
      return true;
    };
    const auto out =
        at.bucket.resumable_upload("k", text{whole}, {.progress = back, .part_size = part, .control = &control});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::paused);
  }
  SECTION("an executor that leaves parts out") {
    service_and_client<forgetful> bad{forgetful{}};
    const auto out = bad.bucket.resumable_upload("k", text{whole}, {.part_size = part});
    REQUIRE_FALSE(out);
    CHECK(bad.stored() == "(none)");
  }
  CHECK(at.stored() == "(none)");
}

TEST_CASE("another thread pauses, and cancels") {
  for (const bool cancels : {false, true}) {
    service_and_client<upcall::threads<2>> at{upcall::threads<2>{}};
    upcall::upload_control control;
    std::atomic<bool> under_way = false, ended = false;
    at.seen.before = [&](const std::string& line) {
      if (line != "PUT part 3") return;
      under_way = true;
      under_way.notify_all();
      ended.wait(false);
    };
    std::thread other{[&] {
      under_way.wait(false);
      if (cancels) control.cancel();
      if (!cancels) control.pause();
      ended = true;
      ended.notify_all();
    }};
    const std::string whole = given::bytes(8 * part);
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .control = &control});
    other.join();
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == (cancels ? fault::cancelled : fault::paused));
    CHECK(at.service.uploads().size() == (cancels ? 0 : 1));
    CHECK(at.stored() == "(none)");
    if (cancels) continue;
    at.seen.before = {};
    control.go_on();
    REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .control = &control}));
    CHECK((at.stored() == whole));
  }
}

TEST_CASE("where no later call can go on, a failure deletes what was uploaded") {
  service_and_client<upcall::file_checkpoint> at{upcall::file_checkpoint{}};
  const std::string whole = given::bytes(3 * part);
  at.fault("PUT?partNumber:3:status=403");
  SECTION("a text without a place for its journal") {
    REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    CHECK(at.service.uploads().empty());
  }
  SECTION("with one it is kept, and gone on with") {
    const given::temporary_file place;
    const std::string journal = place.path() + ".journal";
    REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .checkpoint = journal}));
    CHECK(at.service.uploads().size() == 1);
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .checkpoint = journal});
    REQUIRE(out);
    CHECK(out->parts_resumed == 2);
  }
}

TEST_CASE("what a progress function throws leaves nothing behind where no later call can go on") {
  const std::string whole = given::bytes(3 * part);
  auto fail = [](const upcall::upload_progress& now) {
    if (now.parts_done == 1) throw std::runtime_error{"of the caller"};
    return true;
  };
  service_and_client<upcall::no_checkpoint> none{upcall::no_checkpoint{}};
  CHECK_THROWS_AS(none.bucket.resumable_upload("k", text{whole}, {.progress = fail, .part_size = part}),
                  std::runtime_error);
  CHECK(none.service.uploads().empty());

  service_and_client<upcall::threads<3>> lanes{upcall::threads<3>{}};
  CHECK_THROWS_AS(lanes.bucket.resumable_upload("k", upcall::stream{endless()}, {.progress = fail, .part_size = part}),
                  std::runtime_error);
  CHECK(lanes.service.uploads().empty());

  service_and_client<> kept;
  CHECK_THROWS_AS(kept.bucket.resumable_upload("k", text{whole}, {.progress = fail, .part_size = part}),
                  std::runtime_error);
  CHECK(kept.bucket.resumable_upload("k", text{whole}, {.part_size = part})->parts_resumed == 1);
}

TEST_CASE("a part that failed for a moment is not sent again once another lane was refused") {
  upcall::emulator service{given::service_settings()};
  std::function<void()> first_lane;
  int sends_of_second = 0;
  given::client oss{given::service, refusing{service.transport(), &first_lane, &sends_of_second},
                    upcall::exponential_backoff{}, interleaved{&first_lane}};
  const std::string whole = given::bytes(4 * part);
  const auto out = oss.bucket("examplebucket").resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE_FALSE(out);
  CHECK(out.error().status == 403);
  CHECK(sends_of_second == 1);
}

TEST_CASE("with the nonce, an object is found also where the last lines of the journal are lost") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part);
  at.fault("POST?uploadId:*:lost");
  at.fault("HEAD:*:status=503");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.callback = encoded, .part_size = part}));
  REQUIRE((at.stored() == whole));
  CHECK(at.service.callbacks().sent().size() == 1);
  at.service.faults().clear();
  SECTION("and the callback is not made again, whatever the options of the next call") {
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.callback = encoded, .without_nonce = true});
    REQUIRE_FALSE(out);
    CHECK(out.error().stored.known);
    CHECK(out.error().outcome_unknown);
  }
  SECTION("also a callback that is given as a header") {
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.headers = {{"x-oss-callback", "e30="}}});
    REQUIRE_FALSE(out);
    CHECK(out.error().stored.known);
  }
  CHECK(at.service.callbacks().sent().size() == 1);
}

TEST_CASE("who may not list parts goes on by the journal") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part);
  at.fault("PUT?partNumber:3:status=403");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  at.fault("GET?uploadId:*:status=403");
  SECTION("to the end") {
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
    REQUIRE(out);
    CHECK(out->parts_resumed == 2);
    CHECK((at.stored() == whole));
  }
  SECTION("and begins anew when the service does not have what the journal says") {
    at.fault("POST?uploadId:1:status=400");
    REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    CHECK((at.stored() == whole));
  }
  CHECK(at.service.uploads().empty());
}

TEST_CASE("a small source follows its control and tells no progress twice") {
  service_and_client<> at;
  upcall::upload_control control;
  upcall::upload_progress last;
  bool back = false;
  auto follow = [&](const upcall::upload_progress& now) {
    back |= now.done < last.done || now.parts_done < last.parts_done;
    last = now;
    return true;
  };
  at.fault("PUT:1:lost");
  const std::string whole = given::bytes(part);
  REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.progress = follow, .control = &control}));
  CHECK_FALSE(back);
  CHECK(last.done == part);
  CHECK(last.parts_done == 1);
  control.pause();
  for (std::string_view source : {std::string_view{whole}, std::string_view{}}) {
    const auto out = at.bucket.resumable_upload("l", text{source}, {.control = &control});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::paused);
  }
  CHECK(at.stored("l") == "(none)");
}

TEST_CASE("what cannot be sent with a later request is told before the first") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  for (const char* name : {"x-oss-object-acl", "x-oss-traffic-limit"}) {
    const auto out = at.bucket.resumable_upload(
        "k", text{whole}, {.headers = {{name, std::string_view{"a\x01z", 3}}}, .part_size = part});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::client);
  }
  CHECK(at.seen.lines.empty());
}
