// SPDX-License-Identifier: Apache-2.0
// TLS of httplib_transport: which services it speaks to and which it refuses.
#include "laws/tls.hpp"
#include <string>
#include <upcall/policies/transport/httplib.hpp>

namespace {

struct by_httplib {
  static constexpr bool changes_answer_headers = true;  // see httplib.cpp
  static upcall::httplib_transport transport(const std::string& ca_file) { return {.ca_file = ca_file}; }
};

}  // namespace

TEST_CASE("httplib_transport keeps the laws over TLS") { laws::tls<by_httplib>(); }
