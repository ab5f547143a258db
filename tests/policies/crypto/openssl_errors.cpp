// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/crypto/openssl_errors.hpp>

using upcall::detail::openssl_errors_dropped;

namespace {

void fail(int reason) { ERR_raise(ERR_LIB_USER, reason); }

}  // namespace

TEST_CASE("errors that come while it stands are dropped, those before it stay") {
  ERR_clear_error();
  {
    const openssl_errors_dropped quietly;
    fail(1);
    fail(2);
  }
  CHECK(ERR_peek_error() == 0);

  fail(3);
  {
    const openssl_errors_dropped quietly;
    fail(4);
    {
      const openssl_errors_dropped inner;
      fail(5);
    }
    CHECK(ERR_GET_REASON(ERR_peek_last_error()) == 4);
  }
  CHECK(ERR_GET_REASON(ERR_get_error()) == 3);
  CHECK(ERR_get_error() == 0);
}
