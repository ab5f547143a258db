// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/authority.hpp"
#include <openssl/err.h>
#include <string>
#include <upcall/policies/transport/tls_own_certificate.hpp>
#include <upcall/policies/transport/tls_owned.hpp>

using upcall::detail::tls_owned;
using upcall::detail::tls_show;

TEST_CASE("a context shows the certificate and key of its files, or says what is wrong with them") {
  const given::authority made;
  const auto files = made.client("someone");
  const auto with = [](const std::string& certificate, const std::string& key) {
    const tls_owned<SSL_CTX> context{SSL_CTX_new(TLS_client_method())};
    const std::string wrong{tls_show(*context, certificate, key)};
    CHECK((SSL_CTX_check_private_key(context.get()) == 1) == (wrong.empty() && !certificate.empty()));
    ERR_clear_error();
    return wrong;
  };
  CHECK(with("", "").empty());
  CHECK(with(files.certificate, files.key).empty());
  CHECK(with(files.both, "").empty());
  CHECK(with("", files.key) == "TLS: there is a key_file, but no certificate_file");
  CHECK(with(files.key, files.key).starts_with("TLS: certificate_file is not there, or holds no certificate"));
  CHECK(with(files.certificate, files.key_with_password).starts_with("TLS: key_file is not there, or not"));
  CHECK(with(files.certificate, made.client("another").key).starts_with("TLS: key_file is not there, or not"));
}
