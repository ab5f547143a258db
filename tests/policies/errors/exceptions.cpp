// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <type_traits>
#include <upcall/policies/errors/exceptions.hpp>

using upcall::failure;
using upcall::fault;

namespace {

template <class Error, class Base>
constexpr bool is_a = std::is_convertible_v<Error*, Base*>;
static_assert(is_a<upcall::error, std::runtime_error>);
static_assert(is_a<upcall::client_error, upcall::error> && is_a<upcall::file_inconsistent_error, upcall::client_error>);
static_assert(is_a<upcall::cancelled_error, upcall::client_error>);
static_assert(is_a<upcall::transport_error, upcall::error> && is_a<upcall::crc_inconsistent_error, upcall::error>);
static_assert(is_a<upcall::server_error, upcall::error> && is_a<upcall::callback_error, upcall::server_error>);
static_assert(!is_a<upcall::transport_error, upcall::server_error> &&
              !is_a<upcall::crc_inconsistent_error, upcall::server_error>);

// Kept after its cause is gone.
template <class Error>
Error kept(const failure& why) {
  const std::string bucket{"examplebucket"}, key{"files/hello"};
  return Error{why, {bucket, key}};
}

failure of_a_callback() {
  failure why{fault::callback, "Error status : 502.", 203};
  why.code.append("CallbackFailed");
  why.request_id.append("5C3D9175B6FC201293AD0000");
  why.ec.append("0007-00000203");
  why.cause = upcall::callback_cause::error_status;
  why.stored.known = true;
  why.stored.size = 5;
  why.stored.has_crc64 = true;
  why.stored.crc64 = 11051210869376104954u;
  why.stored.etag.append("\"5D41\"");
  why.stored.version_id.append("fakeVersion");
  return why;
}

}  // namespace

TEST_CASE("a callback error carries what is stored and why the callback failed") {
  const auto thrown = kept<upcall::callback_error>(of_a_callback());
  CHECK(thrown.bucket() == "examplebucket");
  CHECK(thrown.key() == "files/hello");
  CHECK(thrown.status() == 203);
  CHECK(thrown.code() == "CallbackFailed");
  CHECK(thrown.message() == "Error status : 502.");
  CHECK(thrown.ec() == "0007-00000203");
  CHECK(thrown.request_id() == "5C3D9175B6FC201293AD0000");
  CHECK(thrown.cause() == upcall::callback_cause::error_status);
  CHECK(thrown.size() == 5);
  CHECK(thrown.crc64() == 11051210869376104954u);
  CHECK(thrown.etag() == "\"5D41\"");
  CHECK(thrown.version_id() == "fakeVersion");
  CHECK(std::string{thrown.what()} ==
        "the object is stored, but its callback failed: CallbackFailed: Error status : 502. "
        "[examplebucket/files/hello, status 203, "
        "request id 5C3D9175B6FC201293AD0000, EC 0007-00000203]");
}

TEST_CASE("a server error carries what the service said") {
  failure why{fault::server, "The specified bucket does not exist.", 404};
  why.code.append("NoSuchBucket");
  why.request_id.append("R");
  const auto thrown = kept<upcall::server_error>(why);
  CHECK(thrown.status() == 404);
  CHECK(thrown.code() == "NoSuchBucket");
  CHECK(thrown.request_id() == "R");
  CHECK(thrown.ec().empty());
  CHECK(std::string{thrown.what()} ==
        "NoSuchBucket: The specified bucket does not exist. [examplebucket/files/hello, status 404, request id R]");
}

TEST_CASE("a transport error says whether the outcome is unknown") {
  failure why{fault::transport, "no answer came"};
  CHECK_FALSE(kept<upcall::transport_error>(why).outcome_unknown());
  why.outcome_unknown = true;
  CHECK(kept<upcall::transport_error>(why).outcome_unknown());
  CHECK(std::string{kept<upcall::transport_error>(why).what()} == "no answer came [examplebucket/files/hello]");
}

TEST_CASE("an error keeps the whole failure") {
  const auto thrown = kept<upcall::crc_inconsistent_error>(of_a_callback());
  CHECK(thrown.why().stored.known);
  CHECK(thrown.why().stored.crc64 == 11051210869376104954u);
  CHECK(thrown.why().status == 203);
}

TEST_CASE("what() is one line that moves no terminal's cursor, whatever a key or a service's words hold") {
  failure why{fault::server, "no\r\nway\x1b[2J", 403};
  why.code.append("Access\nDenied");
  why.request_id.append("R\t1");
  why.ec.append("0\b1");
  const upcall::server_error thrown{why, {"examplebucket", "\x1b[31mred\x7f/\xe6\x96\x87\\"}};
  CHECK(
      std::string{thrown.what()} ==
      "Access\\x0aDenied: no\\x0d\\x0away\\x1b[2J [examplebucket/\\x1b[31mred\\x7f/\xe6\x96\x87\\, status 403, request "
      "id R\\x091, EC 0\\x081]");
  CHECK(thrown.message() == "no\r\nway\x1b[2J");
  CHECK(thrown.key() == "\x1b[31mred\x7f/\xe6\x96\x87\\");
}
