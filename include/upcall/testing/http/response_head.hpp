// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/http/status.hpp>

namespace upcall::testing {

inline bool sends_body(const http_response& response) { return !response.without_body && response.status != 204; }

// What goes before the body: the status line, the headers, the empty line.
inline std::string response_head(const http_response& response, bool connection_goes_on) {
  std::string head =
      "HTTP/1.1 " + std::to_string(response.status) + ' ' + std::string{reason_phrase(response.status)} + "\r\n";
  for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
  if (response.status != 204 && !response.headers.find("content-length"))
    head += "Content-Length: " + std::to_string(response.size()) + "\r\n";
  return head + (connection_goes_on ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
}

}  // namespace upcall::testing
