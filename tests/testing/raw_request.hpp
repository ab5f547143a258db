// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <upcall/testing/http/message.hpp>
#include <utility>
#include <vector>

using header_lines = std::vector<std::pair<std::string, std::string>>;

// A request as it would come over the wire, its body given as a text.
inline upcall::testing::http_request raw_request(std::string method, std::string target,
                                                 const header_lines& headers = {}, std::string body = {}) {
  upcall::testing::http_request made;
  made.method = std::move(method);
  made.target = std::move(target);
  made.headers.add("Host", "localhost:1");
  for (const auto& [name, value] : headers) made.headers.set(name, value);
  if (made.method == "PUT" || !body.empty()) made.content_length = body.size();
  made.read = [body = std::move(body), at = std::size_t{0}](std::span<char> into) mutable {
    const std::size_t count = std::min(into.size(), body.size() - at);
    std::memcpy(into.data(), body.data() + at, count);
    at += count;
    return std::optional{count};
  };
  return made;
}

// The body of an answer, streamed or not.
inline std::string whole_body(const upcall::testing::http_response& answer) {
  if (!answer.stream) return answer.body;
  std::string out(answer.stream_size, '\0');
  answer.stream(out);
  return out;
}

// The text of an element of an XML document, as it stands there.
inline std::string element(std::string_view document, const std::string& name) {
  const std::size_t begin = document.find('<' + name + '>');
  if (begin == document.npos) return "(none)";
  const std::size_t from = begin + name.size() + 2;
  return std::string{document.substr(from, document.find("</" + name + '>') - from)};
}
