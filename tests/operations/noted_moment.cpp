// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <string>
#include <type_traits>
#include <upcall/operations/noted_moment.hpp>
#include <upcall/policies/clock/corrected.hpp>

using upcall::text;
using upcall::timestamp;
using upcall::detail::body_of_initiate;

namespace {

constexpr std::int64_t service = 1'700'000'000, year = 31'557'600, part = 102'400, skew = 15 * 60;
using clock_state = upcall::corrected_clock<upcall::manual_clock>::state;

struct journal {
  upcall::upload_intent noted = {{"0123456789abcdef0123456789abcdef"}, {service}, part};
  int begun = 0;

  const upcall::upload_intent& intent() const { return noted; }
  static bool source_changed() { return false; }
  static std::string_view upload_id() { return {}; }
  static const upcall::stored_part* find(std::uint32_t) { return nullptr; }
  upcall::result<upcall::nothing> begin(const upcall::upload_intent& intent) {
    noted = intent;
    ++begun;
    return upcall::nothing{};
  }
  static upcall::result<upcall::nothing> name(std::string_view) { return upcall::nothing{}; }
  static upcall::result<upcall::nothing> add(const upcall::stored_part&) { return upcall::nothing{}; }
  static bool outlives_the_call() { return true; }
  static void drop(std::uint32_t) {}
  static void forget() {}
};

// A clock that cannot be corrected needs nothing.
static_assert(
    std::is_same_v<decltype(body_of_initiate(std::declval<upcall::manual_clock&>(), std::declval<journal&>())),
                   upcall::no_body>);

}  // namespace

TEST_CASE("the moment is noted anew when the clock was corrected, not when time passed") {
  for (std::int64_t jump : {-year, -skew - 1, -skew, std::int64_t{0}, skew, skew + 1, 50 * year}) {
    INFO(jump);
    clock_state clock{{upcall::manual_clock{{service}, {}}}};
    journal noted;
    auto body = body_of_initiate(clock, noted);
    CHECK(body.size() == 0);
    clock.sleep({10'000 * 1000});
    CHECK(body.rewind());
    CHECK(noted.begun == 0);
    clock.correct({service + 10'000 + jump});
    CHECK(body.rewind());
    const bool far_off = jump < -skew || jump > skew;
    CHECK(noted.begun == (far_off ? 1 : 0));
    CHECK(noted.noted.begun.seconds == service + (far_off ? 10'000 + jump : 0));
    CHECK(noted.noted.nonce == "0123456789abcdef0123456789abcdef");
    CHECK(noted.noted.part_size == part);
  }
}

TEST_CASE("where others may be since an earlier moment, that one stays") {
  clock_state clock{{upcall::manual_clock{}}};
  journal noted;
  noted.noted.others = true;
  auto body = body_of_initiate(clock, noted);
  clock.correct({service + year});
  CHECK(body.rewind());
  CHECK(noted.begun == 0);
  CHECK(noted.noted.begun.seconds == service);
}

TEST_CASE("after a wrong clock was corrected, what was begun without a name is found, and nothing older") {
  for (std::int64_t off : {-service, 5 * year}) {
    INFO(off);
    timestamp now{service - 24 * 3600};
    auto settings = given::service_settings();
    settings.now = [&now] { return now; };
    given::clock wrong;
    wrong.start.seconds += off;
    given::service_and_client<upcall::corrected_clock<given::clock>> at{settings, upcall::corrected_clock{wrong}};
    given::clock of_yesterday;
    of_yesterday.start = now;
    given::client other{given::service, at.service.transport(), of_yesterday};
    REQUIRE(other.bucket("examplebucket").initiate_upload("k"));
    now = {service};

    const std::string whole = given::bytes(2 * part);
    for (const char* lost : {"POST?uploads:2:lost", "POST?uploads:3:lost", "POST?uploads:4:lost"}) at.fault(lost);
    const auto failed = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().outcome_unknown);
    CHECK(at.sent("POST uploads") == 4);
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
    REQUIRE(out);
    CHECK(out->left_behind == 3);
  }
}
