// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/service.hpp"
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/http/byte_stream.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/http/connection.hpp>
#include <vector>

// The service at the far end of a connection in the test's memory, which is cut at some byte. Nothing of it takes time
// but the clock's.
namespace given {

enum class cut { finished, reset, stalled };
inline constexpr cut all_cuts[] = {cut::finished, cut::reset, cut::stalled};

// Which requests are cut: those of one letter, the first or each. Letters: P put, H head, G get, D delete, I begin, U
// part, T list of parts, C complete, A abort, L list of uploads.
struct cutting {
  static constexpr std::size_t nowhere = std::string::npos;

  char letter = '\0';
  bool always = false;
  cut how = cut::finished;
  std::size_t takes = nowhere;  // bytes of the request that come to the service
  std::size_t gives = nowhere;  // bytes of the answer that come back
  bool unseen = false;          // this machine's system takes the rest of the request, as if it went out
};

inline char letter_of_request(std::string_view text) {
  const std::string_view line = text.substr(0, text.find("\r\n"));
  const auto has = [&](std::string_view name) { return line.find(name) != line.npos; };
  switch (line.empty() ? '?' : line[0]) {
    case 'P':
      if (line.starts_with("PUT")) return has("partNumber=") ? 'U' : 'P';
      return has("uploadId=") ? 'C' : 'I';
    case 'H': return 'H';
    case 'D': return has("uploadId=") ? 'A' : 'D';
    case 'G': return has("uploadId=") ? 'T' : has("uploads") ? 'L' : 'G';
    default: return '?';
  }
}

// The service, emptied for each test of very many: to make one takes longer than such a test.
class emptied_service {
 public:
  upcall::emulator service{settings()};
  int callbacks = 0;  // that were made

  void empty() {
    auto& objects = service.objects();
    (void)objects.remove("examplebucket", "k");
    for (const auto& each : objects.uploads()) objects.hold_upload(each.id)->abort();
    callbacks = 0;
  }

 private:
  upcall::emulator_settings settings() {
    upcall::emulator_settings out = service_settings();
    out.deliver = [this, deliver = out.deliver](const upcall::testing::callback_post& post) {
      ++callbacks;
      return deliver(post);
    };
    return out;
  }
};

// Leads to it over connections of which some are cut.
class cut_service {
 public:
  cut_service(upcall::emulator& to, const cutting& with = {}, upcall::milliseconds wait = {120'000})
      : service(to), rule_(with), longest_wait_(wait) {}
  cut_service(const cut_service&) = delete;

  clock* time = nullptr;                         // of the client
  const bool* touched = nullptr;                 // something of the test's, …
  bool touched_at_cut = false;                   // … and what it was when a connection was cut first
  std::string letters = {};                      // of the requests that were begun
  std::vector<upcall::milliseconds> begun = {};  // when they were
  int connections = 0;                           // that were made …
  int cuts = 0;                                  // … and that were cut
  std::string misuse = {};                       // of a stream, by the client
  std::size_t request_size = 0;                  // of the last whole exchange: of the request, …
  std::size_t head_size = 0, answer_size = 0;    // … of the answer's head, and of all of it
  upcall::emulator& service;

  void heal() { rule_ = {}; }

  upcall::verdict connect(const upcall::stream_target&) {
    if (open_) misuse = "a connection that is open was opened";
    at_ = {};
    open_ = true;
    ++connections;
    return upcall::nothing{};
  }
  void end_by(upcall::milliseconds left) { until_ = left.count > 0 ? time->elapsed() + left : upcall::milliseconds{}; }

  upcall::transferred write(std::string_view text) {
    if (!open_) misuse = "a connection that is closed was written to";
    if (at_.now != writing) begin(text);
    if (at_.is_cut) {
      if (!rule_.unseen) misuse = "a connection was written to after that had failed";
      return {text.size(), {}};
    }
    const std::size_t size = std::min(text.size(), takes() - at_.request.size());
    at_.request += text.substr(0, size);
    if (size == text.size()) return {size, {}};
    serve();  // of the part that came nothing may come
    at_.answer.clear();
    sever();
    if (rule_.unseen) return {text.size(), {}};
    if (rule_.how == cut::finished) return {size, {}};
    if (rule_.how == cut::reset) return {size, "the connection broke while the request was sent"};
    const std::string_view late = wait_out();
    at_.is_left = late.empty();
    return {size, late.empty() ? "the service did not take the request in time" : late};
  }

  upcall::transferred read(std::span<char> room) {
    if (!open_) misuse = "a connection that is closed was read";
    if (at_.now == writing && !at_.is_cut) {
      serve();
      request_size = at_.request.size();
      answer_size = at_.answer.size();
    }
    at_.now = reading;
    const std::size_t size = std::min({room.size(), gives() - at_.given, at_.answer.size() - at_.given});
    std::copy_n(at_.answer.data() + at_.given, size, room.data());
    at_.given += size;
    if (size != 0) {
      at_.is_finished = at_.given == at_.answer.size() && at_.given == gives();
      cuts += at_.is_finished;
      return {size, {}};
    }
    if (!at_.is_cut) sever();
    if (rule_.how == cut::finished || at_.is_left) return {};
    if (rule_.how == cut::reset) return {0, "the connection broke before the answer was whole"};
    const std::string_view late = wait_out();
    return {0, late.empty() ? "the service did not answer in time" : late};
  }

  void close() { open_ = false; }
  bool ended() const { return at_.is_finished; }

 private:
  enum phase { idle, writing, reading };
  struct connection {
    phase now = idle;
    std::string request = {}, answer = {};
    std::size_t given = 0;     // of the answer
    bool is_cut = false;       // in the request or the answer …
    bool is_finished = false;  // … or after it
    bool is_left = false;      // by this machine, which reads it no more
  };
  // What http_connection reads and writes.
  struct memory_socket {
    std::string_view request;
    std::string& answer;

    std::optional<std::size_t> read(std::span<char> into, upcall::testing::deadline) {
      const std::size_t size = std::min(into.size(), request.size());
      std::copy_n(request.data(), size, into.data());
      request.remove_prefix(size);
      return size;
    }
    bool write(std::string_view text) {
      answer += text;
      return true;
    }
    static void finish() {}
    static std::string peer() { return "127.0.0.1"; }
  };

  void begin(std::string_view text) {
    if (at_.is_cut || at_.is_finished) misuse = "a connection that was cut was used again";
    at_ = {};
    at_.now = writing;
    const char letter = letter_of_request(text);
    applies_ = letter == rule_.letter && (rule_.always || letters.find(letter) == std::string::npos);
    letters += letter;
    begun.push_back(time->elapsed());
  }
  void serve() {
    const upcall::testing::http_handler handler = [this](upcall::testing::http_request& request) {
      upcall::testing::http_response answer = service.service().handle(request);
      head_size = upcall::testing::response_head(answer, true).size();
      return answer;
    };
    memory_socket socket{at_.request, at_.answer};
    upcall::testing::http_connection{socket, handler}.serve();
  }
  void sever() {
    if (cuts == 0 && touched != nullptr) touched_at_cut = *touched;
    at_.is_cut = true;
    ++cuts;
  }
  std::size_t takes() const { return applies_ ? rule_.takes : cutting::nowhere; }
  std::size_t gives() const { return applies_ ? rule_.gives : cutting::nowhere; }

  // Until the longest wait is over; or the deadline has passed, and then it says so.
  std::string_view wait_out() {
    const upcall::milliseconds left = until_ - time->elapsed();
    if (until_.count == 0 || left > longest_wait_) {
      time->sleep(longest_wait_);
      return {};
    }
    if (left.count > 0) time->sleep(left);
    return "deadline: it passed while the service was waited for";
  }

  cutting rule_;
  upcall::milliseconds longest_wait_;
  upcall::milliseconds until_ = {};  // 0: no end
  bool open_ = false;
  bool applies_ = false;  // the rule, to this request
  connection at_ = {};
};

// Leads there.
struct cut_stream {
  cut_service* far = nullptr;

  upcall::verdict connect(const upcall::stream_target& to) const { return far->connect(to); }
  upcall::transferred read(std::span<char> room) const { return far->read(room); }
  upcall::transferred write(std::string_view text) const { return far->write(text); }
  void close() const { far->close(); }
  bool ended() const { return far->ended(); }
};

// The same, and ends by a call's deadline.
struct timely_cut_stream : cut_stream {
  void end_by(upcall::milliseconds left) const { far->end_by(left); }
};

}  // namespace given
