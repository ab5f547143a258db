// SPDX-License-Identifier: Apache-2.0
// Answers that are lost, cut or wrong, against the service in process: what is stored, and how often the application
// server is told.
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/failing.hpp>

using upcall::breaking;
using upcall::exponential_backoff;
using upcall::failing;
using upcall::fault;

namespace {

inline constexpr upcall::callback on_upload{.url = "http://127.0.0.1/done", .body = "object=${object}&size=${size}"};

// The service, and an application server that counts.
struct told {
  int times = 0;
  std::string body = {};
  upcall::emulator service{settings()};

  upcall::emulator_settings settings() {
    upcall::emulator_settings out;
    out.access_key_id = given::key_id;
    out.access_key_secret = given::secret;
    out.now = [] { return given::clock{}.now(); };
    out.deliver = [this](const upcall::testing::callback_post& post) {
      ++times;
      body = post.body;
      return upcall::testing::callback_answer{.status = 200, .body = "{\"Status\":\"OK\"}"};
    };
    return out;
  }
  bool stored() { return service.objects().open("examplebucket", "k") != nullptr; }
};

constexpr upcall::endpoint here{"http://127.0.0.1"};
auto put(auto& client) {
  return client.bucket("examplebucket")
      .put_object("k", upcall::text{"hello"}, {.callback = upcall::encoded<on_upload>});
}

}  // namespace

TEST_CASE("a put with a callback, wherever it breaks: stored is told as stored, and the application once") {
  for (breaking where : {breaking::before_sending, breaking::in_body, breaking::before_answer, breaking::in_answer}) {
    for (int at = 0; at != 3; ++at) {
      INFO("broken at call " << at << ", " << static_cast<int>(where));
      told app;
      given::client oss{here, failing{app.service.transport(), at, where}, exponential_backoff{}};
      const auto out = put(oss);
      CHECK(app.stored());
      CHECK(app.times == 1);
      CHECK(app.body == "object=k&size=5");
      const bool arrived = where == breaking::before_answer || where == breaking::in_answer;
      if (at == 1 && arrived) {
        REQUIRE_FALSE(out);
        CHECK(out.error().outcome_unknown);
        CHECK(out.error().stored.known);
        CHECK(out.error().stored.size == 5);
        CHECK(out.error().stored.crc64 == oss.bucket("examplebucket").head_object("k")->crc64);
      } else {
        REQUIRE(out);
        CHECK(out->answer == "{\"Status\":\"OK\"}");
      }
    }
  }
}

TEST_CASE("answers of the service that are cut, at any byte") {
  for (int cut = 0; cut < 400; cut += 7) {
    INFO(cut);
    told app;
    app.service.faults().add("PUT:1:cut=" + std::to_string(cut));
    given::client oss{here, app.service.transport(), exponential_backoff{}};
    const auto out = put(oss);
    CHECK(app.times == 1);
    CHECK(app.stored());
    if (out) {
      CHECK(out->answer == "{\"Status\":\"OK\"}");
      CHECK(cut > 100);
    } else {
      CHECK(out.error().stored.known);
    }
  }
}

TEST_CASE("a service that is busy, then not") {
  for (const char* status : {"500", "503", "429"}) {
    told app;
    app.service.faults().add(std::string{"PUT:1:status="} + status);
    app.service.faults().add(std::string{"PUT:2:status="} + status);
    given::client oss{here, app.service.transport(), exponential_backoff{}};
    CHECK(put(oss));
    CHECK(app.times == 1);
  }
}

TEST_CASE("a checksum that is wrong once, and one that stays wrong") {
  told app;
  app.service.faults().add("PUT:1:crc");
  given::client oss{here, app.service.transport(), exponential_backoff{}};
  CHECK(put(oss));
  app.service.faults().clear();
  app.service.faults().add("PUT:*:crc");
  const auto out = put(oss);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::crc_inconsistent);
}
