// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/acting_transport.hpp"
#include "support/client.hpp"
#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <upcall/policies/callback_encoder/in_query.hpp>
#include <upcall/policies/executor/threads.hpp>
#include <upcall/policies/observer/log_lines.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/signer/v1_query.hpp>
#include <upcall/policies/signer/v4_query.hpp>
#include <upcall/policies/signer/v4_with_headers.hpp>
#include <upcall/testing/emulator.hpp>
#include <vector>

namespace {

using upcall::log_lines;
namespace event = upcall::event;

struct kept_lines {
  std::vector<std::string>* lines;
  void operator()(std::string_view line) const { lines->emplace_back(line); }
};

}  // namespace

TEST_CASE("lines go to the standard error, a file or a function") {
  STATIC_REQUIRE(std::is_same_v<decltype(log_lines{}), log_lines<>>);
  STATIC_REQUIRE(std::is_same_v<decltype(log_lines{stderr}), log_lines<>>);
  STATIC_REQUIRE(std::is_same_v<decltype(log_lines{kept_lines{}}), log_lines<kept_lines>>);
  auto write = [&](std::string_view) {};
  STATIC_REQUIRE(std::is_same_v<decltype(log_lines{write}), log_lines<decltype(write)>>);

  std::FILE* file = std::tmpfile();
  REQUIRE(file != nullptr);
  log_lines<>::state to_file{log_lines{file}};
  to_file.observe(event::warning{"b", "k", "one"});
  to_file.observe(event::warning{"b", "k", "two"});
  char read[200] = {};
  std::rewind(file);
  CHECK(std::string_view{read, std::fread(read, 1, sizeof read, file)} ==
        "upcall: warning b/k: one\nupcall: warning b/k: two\n");
  std::fclose(file);
}

TEST_CASE("what the function for lines throws is the line's loss") {
  int called = 0;
  auto write = [&](std::string_view) {
    if (++called % 2 == 1) throw std::runtime_error{"the disk is full"};
  };
  log_lines<decltype(write)>::state log{log_lines{write}};
  for (int i = 0; i != 4; ++i) CHECK_NOTHROW(log.observe(event::warning{"b", "k", "t"}));
  CHECK(called == 4);
}

TEST_CASE("threads write whole lines, one at a time") {
  std::vector<std::string> lines;
  log_lines<kept_lines>::state log{log_lines{kept_lines{&lines}}};
  std::vector<std::thread> threads;
  for (int i = 0; i != 4; ++i) {
    threads.emplace_back([&] {
      for (int each = 0; each != 100; ++each) log.observe(event::warning{"b", "k", "t"});
    });
  }
  for (std::thread& each : threads) each.join();
  CHECK(lines == std::vector<std::string>(400, "upcall: warning b/k: t\n"));
}

namespace {

// Every secret of a request, as it goes over the wire.
void add_secrets(std::vector<std::string>& to, const upcall::signed_request& request) {
  constexpr std::string_view headers =
      " authorization x-oss-security-token x-oss-callback x-oss-callback-var x-oss-meta-pin x-oss-tagging ";
  constexpr std::string_view parameters =
      " signature x-oss-signature ossaccesskeyid x-oss-credential security-token x-oss-security-token callback "
      "callback-var ";
  for (const auto& [name, value] : request.headers()) {
    if (!upcall::is_word_of(headers, name)) continue;
    to.emplace_back(value);
    if (name != "authorization") continue;
    const std::size_t equals = value.rfind('='), colon = value.find(':');
    to.emplace_back(value.substr(value.starts_with("OSS4") ? equals + 1 : colon + 1));
  }
  for (const upcall::field& each : request.message().parameters) {
    if (!upcall::is_word_of(parameters, each.name)) continue;
    to.emplace_back(each.value);
    to.push_back(upcall::testing::written([&](auto& text) { upcall::write_percent(text, each.value); }));
  }
}

// All calls, with everything that may hold a secret.
template <class Signer, class Encoder>
void call_everything(std::vector<std::string>& lines, std::vector<std::string>& secrets) {
  upcall::emulator_settings settings{
      .access_key_id = "MARK-id", .access_key_secret = "MARK-secret", .security_token = "MARK-token"};
  settings.callbacks = upcall::callback_reach::anywhere;
  settings.now = [] { return upcall::timestamp{1'700'000'000}; };
  settings.deliver = [](const upcall::testing::callback_post&) {
    return upcall::testing::callback_answer{.headers = {}, .body = "{\"token\":\"MARK-answer\"}"};
  };
  upcall::emulator service{settings};
  service.faults().add("PUT:3:status=503");
  service.faults().add("PUT:5:status=403");
  service.faults().add("PUT:7:cut=0");
  upcall::emulator_transport to = service.transport();
  auto send = [&](const upcall::signed_request& request, auto& from, upcall::response& answer) {
    add_secrets(secrets, request);
    return to.send(request, from, answer);
  };
  given::client oss{given::service,
                    upcall::fixed_credentials{"MARK-id", "MARK-secret", "MARK-token"},
                    given::acting_transport<decltype(send)>{&send},
                    Signer{},
                    Encoder{},
                    upcall::exponential_backoff{},
                    log_lines{kept_lines{&lines}}};
  const upcall::callback done{.url = "http://app.example.com/MARK-path",
                              .query = {{"key", "MARK-query"}},
                              .body = "u=${x:user}",
                              .variables = {{"x:user", "MARK-variable"}}};
  const upcall::field metadata[] = {{"pin", "MARK-metadata"}}, tags[] = {{"pin", "MARK-tag"}};
  const upcall::object_settings kept{.tagging = tags};
  auto bucket = oss.bucket("examplebucket");
  const std::string large = given::bytes(150'000);
  for (int i = 0; i != 4; ++i) {
    (void)bucket.put_object("small", upcall::text{"MARK-content"},
                            {.callback = done, .metadata = metadata, .settings = kept});
    (void)bucket.resumable_upload("large", upcall::text{large},
                                  {.callback = done, .metadata = metadata, .part_size = 102'400, .settings = kept});
  }
  (void)bucket.head_object("small");
  (void)bucket.get_object("small", [](std::string_view) {});
  (void)bucket.get_object("absent", [](std::string_view) {});
  (void)bucket.sweep("", {0});
  (void)bucket.delete_object("small");
}

}  // namespace

TEMPLATE_TEST_CASE("no secret is ever logged", "", upcall::sign_v4, upcall::sign_v1, upcall::sign_v4_query,
                   upcall::sign_v1_query, upcall::sign_v4_with_headers) {
  std::vector<std::string> lines, secrets;
  call_everything<TestType, upcall::callback_in_header>(lines, secrets);
  call_everything<TestType, upcall::callback_in_query>(lines, secrets);
  CHECK(lines.size() > 40);
  CHECK(secrets.size() > 40);
  const auto holds = [&](std::string_view text) {
    return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.find(text) != line.npos; });
  };
  for (const std::string& secret : secrets) {
    INFO(secret);
    REQUIRE(secret.size() > 5);
    CHECK_FALSE(holds(secret));
  }
  CHECK_FALSE(holds("MARK"));
  for (const char* seen : {"/small", "/large?partNumber=1&uploadId=", "status 503", "status 403", "wait "}) {
    INFO(seen);
    CHECK(holds(seen));
  }
}

TEST_CASE("an upload goes on whose log cannot be written") {
  upcall::emulator service;
  auto write = [](std::string_view) { throw std::runtime_error{"the disk is full"}; };
  given::client oss{given::service, service.transport(), upcall::threads<3>{}, log_lines{write}};
  const std::string large = given::bytes(250'000);
  const auto stored = oss.bucket("examplebucket").resumable_upload("k", upcall::text{large}, {.part_size = 102'400});
  REQUIRE(stored);
  CHECK(stored->parts == 3);
}

TEST_CASE("lanes of one upload write whole lines, and a server's text is one piece of them") {
  std::vector<std::string> lines;
  upcall::emulator service;
  given::client oss{given::service, service.transport(), upcall::threads<3>{}, log_lines{kept_lines{&lines}}};
  const std::string large = given::bytes(250'000);
  REQUIRE(oss.bucket("examplebucket").resumable_upload("k", upcall::text{large}, {.part_size = 102'400}));
  CHECK(lines.size() == 10);
  for (const std::string& line : lines) {
    CHECK(line.starts_with("upcall: "));
    CHECK(line.find('\n') == line.size() - 1);
  }

  lines.clear();
  given::client other{given::service,
                      upcall::recorded{{{.status = 403,
                                         .headers = {{"x-oss-request-id", "R\x1b[2J"}, {"etag", "\r\nupcall: forged"}},
                                         .body = "<Error><Code>A&#xa;[31m</Code><Message>no\nupcall: forged\xc2\x9b"
                                                 "1m</Message></Error>"}}},
                      log_lines{kept_lines{&lines}}};
  REQUIRE_FALSE(other.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  REQUIRE(lines.size() == 3);
  for (const std::string& line : lines) {
    CHECK(line.find('\n') == line.size() - 1);
    for (char c : line.substr(0, line.size() - 1)) CHECK((c >= ' ' && c <= '~'));
  }
  INFO(lines[2]);
  CHECK(lines[2].find(R"(status 403 A\x0a[31m: no\x0aupcall: forged\xc2\x9b1m)") != std::string::npos);
}
