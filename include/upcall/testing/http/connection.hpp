// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/http/reader.hpp>
#include <upcall/testing/http/response_head.hpp>
#include <upcall/testing/http/socket.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::testing {

using http_handler = std::function<http_response(http_request&)>;

// The server's side of one connection, over a tcp_socket or what stands for one: request after request, each handed on
// as it came.
template <class Socket>
class http_connection {
 public:
  http_connection(Socket& socket, const http_handler& handler) : socket_(socket), reader_(socket), handler_(handler) {}

  void serve() {
    while (one()) {
    }
    socket_.finish();
  }

 private:
  // Whether the connection goes on.
  bool one() {
    const auto head = reader_.read_head();
    if (!head) return reader_.malformed() && refuse();
    http_request request;
    bool goes_on = true;
    if (!read_first_line(head->first_line, request, goes_on)) return refuse();
    request.headers = head->headers;
    request.peer = socket_.peer();
    if (!read_framing(request) || (request.chunked && !knows_chunks(head->first_line))) return refuse();
    if (equal_ignoring_case(request.headers.get("connection"), "close")) goes_on = false;
    if (equal_ignoring_case(request.headers.get("connection"), "keep-alive")) goes_on = true;

    using body_reader = http_body_reader<Socket>;
    body_reader body =
        request.chunked ? body_reader::chunks(reader_) : body_reader{reader_, request.content_length.value_or(0)};
    bool waits = equal_ignoring_case(request.headers.get("expect"), "100-continue") && !body.ended();
    request.read = [&](std::span<char> into) -> std::optional<std::size_t> {
      if (std::exchange(waits, false) && !socket_.write("HTTP/1.1 100 Continue\r\n\r\n")) return {};
      return body.read(into);
    };
    http_response response;
    try {
      response = handler_(request);
    } catch (const std::exception& problem) {
      response = {};
      response.status = 500;
      response.body = problem.what();
    }
    // What the handler left unread is read here, so that the next request is found and the answer is not lost to a
    // reset; a client that waits for leave to send its body may never send it.
    if (waits) goes_on = false;
    if (!waits && !drain(body)) goes_on = false;
    return answer(response, goes_on) && goes_on;
  }

  static bool read_first_line(std::string_view line, http_request& request, bool& keeps_alive) {
    const std::size_t first = line.find(' '), last = line.rfind(' ');
    if (first == line.npos || first == 0 || last == first) return false;
    request.method = part(line, 0, first);
    request.target = part(line, first + 1, last - first - 1);
    const std::string_view version = part(line, last + 1);
    keeps_alive = version == "HTTP/1.1";
    return (version == "HTTP/1.1" || version == "HTTP/1.0") && request.target.find(' ') == std::string::npos;
  }

  // HTTP/1.0 has no chunks (RFC 9112 §6.1).
  static bool knows_chunks(std::string_view first_line) { return !first_line.ends_with("HTTP/1.0"); }

  // How the body ends; two answers to that are none (RFC 9112 §6.3).
  static bool read_framing(http_request& request) {
    const auto& headers = request.headers;
    if (headers.count("host") > 1 || headers.count("content-length") > 1 || headers.count("transfer-encoding") > 1)
      return false;
    if (const std::string* length = headers.find("content-length")) {
      request.content_length = read_decimal(*length);
      if (!request.content_length) return false;
    }
    if (const std::string* coding = headers.find("transfer-encoding")) {
      if (!equal_ignoring_case(*coding, "chunked") || request.content_length) return false;
      request.chunked = true;
    }
    return true;
  }

  bool drain(http_body_reader<Socket>& body) {
    while (!body.ended()) {
      if (!body.read(piece_)) return false;
    }
    return true;
  }

  bool refuse() {
    http_response response;
    response.status = 400;
    answer(response, false);
    return false;
  }

  bool answer(const http_response& response, bool goes_on) {
    left_ = response.cut_after;
    std::string head = response_head(response, goes_on);
    const bool has_body = sends_body(response);
    if (has_body && !response.stream) head += response.body;
    if (!write(head)) return false;
    if (!has_body || !response.stream) return !left_;
    for (std::uint64_t left = response.stream_size; left != 0;) {
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, sizeof piece_));
      if (response.stream({piece_, wanted}) != wanted || !write({piece_, wanted})) return false;
      left -= wanted;
    }
    return !left_;
  }

  // False: the connection is gone, or is to be cut here.
  bool write(std::string_view text) {
    if (!left_) return socket_.write(text);
    const std::string_view allowed =
        part(text, 0, static_cast<std::size_t>(std::min<std::uint64_t>(*left_, text.size())));
    *left_ -= allowed.size();
    return socket_.write(allowed) && allowed.size() == text.size();
  }

  Socket& socket_;
  http_reader<Socket> reader_;
  const http_handler& handler_;
  std::optional<std::uint64_t> left_ = {};
  char piece_[64 * 1024];
};

}  // namespace upcall::testing
