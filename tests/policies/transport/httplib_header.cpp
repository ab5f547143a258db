// SPDX-License-Identifier: Apache-2.0
// What is said where something is missing: tests/compile_fail/httplib_*.cpp.
#include "catch.hpp"
#include <string_view>
#include <upcall/policies/transport/httplib_header.hpp>

#ifndef UPCALL_HTTPLIB
#error "the cpp-httplib of these tests has all that is needed"
#endif

TEST_CASE("cpp-httplib's version and TLS are those that it was built with") {
  CHECK_FALSE(std::string_view{CPPHTTPLIB_VERSION}.empty());
  CHECK(httplib::SSLClient{"127.0.0.1", 1}.ssl_context() != nullptr);
}
