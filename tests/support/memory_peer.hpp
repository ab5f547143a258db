// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "laws/peer.hpp"
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/http/byte_stream.hpp>
#include <utility>
#include <vector>

namespace given {

// What laws::peer is over sockets, in the test's own memory and thread: the far end of memory_streams.
class memory_peer {
 public:
  std::size_t at_once = std::string::npos;  // read() gives no more than this
  std::vector<std::string> places = {};     // where each connection was to lead: "http://host:port"
  int closed = 0;                           // connections that were closed by the near end

  explicit memory_peer(std::vector<laws::reaction> reactions) : reactions_(std::move(reactions)) {}

  const std::vector<upcall::recorded_request>& requests() const { return requests_; }
  int connections() const { return static_cast<int>(places.size()); }
  bool is_open() const { return open_; }
  // The far end says something unasked, or goes.
  void say(std::string_view text) { to_read_ += text; }
  void finish() { finished_ = true; }

  upcall::verdict connect(const upcall::stream_target& to) {
    if (open_) return std::string_view{"a stream that is open was connected again"};
    places.push_back((to.tls ? "https://" : "http://") + std::string{to.host} + ':' + std::to_string(to.port));
    to_read_.clear();
    read_ = 0;
    written_.clear();
    open_ = true;
    request_.reset();
    finished_ = false;
    return upcall::nothing{};
  }
  upcall::transferred read(std::span<char> room) {
    if (!open_) return {0, "a stream that is closed was read"};
    const std::size_t size = std::min({room.size(), at_once, to_read_.size() - read_});
    std::copy_n(to_read_.data() + read_, size, room.data());
    read_ += size;
    return {size, size == 0 && !finished_ ? "there is nothing to read" : std::string_view{}};
  }
  upcall::transferred write(std::string_view text) {
    if (!open_) return {0, "a stream that is closed was written to"};
    if (finished_) return {0, has_more() ? std::string_view{} : "the far end has gone"};
    written_ += text;
    while (!finished_ && react()) continue;
    const std::size_t not_taken = finished_ ? std::min(written_.size(), text.size()) : 0;
    return {text.size() - not_taken, {}};
  }
  void close() {
    closed += open_ ? 1 : 0;
    open_ = false;
  }
  bool ended() const { return finished_ || has_more(); }

 private:
  bool has_more() const { return read_ != to_read_.size(); }
  // Whether something was done with what was written.
  bool react() {
    if (!request_) {
      const std::size_t end = written_.find("\r\n\r\n");
      if (end == std::string::npos) return false;
      request_ = laws::head_of(std::string_view{written_}.substr(0, end));
      written_.erase(0, end + 4);
      next_ = at_ == reactions_.size() ? laws::reaction{laws::in_bytes({.status = 500})} : reactions_[at_++];
      if (next_.before_body) to_read_ += next_.bytes;
      if (next_.before_body && !next_.goes_on) {
        finished_ = true;
        return true;
      }
    }
    const std::optional<bool> whole = laws::take_body(*request_, written_);
    if (!whole) return false;
    if (!*whole) {
      finished_ = true;
      return true;
    }
    requests_.push_back(*std::exchange(request_, {}));
    if (!next_.before_body) to_read_ += next_.bytes;
    finished_ = !next_.goes_on;
    return true;
  }

  std::vector<laws::reaction> reactions_;
  std::size_t at_ = 0;
  laws::reaction next_ = {};
  std::optional<upcall::recorded_request> request_ = {};  // whose body is still to come
  bool open_ = false, finished_ = false;
  std::string written_ = {}, to_read_ = {};
  std::size_t read_ = 0;  // of that
  std::vector<upcall::recorded_request> requests_ = {};
};

// Leads to a memory_peer.
struct memory_stream {
  memory_peer* far = nullptr;

  upcall::verdict connect(const upcall::stream_target& to) const { return far->connect(to); }
  upcall::transferred read(std::span<char> room) const { return far->read(room); }
  upcall::transferred write(std::string_view text) const { return far->write(text); }
  void close() const { far->close(); }
  bool ended() const { return far->ended(); }
};

}  // namespace given
