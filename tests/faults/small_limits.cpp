// SPDX-License-Identifier: Apache-2.0
// A device's uploads in workspaces of every size, from none to what it has: they succeed, or fail before anything is
// stored, and say that the workspace is too small.
#include "catch.hpp"
#include "support/service.hpp"
#include "support/sized_workspace.hpp"
#include <algorithm>
#include <functional>
#include <string>
#include <upcall/freestanding.hpp>

using upcall::fault;
using upcall::text;

namespace {

constexpr std::uint64_t part = 102'400;
const std::string large = given::bytes(part + 1);

inline constexpr upcall::callback on_upload{
    .url = "http://127.0.0.1:23450/done",
    .query = {{"user", "device"}},
    .body = "object=${object}&who=${x:who}",
    .variables = {{"x:who", "me"}},
};

// One upload by a device with a workspace of these sizes.
struct upload {
  given::sizes sizes;
  upcall::workspace<given::sized_limits> room{sizes};
  upcall::emulator service{given::service_settings()};
  given::watched::log seen = {};

  auto run(auto operation) {
    upcall::freestanding_client oss{given::service, given::credentials{}, given::watched{service.transport(), &seen},
                                    given::clock{}, upcall::borrowed_workspace{room}};
    auto bucket = oss.bucket("examplebucket");
    return operation(bucket);
  }

  auto put(std::string_view whole, const upcall::put_object_options& options = {}) {
    return run([&](auto& bucket) { return bucket.put_object("logs/1", text{whole}, options); });
  }
  auto in_parts(std::string_view whole, upcall::resumable_upload_options options = {}) {
    options.part_size = part;
    return run([&](auto& bucket) { return bucket.resumable_upload("logs/1", text{whole}, options); });
  }
  std::string stored() {
    given::client oss{given::service, service.transport()};
    upcall::testing::string_writer to;
    return oss.bucket("examplebucket").get_object("logs/1", to) ? to.text : "(none)";
  }
};

// The least of a size with which the upload succeeds, where all that is smaller fails as it should.
std::size_t least(std::size_t given::sizes::*which, std::string_view whole, auto operation) {
  const std::size_t most = given::sizes{}.*which;
  std::size_t enough = most + 1;
  // Every size up to the first that does, then some.
  for (std::size_t size = 0; size <= most; size += size < enough + 8 ? 1 : std::max<std::size_t>(most / 8, 1)) {
    INFO(size);
    given::sizes sizes;
    sizes.*which = size;
    upload one{sizes};
    const auto done = operation(one);
    if (done) {
      enough = std::min(enough, size);
      CHECK((one.stored() == whole));
    } else {
      CHECK(size < enough);
      CHECK(done.error().kind == fault::client);
      CHECK_FALSE(done.error().outcome_unknown);
      CHECK(done.error().message.view().find("workspace") != std::string_view::npos);
      CHECK(one.seen.lines.empty());
      CHECK(one.stored() == "(none)");
    }
    CHECK(one.service.uploads().empty());
  }
  return enough;
}

const upcall::callback at_run_time = on_upload;
const auto each_of = [](auto check) {
  const upcall::field_list about{{"unit", "celsius"}}, owner{{"x-oss-object-acl", "private"}};
  const auto with = [&](upcall::callback_option callback) {
    check("hello",
          [=](upload& one) { return one.put("hello", {.callback = callback, .metadata = about, .headers = owner}); });
    check(large, [=](upload& one) {
      return one.in_parts(large, {.callback = callback, .metadata = about, .headers = owner});
    });
  };
  with({});
  with(upcall::encoded<on_upload>);
  with(at_run_time);
};

}  // namespace

TEST_CASE("a head that is too small for the texts of a request") {
  each_of([](std::string_view whole, auto operation) {
    const std::size_t enough = least(&given::sizes::head, whole, operation);
    CHECK(enough > 100);
    CHECK(enough <= upcall::limits::small::head);
  });
}

TEST_CASE("room for too few headers") {
  each_of([](std::string_view whole, auto operation) {
    const std::size_t enough = least(&given::sizes::headers, whole, operation);
    CHECK(enough > 3);
    CHECK(enough <= upcall::limits::small::headers);
  });
}

TEST_CASE("room for too few parameters") {
  each_of([](std::string_view whole, auto operation) {
    CHECK(least(&given::sizes::parameters, whole, operation) == (whole == large ? 2 : 0));
  });
}

TEST_CASE("no answer of the service is too long, and one of the application is cut and said to be") {
  each_of([](std::string_view whole, auto operation) { CHECK(least(&given::sizes::answer, whole, operation) == 0); });
  const std::size_t length = std::string_view{"{\"Status\":\"OK\"}"}.size();
  for (std::size_t size = 0; size != 2 * length; ++size) {
    given::sizes sizes;
    sizes.answer = size;
    upload one{sizes};
    const auto done = one.put("hello", {.callback = upcall::encoded<on_upload>});
    REQUIRE(done);
    CHECK(done->answer_cut == (size < length));
    CHECK(done->answer_size == length);
  }
}

TEST_CASE("a refusal that does not fit says so, unless its code does") {
  bool cut = false, whole = false;
  for (std::size_t size = 0; size <= upcall::limits::small::answer; ++size) {
    given::sizes sizes;
    sizes.answer = size;
    upload one{sizes};
    one.service.faults().add("PUT:1:status=403");
    const auto refused = one.put("hello");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == fault::server);
    CHECK(refused.error().status == 403);
    if (refused.error().code.empty()) {
      CHECK(refused.error().message.view().starts_with("workspace: "));
      cut = true;
    } else {
      CHECK(refused.error().code == "AccessDenied");
      whole = true;
    }
  }
  CHECK(cut);
  CHECK(whole);
}
