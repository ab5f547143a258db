// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <upcall/testing/http/message.hpp>

namespace upcall::testing {

// What stands beside a status in an answer's first line (RFC 9110 §15).
constexpr std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 203: return "Non-Authoritative Information";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 416: return "Range Not Satisfiable";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "Status";
  }
}

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
