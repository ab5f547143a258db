// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <upcall/http/http1_reader.hpp>
#include <utility>
#include <vector>

// What http1_reader makes of bytes.
namespace given {

// A stream of prepared bytes, in pieces of at most so many; then its end, or what is wrong with it.
struct bytes_to_read {
  std::string_view left = {};
  std::size_t at_once = std::string_view::npos;
  std::string_view wrong_then = {};

  static constexpr upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
  constexpr upcall::transferred read(std::span<char> room) {
    const std::size_t size = std::min({room.size(), at_once, left.size()});
    for (std::size_t i = 0; i != size; ++i) room[i] = left[i];
    left.remove_prefix(size);
    return {size, size == 0 ? wrong_then : std::string_view{}};
  }
  static constexpr upcall::transferred write(std::string_view text) { return {text.size(), {}}; }
  static constexpr void close() {}
};

struct way_to_read {
  std::size_t room = 1024;
  std::size_t at_once = std::string_view::npos;
  bool to_head = false;
  bool observes = true;
};

// An answer as it was read; `wrong` is empty when it came whole.
struct read_answer {
  std::string wrong = {};
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  bool goes_on = false;
  std::size_t left = 0;  // bytes that were not read

  explicit read_answer(bytes_to_read from, const way_to_read& by = {}) {
    from.at_once = by.at_once;
    std::vector<char> room(by.room);
    auto observe = [this](std::string_view name, std::string_view value) { headers.emplace_back(name, value); };
    auto deliver = [this](std::string_view piece) {
      body += piece;
      return true;
    };
    std::vector<char> kept(1 << 16);
    upcall::response answer{kept};
    if (by.observes) answer.observe = observe;
    answer.deliver = deliver;
    upcall::http1_reader<bytes_to_read> reader{from, room};
    wrong = reader.read(answer, by.to_head);
    status = answer.status;
    // Until there is a body, an error document of a header is in its place.
    if (!answer.delivers() && answer.body_size != 0) body = answer.body();
    goes_on = reader.goes_on();
    left = from.left.size();
  }
  explicit read_answer(std::string_view bytes, const way_to_read& by = {})
      : read_answer(bytes_to_read{.left = bytes}, by) {}

  bool is_whole() const { return wrong.empty(); }
};

}  // namespace given
