// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/transport/httplib_failure.hpp>

using httplib::Error;
using upcall::failure;
using upcall::fault;
using upcall::detail::httplib_failure;

TEST_CASE("what cpp-httplib gives up before a request is sent has done nothing") {
  for (const Error error : {Error::Connection, Error::BindIPAddress, Error::ConnectionTimeout, Error::SSLConnection,
                            Error::SSLLoadingCerts, Error::SSLServerVerification}) {
    const failure why = httplib_failure(error, 0, true);
    CHECK(why.kind == fault::transport);
    CHECK_FALSE(why.outcome_unknown);
    CHECK(why.message.view().starts_with("c") == (error != Error::SSLServerVerification));
  }
  CHECK(upcall::detail::is_about_certificate(Error::SSLServerVerification));
  CHECK_FALSE(upcall::detail::is_about_certificate(Error::SSLConnection));
}

TEST_CASE("what became of a request that cpp-httplib gave up depends on how far it got") {
  CHECK(httplib_failure(Error::Read, 0, true).message.view() == "no answer came");
  CHECK(httplib_failure(Error::Read, 0, true).outcome_unknown);
  CHECK(httplib_failure(Error::Write, 0, false).message.view() == "the connection broke while the body was sent");
  CHECK_FALSE(httplib_failure(Error::Write, 0, false).outcome_unknown);
  CHECK(httplib_failure(Error::Canceled, 200, true).message.view() == "the answer ended before it was whole");
  CHECK(httplib_failure(Error::Canceled, 200, false).outcome_unknown);
}

TEST_CASE("that a deadline has passed changes the words alone") {
  const auto told = [](Error error, int status, bool whole) {
    failure why = httplib_failure(error, status, whole);
    const bool unknown = why.outcome_unknown;
    upcall::detail::tell_deadline_in_exchange(why, error, status);
    CHECK(why.kind == fault::transport);
    CHECK(why.outcome_unknown == unknown);
    return why.message;
  };
  CHECK(told(Error::Connection, 0, true).view() == upcall::detail::deadline_in_connecting);
  CHECK(told(Error::SSLConnection, 0, true).view() == upcall::detail::deadline_in_tls);
  CHECK(told(Error::Write, 0, false).view() == upcall::detail::deadline_in_request);
  CHECK(told(Error::Read, 0, true).view() == upcall::detail::deadline_before_answer);
  CHECK(told(Error::Read, 200, true).view() == upcall::detail::deadline_in_answer);
}

TEST_CASE("the fault of a certificate is told where cpp-httplib tells it") {
  struct old_client {
    long result;
    long get_openssl_verify_result() const { return result; }
  };
  struct new_client {};
  const auto told = [](auto client) {
    failure why{fault::transport, "refused"};
    upcall::detail::tell_certificate(why, client);
    return why.message;
  };
  CHECK(told(old_client{X509_V_ERR_CERT_HAS_EXPIRED}).view() == "refused: certificate has expired");
  CHECK(told(old_client{X509_V_OK}).view() == "refused");
  CHECK(told(new_client{}).view() == "refused");
}
