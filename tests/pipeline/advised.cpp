// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <upcall/pipeline/advised.hpp>
#include <upcall/policies/callback_encoder/in_query.hpp>
#include <upcall/policies/callback_encoder/stored_policy.hpp>
#include <upcall/policies/errors/throwing.hpp>
#include <upcall/policies/workspace/borrowed.hpp>
#include <upcall/testing/emulator.hpp>

namespace {

using upcall::recorded;
using upcall::recorded_answer;

inline constexpr upcall::callback plain{.url = "http://app.example.com/done", .body = "object=${object}"};
inline constexpr upcall::callback tls{.url = "https://app.example.com/done", .body = "object=${object}"};
inline constexpr upcall::callback tls_named{
    .url = "https://app.example.com/done", .body = "object=${object}", .sni = true};
inline constexpr upcall::callback one_of_three{
    .url = {"http://a.example.com", "https://b.example.com", "c.example.com"}, .body = "object=${object}"};

constexpr std::string_view not_connected =
    "Error status : -1. OSS can not connect to your callbackUrl, please check it.";
constexpr std::string_view hint = " (for https behind a CDN, set .sni = true of the callback)";

recorded_answer failed(std::string_view message) {
  return {.status = 203,
          .headers = {{"ETag", "\"E\""}},
          .body = "<Error><Code>CallbackFailed</Code><Message>" + std::string{message} + "</Message></Error>"};
}

// What is thrown says, of a put, of Complete, and of an upload in parts.
std::string told_by(auto&& call) {
  try {
    call();
  } catch (const upcall::callback_error& e) {
    return e.what();
  }
  return "no callback_error";
}
std::string put(std::string_view message, const upcall::callback_option& callback, auto... policies) {
  given::client oss{given::service, recorded{{failed(message)}}, upcall::throwing{}, policies...};
  return told_by([&] { oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.callback = callback}); });
}
std::string complete(std::string_view message, const upcall::callback_option& callback) {
  given::client oss{given::service, recorded{{failed(message)}}, upcall::throwing{}};
  const upcall::stored_part part{1, 5, 0, {"\"P\""}};
  return told_by([&] { oss.bucket("examplebucket").complete_upload("k", "id", {&part, 1}, {.callback = callback}); });
}
std::string resumable(const upcall::callback_option& callback, std::size_t size) {
  upcall::emulator service;
  service.faults().add(size < 1000 ? "PUT:1:status=203" : "POST?uploadId:1:status=203");
  given::client oss{given::service, service.transport(), upcall::throwing{}};
  const std::string content = given::bytes(size);
  return told_by(
      [&] { oss.bucket("examplebucket").resumable_upload("k", upcall::text{content}, {.callback = callback}); });
}

}  // namespace

TEST_CASE("pains row 2: a failed callback over https says that SNI may help, and only where it may") {
  const upcall::callback later = tls, later_named = tls_named, later_plain = plain;
  struct {
    upcall::callback_option callback;
    bool may_help;
  } const callbacks[] = {{upcall::encoded<tls>, true},
                         {later, true},
                         {upcall::encoded<one_of_three>, true},
                         {upcall::encoded<tls_named>, false},
                         {later_named, false},
                         {upcall::encoded<plain>, false},
                         {later_plain, false}};
  struct {
    std::string_view message;
    bool may_help;
  } const messages[] = {{"Error status : 502.", true},
                        {not_connected, true},
                        {"Error status : -1.", true},
                        {"Error status : 500.", false},
                        {"Error status : 301.", false},
                        {"Error status : 400.", false},
                        {"Error status:-1 192.0.2.1:443 reply timeout, cost:5000ms, timeout:5000ms", false},
                        {"Error Status : 502.User server missing content-length.", false},
                        {"Response body is not valid json format.", false},
                        {"", false}};
  for (const auto& [callback, callback_may] : callbacks) {
    for (const auto& [message, message_may] : messages) {
      INFO(message);
      for (const std::string& what : {put(message, callback), complete(message, callback)}) {
        INFO(what);
        CHECK(what.starts_with("the object is stored"));
        CHECK(what.find(message) != std::string::npos);
        CHECK((what.find(hint) != std::string::npos) == (callback_may && message_may));
      }
    }
  }
}

TEST_CASE("the hint also comes where a callback goes in the query or was encoded by hand") {
  CHECK(put("Error status : 502.", upcall::encoded<tls>, upcall::callback_in_query{}).find(hint) != std::string::npos);
  CHECK(put("Error status : 502.", upcall::encoded<plain>, upcall::callback_in_query{}).find(hint) ==
        std::string::npos);
  // A policy of the bucket has a URL that is not known here.
  CHECK(put("Error status : 502.", upcall::callback{}, upcall::stored_callback_policy{"mine"}).find(hint) ==
        std::string::npos);
  given::client oss{given::service, recorded{{failed("Error status : 502.")}}};
  const upcall::field headers[] = {{"x-oss-callback", upcall::encoded<tls>.parameter}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.headers = headers});
  CHECK(out.error().message.view().ends_with(hint));
  CHECK(out.error().cause == upcall::callback_cause::error_status);
}

TEST_CASE("an upload in parts has the same hint, and so has one that goes as a put") {
  for (const std::size_t size : {std::size_t{10}, std::size_t{20} << 20}) {
    CHECK(resumable(upcall::encoded<tls>, size).find("Error status : 502." + std::string{hint}) != std::string::npos);
    CHECK(resumable(upcall::encoded<tls_named>, size).find("Error status : 502. [") != std::string::npos);
    CHECK(resumable(upcall::encoded<plain>, size).find("Error status : 502. [") != std::string::npos);
  }
}

TEST_CASE("a device is left to look at the message itself") {
  upcall::workspace<upcall::limits::small> room;
  CHECK(put("Error status : 502.", upcall::encoded<tls>, upcall::borrowed_workspace{room}).find(hint) ==
        std::string::npos);
}

TEST_CASE("pains row 12: who is refused for a private address is told what to do") {
  upcall::emulator service{{.callbacks = upcall::callback_reach::public_addresses}};
  given::client oss{given::service, service.transport(), upcall::throwing{}};
  const upcall::callback here{.url = "http://192.168.0.7:8080/done", .body = "object=${object}"};
  const std::string advice = " (give .url of the callback a public address, or test with upcall::emulator)";
  try {
    oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.callback = here});
    FAIL("was not refused");
  } catch (const upcall::server_error& e) {
    CHECK(e.message() == "Private address is forbidden to callback." + advice);
    CHECK(e.ec() == "0007-00000008");
  }
  for (const auto& [status, ec] : {std::pair{400, "0007-00000004"}, {403, "0007-00000008"}, {500, "0007-00000008"}}) {
    given::client other{given::service, recorded{{{.status = status,
                                                   .headers = {{"x-oss-ec", ec}},
                                                   .body = "<Error><Code>C</Code><Message>m</Message></Error>"}}}};
    CHECK(other.bucket("examplebucket").delete_object("k").error().message == "m");
  }
}
