// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <upcall/roles/transport.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/ascii.hpp>
#include <utility>
#include <vector>

namespace upcall {

// An answer prepared beforehand. Every one of the service has a request id, so this has one, too, unless others are
// listed.
struct recorded_answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = with_request_id();
  std::string body = {};

  // A function: g++ 12 crashes on the list itself.
  static std::vector<std::pair<std::string, std::string>> with_request_id() {
    return {{"x-oss-request-id", "recorded"}};
  }
};

// A request as it would have gone over the wire; Host, Content-Length and Transfer-Encoding are not among its headers.
struct recorded_request {
  std::string method, target, host;
  std::vector<std::pair<std::string, std::string>> headers = {};
  bool has_body = false;
  bool chunked = false;  // the body is of unknown size: it has no Content-Length
  std::uint64_t content_length = 0;
  std::string body = {};

  // The value of a header; nothing where there is none, which an empty one is not.
  const std::string* header(std::string_view name) const {
    for (const auto& [its_name, value] : headers) {
      if (its_name == name) return &value;
    }
    return nullptr;
  }
};

// A transport without a network: gives prepared answers, in order, and remembers what was sent. When no answer is left,
// the connection is refused. What was sent: client.policy<upcall::role::transport>().requests().
struct recorded {
  using role = upcall::role::transport;

  std::vector<recorded_answer> answers = {};

  class state;
};

class recorded::state {
 public:
  explicit state(recorded&& policy) : answers_(std::move(policy.answers)) {}

  static constexpr bool sends_unsized = true;

  template <payload B>
  result<nothing> send(const signed_request& request, B& from, response& answer) {
    recorded_request sent = head_of(request);
    sent.chunked = unsized_body<B>;
    if (sent.chunked || request.has_body()) {
      if (auto done = read_body(from, sent); !done) return done;
    }
    recorded_answer next;
    {
      const std::lock_guard lock{mutex_};
      if (answered_ == answers_.size()) return transport_failure("recorded: no answer is left", false);
      next = answers_[answered_++];
      requests_.push_back(std::move(sent));
    }
    answer.status = next.status;
    for (const auto& [name, value] : next.headers) answer.header(name, value);
    const bool has_body = request.method() != "HEAD" && next.status != 204 && !next.body.empty();
    if (has_body && !answer.append(next.body)) return transport_failure("the answer was not wanted any more", true);
    return nothing{};
  }

  // The requests that were answered. Not to be looked at while a call is under way.
  const std::vector<recorded_request>& requests() const { return requests_; }
  std::size_t answers_left() const { return answers_.size() - answered_; }

 private:
  static recorded_request head_of(const signed_request& request) {
    recorded_request sent{std::string{request.method()},
                          testing::written([&](auto& to) { write_target(to, request.message()); }),
                          testing::written([&](auto& to) { write_host(to, request.message()); })};
    for (const auto& [name, value] : request.headers()) sent.headers.emplace_back(name, trim(value));
    sent.has_body = request.has_body();
    sent.content_length = request.content_length();
    return sent;
  }

  static result<nothing> read_body(auto& from, recorded_request& to) {
    char piece[16 * 1024];
    while (to.chunked || to.body.size() != to.content_length) {
      auto got = from.read(std::span{piece});
      if (!got) return got.error();
      if (*got == 0 && to.chunked) break;
      if (*got == 0) return transport_failure("the body ended before its length", false);
      to.body.append(piece, *got);
    }
    return nothing{};
  }

  std::mutex mutex_ = {};
  std::vector<recorded_answer> answers_;
  std::size_t answered_ = 0;
  std::vector<recorded_request> requests_ = {};
};

}  // namespace upcall
