// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/profiles/program.hpp>

namespace {

struct nothing_sent {
  using role = upcall::role::transport;
  upcall::result<upcall::nothing> send(const upcall::signed_request&, upcall::body auto&, upcall::response&) {
    return upcall::transport_failure("nothing is sent", false);
  }
};

}  // namespace

TEST_CASE("a program's client has a default for everything but the transport, which a profile adds") {
  upcall::endpoint service{"https://oss-cn-hangzhou.aliyuncs.com"};
  upcall::fixed_credentials credentials{"fake-id", "fake-secret"};
  upcall::no_retry once;
  upcall::basic_client<upcall::program<nothing_sent>, upcall::endpoint, upcall::fixed_credentials, upcall::no_retry>
      least{service, credentials, once};
  auto bucket = least.bucket("examplebucket");
  CHECK_THROWS_AS(bucket.put_object("k", upcall::text{"hello"}), upcall::error);
}
