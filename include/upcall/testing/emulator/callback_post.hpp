// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <upcall/testing/http/message.hpp>

namespace upcall::testing {

// A callback on its way to an application server.
struct callback_post {
  std::string url = {};   // as it was given
  std::string host = {};  // where to connect to
  std::uint16_t port = 80;
  bool tls = false;
  std::string target = {};
  http_headers headers = {};
  std::string body = {};
};

// What became of it: the application's answer, or that none came.
struct callback_answer {
  enum class outcome : unsigned char { answered, cannot_connect, timed_out };

  outcome what = outcome::answered;
  int status = 200;
  http_headers headers = {};  // Content-Length is told by the body when it is not among them
  std::string body = {};
};

}  // namespace upcall::testing
