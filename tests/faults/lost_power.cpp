// SPDX-License-Identifier: Apache-2.0
// A device's power fails at each unit of flash that an upload writes and at each page that it erases; a new client over
// the same flash goes on. The object is right, no more than one part is sent again, and no upload is left open of which
// nobody was told.
#include "catch.hpp"
#include "support/flash.hpp"
#include "support/service.hpp"
#include <algorithm>
#include <string>
#include <upcall/freestanding.hpp>

namespace {

constexpr std::uint64_t part = 102'400, parts = 3;
using checkpoint = upcall::stored_checkpoint<parts, given::flash<>>;
constexpr std::uint32_t store_size = upcall::running_policy<checkpoint>::journal::bytes;

const std::string& whole() {
  static const std::string bytes = given::bytes((parts - 1) * part + 1);
  return bytes;
}
upcall::addressed<std::size_t (*)(std::uint64_t, std::span<char>)> source() {
  return {whole().size(), +[](std::uint64_t at, std::span<char> piece) {
            return whole().copy(piece.data(), piece.size(), static_cast<std::size_t>(at));
          }};
}

// A device with its flash, and a service; each call is made by a client that knows nothing of the last.
struct device {
  given::flash<> store{store_size};
  upcall::emulator service{given::service_settings()};
  given::watched::log seen = {};
  std::uint32_t told = 0;  // of uploads without a name

  // False: the power failed.
  bool upload(bool aborts) {
    given::client oss{given::service, given::watched{service.transport(), &seen}, upcall::exponential_backoff{},
                      checkpoint{store}};
    return upload_by(oss, aborts);
  }
  bool upload_in_little_room() {
    upcall::workspace<upcall::limits::small> room;
    upcall::freestanding_client oss{given::service,    given::credentials{},
                                    given::clock{},    given::watched{service.transport(), &seen},
                                    checkpoint{store}, upcall::borrowed_workspace{room}};
    return upload_by(oss, false);
  }
  bool upload_by(auto& oss, bool aborts) {
    try {
      const auto done =
          oss.bucket("examplebucket").resumable_upload("k", source(), {.part_size = part, .abort_left_behind = aborts});
      if (!done) FAIL(done.error().message.view());
      told = done->left_behind;
      return true;
    } catch (const given::power_failed&) {
      return false;
    }
  }
  std::string stored() {
    given::client oss{given::service, service.transport()};
    upcall::testing::string_writer to;
    return oss.bucket("examplebucket").get_object("k", to) ? to.text : "(none)";
  }
  std::uint64_t parts_sent() const {
    return static_cast<std::uint64_t>(std::count_if(
        seen.lines.begin(), seen.lines.end(), [](const std::string& each) { return each.rfind("PUT part", 0) == 0; }));
  }
  void check_end(bool aborts) {
    CHECK((stored() == whole()));
    const std::size_t open = service.uploads().size();
    CHECK((aborts ? open == 0 : open == told));
    CHECK(store.misused == 0);
    // Nothing is on record any more.
    upcall::running_policy<checkpoint> kept{checkpoint{store}};
    CHECK(kept.open({.bucket = "another"}, {}, {}));
  }
};

}  // namespace

TEST_CASE("power that fails once, at each unit and page") {
  const bool aborts = GENERATE(false, true), garbles = GENERATE(false, true);
  int failures = 0;
  for (long left = 0;; ++left, ++failures) {
    INFO(left);
    device at;
    at.store.left = left;
    at.store.garbles = garbles;
    const bool done = at.upload(aborts);
    at.store.left = -1;
    if (!done) REQUIRE(at.upload(aborts));
    at.check_end(aborts);
    CHECK(at.parts_sent() <= parts + 1);
    if (done) break;
  }
  // A header, a name, the parts and the end: of nine units in each slot; and the pages of a half.
  CHECK(failures == (2 + 1 + parts + 1) * 9 + given::flash<>::pages);
}

TEST_CASE("power that fails once, at each unit and page of a device whose workspace is too small for lists") {
  for (long left = 0;; ++left) {
    INFO(left);
    device at;
    at.store.left = left;
    at.store.garbles = left % 2 != 0;
    const bool done = at.upload_in_little_room();
    at.store.left = -1;
    if (!done) REQUIRE(at.upload_in_little_room());
    CHECK((at.stored() == whole()));
    CHECK(at.service.uploads().size() <= at.told);  // there may be one
    CHECK(at.parts_sent() <= parts + 1);
    CHECK(at.store.misused == 0);
    if (done) break;
  }
}

TEST_CASE("power that fails again and again: first before the upload has a name, then after as many units each time") {
  const bool aborts = GENERATE(false, true);
  for (long first = 4 + 2 * 9; first != 4 + 3 * 9; ++first) {
    for (long left = 41; left < 75; left += 4) {  // fewer do not reach a name
      INFO(first << ' ' << left);
      device at;
      at.store.garbles = first % 2 != 0;
      at.store.left = first;
      REQUIRE_FALSE(at.upload(aborts));
      int calls = 1;
      for (at.store.left = left; !at.upload(aborts); at.store.left = left) REQUIRE(++calls < 40);
      at.check_end(aborts);
      if (!aborts) CHECK(at.told == 1);
    }
  }
}

TEST_CASE("power that fails when an object is complete: another text of the same size is uploaded") {
  device at;
  at.store.left = (2 + 1 + parts) * 9 + given::flash<>::pages;  // up to the end
  REQUIRE_FALSE(at.upload(false));
  REQUIRE((at.stored() == whole()));
  at.store.left = -1;
  const std::string other(whole().size(), 'x');
  given::client oss{given::service, given::watched{at.service.transport(), &at.seen}, checkpoint{at.store}};
  auto bucket = oss.bucket("examplebucket");
  const auto done = bucket.resumable_upload("k", upcall::text{other}, {.part_size = part});
  REQUIRE(done);
  CHECK((at.stored() == other));
  CHECK(done->begun_anew);
  CHECK(done->parts_resumed == 0);
}

TEST_CASE("power that fails when an object is complete: the same one is found, and not sent again") {
  device at;
  at.store.left = (2 + 1 + parts) * 9 + given::flash<>::pages;
  REQUIRE_FALSE(at.upload(false));
  at.store.left = -1;
  REQUIRE(at.upload(false));
  CHECK(at.parts_sent() == parts);
  at.check_end(false);
}
