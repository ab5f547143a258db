// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <upcall/operations/add_callback.hpp>

namespace {

inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};

// A request that is about to be signed.
struct about_to_be_signed {
  upcall::workspace<upcall::limits::hosted> room;
  upcall::failure why = {};
  upcall::exchange at{room, why};
  upcall::no_body none = {};
  upcall::sending<upcall::no_body> request{at, none};

  bool add(const upcall::callback_option& callback) {
    upcall::endpoint where = given::service;
    upcall::recorded service;
    upcall::policy_set<upcall::client_roles, given::policies, upcall::endpoint, upcall::recorded> with{where, service};
    return add_callback(with, upcall::prepared{request}, callback);
  }
};

}  // namespace

TEST_CASE("a callback goes into the request, which from then on is one with a callback") {
  about_to_be_signed to;
  CHECK(to.add(upcall::encoded<on_upload>));
  CHECK(to.request.with_callback);
  CHECK(to.at.message.headers.find("x-oss-callback") != nullptr);
}

TEST_CASE("one that the caller has put into a header counts, too") {
  about_to_be_signed to;
  CHECK(to.add({}));
  CHECK_FALSE(to.request.with_callback);
  to.at.message.headers.set("x-oss-callback", "e30=");
  CHECK(to.add({}));
  CHECK(to.request.with_callback);
}

TEST_CASE("a wrong one is told") {
  about_to_be_signed to;
  const upcall::callback wrong{.url = "http://app.example.com/?a=b", .body = "object=${object}"};
  CHECK_FALSE(to.add(wrong));
  CHECK(to.why.kind == upcall::fault::client);
  CHECK(to.why.message.view().starts_with("callback: "));
}
