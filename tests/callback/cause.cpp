// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <set>
#include <string_view>
#include <upcall/callback/cause.hpp>

namespace {

using upcall::callback_cause;
using upcall::cause_of;
using enum callback_cause;

static_assert(cause_of("Error status : 502.") == error_status);

}  // namespace

TEST_CASE("the messages that are documented or were seen") {
  struct known {
    std::string_view message;
    callback_cause cause;
  };
  for (const auto& [message, cause] : {
           known{"Error status : 301.", error_status},
           {"Error status : 400.", error_status},
           {"error status:404", error_status},
           {"Error status : -1. OSS can not connect to your callbackUrl, please check it.", cannot_connect},
           {"Error status : -1.OSS can not connect to your callbackUrl, please check it.", cannot_connect},
           {"OSS cannot connect to your callbackUrl", cannot_connect},
           {"Error status : -1.", cannot_connect},
           {"Error status:-1 192.0.2.1:80 reply timeout, cost:5000ms, timeout:5000ms (err -4, errno 0)", timed_out},
           {"error status:-1 192.0.2.1:80 reply timeout, cost: 5000 MS", timed_out},
           {"Cost too long time.", timed_out},
           {"Response body is not valid json format.", invalid_json},
           {"  response body is not valid JSON format", invalid_json},
           {"Too many callback requests.", too_many_requests},
           {"Get image info failed.", image_info_failed},
           {"Error Status : 400.User server missing content-length.", missing_content_length},
           {"Error Status : 400. User server return too long content-length value.", content_length_too_long},
           {"Error Status : 400.User server return invalid conent-length value.", invalid_content_length},
           {"Error Status : 400.User server return invalid content-length value.", invalid_content_length},
           {"Something new.", unknown},
           {"", unknown},
       }) {
    INFO(message);
    CHECK(cause_of(message) == cause);
  }
}

TEST_CASE("the code helps where the message does not") {
  CHECK(cause_of("", "0007-00000202") == timed_out);
  CHECK(cause_of("?", "0007-00000203") == error_status);
  CHECK(cause_of("", "0007-00000205") == invalid_json);
  CHECK(cause_of("", "0007-00000999") == unknown);
  CHECK(cause_of("OSS can not connect to your callbackUrl", "0007-00000203") == cannot_connect);
}

TEST_CASE("each cause has its own advice") {
  std::set<std::string_view> sentences;
  for (int i = 0; i <= static_cast<int>(invalid_content_length); ++i) {
    const auto sentence = upcall::advice(static_cast<callback_cause>(i));
    CHECK_FALSE(sentence.empty());
    sentences.insert(sentence);
  }
  CHECK(sentences.size() == 10);
  CHECK(upcall::advice(cannot_connect).find(".sni = true") != std::string_view::npos);
}
