// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/policies/transport/tls_owned.hpp>

using upcall::detail::tls_owned;

// Whether all of it is freed is the leak sanitizer's to say.
TEST_CASE("what is OpenSSL's has one owner, of a pointer's size") {
  const tls_owned<SSL_CTX> context{SSL_CTX_new(TLS_client_method())};
  REQUIRE(context);
  const tls_owned<SSL> connection{SSL_new(context.get())};
  const tls_owned<SSL_SESSION> session{SSL_SESSION_new()};
  const tls_owned<BIO_METHOD> method{BIO_meth_new(BIO_TYPE_SOURCE_SINK, "a test's")};
  CHECK(connection);
  CHECK(session);
  CHECK(method);
  STATIC_REQUIRE(sizeof(tls_owned<SSL>) == sizeof(SSL*));
  STATIC_REQUIRE(!std::is_copy_constructible_v<tls_owned<SSL>>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<tls_owned<SSL>>);
}
