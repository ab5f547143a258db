// SPDX-License-Identifier: Apache-2.0
// Services that do not accept, do not read, do not answer, or go on answering: each wait ends, and says what it knows.
#include "catch.hpp"
#include "laws/time_limits.hpp"
#include <string>
#include <upcall/policies/transport/httplib.hpp>

using laws::late, laws::lost, laws::soon;
using upcall::httplib_transport;
using upcall::milliseconds;

namespace {

httplib_transport with(milliseconds connect, milliseconds read, milliseconds write) {
  return {.connect_timeout = connect, .read_timeout = read, .write_timeout = write};
}

}  // namespace

TEST_CASE("httplib_transport keeps to its time limits") { laws::time_limits(with); }

TEST_CASE("what httplib_transport says of a wait that was too long") {
  const given::listener service;
  const std::string content(64'000'000, 'x');
  given::client impatient{upcall::endpoint{service.url}, with(late, soon, soon)};
  auto bucket = impatient.bucket("examplebucket");
  CHECK(lost(bucket.put_object("k", upcall::text{"hello"})).message == "no answer came");
  CHECK(lost(bucket.put_object("k", upcall::text{content})).message == "the connection broke while the body was sent");
}

TEST_CASE("a service that speaks no TLS and waits ends the connecting") {
  const given::listener service;
  const std::string url = "https" + service.url.substr(4);
  given::client oss{upcall::endpoint{url}, with(soon, late, late)};
  const auto why = lost(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(why.message.view().starts_with("cannot connect"));
  CHECK_FALSE(why.outcome_unknown);
}
