// SPDX-License-Identifier: Apache-2.0
#include "laws/tls.hpp"
#include <string>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/tls.hpp>

using upcall::posix_socket;
using upcall::tls;

namespace {

using over_tls = upcall::http1_transport<tls<posix_socket>>;

struct by_tls {
  static constexpr bool changes_answer_headers = false;
  static over_tls transport(const std::string& ca_file) { return {.stream = {.ca_file = ca_file}}; }
};

}  // namespace

TEST_CASE("tls keeps the laws over TLS") { laws::tls<by_tls>(); }
