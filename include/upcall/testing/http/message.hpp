// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/text/ascii.hpp>
#include <vector>

namespace upcall::testing {

// A header line: the name as it was written, the value byte for byte but for the blanks around it.
struct http_header {
  std::string name, value;
};

class http_headers {
 public:
  void add(std::string_view name, std::string_view value) { lines_.push_back({std::string{name}, std::string{value}}); }
  void set(std::string_view name, std::string_view value) {
    std::erase_if(lines_, [name](const http_header& each) { return equal_ignoring_case(each.name, name); });
    add(name, value);
  }
  // The first line of this name, or nothing.
  const std::string* find(std::string_view name) const {
    for (const http_header& each : lines_) {
      if (equal_ignoring_case(each.name, name)) return &each.value;
    }
    return nullptr;
  }
  std::string_view get(std::string_view name) const {
    const std::string* value = find(name);
    return value ? std::string_view{*value} : std::string_view{};
  }
  std::size_t count(std::string_view name) const {
    std::size_t n = 0;
    for (const http_header& each : lines_) n += equal_ignoring_case(each.name, name);
    return n;
  }
  auto begin() const { return lines_.begin(); }
  auto end() const { return lines_.end(); }
  std::size_t size() const { return lines_.size(); }

 private:
  std::vector<http_header> lines_;
};

// Reads on in a message's body: how many bytes came, 0 at its end, nothing when the far end broke off before that.
using read_body = std::function<std::optional<std::size_t>(std::span<char>)>;

// A request as it came, nothing decoded.
struct http_request {
  std::string method = {}, target = {};
  http_headers headers = {};
  std::string peer = "127.0.0.1";  // the address that it came from
  std::optional<std::uint64_t> content_length = {};
  bool chunked = false;
  read_body read = [](std::span<char>) { return std::optional<std::size_t>{0}; };
};

struct http_response {
  int status = 200;
  http_headers headers = {};
  std::string body = {};
  // A body that is not held in memory, of stream_size bytes: fills the span, returns how much; less than asked is a
  // failure.
  std::function<std::size_t(std::span<char>)> stream = {};
  std::uint64_t stream_size = 0;
  bool without_body = false;                    // the answer to a HEAD: the length is told, the body not sent
  std::optional<std::uint64_t> cut_after = {};  // the connection ends after so many bytes of head and body

  std::uint64_t size() const { return stream ? stream_size : body.size(); }
};

}  // namespace upcall::testing
