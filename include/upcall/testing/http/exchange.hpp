// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/http/reader.hpp>
#include <upcall/testing/http/socket.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::testing {

// "HTTP/1.1 200 OK"
inline std::optional<int> read_status(std::string_view first_line) {
  if (!first_line.starts_with("HTTP/1.")) return {};
  const auto status = read_decimal(part(first_line, 9, 3));
  if (part(first_line, 8, 1) != " " || !status || *status < 100) return {};
  return static_cast<int>(*status);
}

// One request over a connection of its own, and the answer as it came; nothing when it did not come whole by the
// deadline. A body without a Content-Length is not read, one longer than `most` is cut there. Redirects are not
// followed.
template <class Stream>
std::optional<http_response> http_exchange(Stream& stream, const std::string& head, std::string_view body,
                                           std::size_t most, deadline until) {
  if (!stream.write(head, until) || !stream.write(body, until)) return {};
  http_reader<Stream> reader{stream, until};
  http_response answer;
  for (;;) {
    const auto read = reader.read_head();
    const auto status = read ? read_status(read->first_line) : std::optional<int>{};
    if (!status) return {};
    answer.status = *status;
    answer.headers = read->headers;
    if (*status / 100 != 1) break;  // 100 Continue and the like come before the answer
  }
  const auto length = read_decimal(answer.headers.get("content-length"));
  const std::uint64_t wanted = std::min<std::uint64_t>(length.value_or(0), most);
  char piece[16 * 1024];
  while (answer.body.size() != wanted) {
    const auto count = reader.read_some(
        {piece, static_cast<std::size_t>(std::min<std::uint64_t>(sizeof piece, wanted - answer.body.size()))});
    if (!count || *count == 0) return {};
    answer.body.append(piece, *count);
  }
  return answer;
}

}  // namespace upcall::testing
