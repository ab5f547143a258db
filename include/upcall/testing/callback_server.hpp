// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <upcall/core/field.hpp>
#include <upcall/core/time.hpp>
#include <upcall/operations/verify_hosted.hpp>
#include <upcall/testing/http/server.hpp>
#include <upcall/testing/loopback_keys.hpp>
#include <utility>
#include <vector>

namespace upcall {

// A request that an application server got, and whether it was a genuine callback.
struct arrived_callback {
  bool verified = false;
  refusal reason = refusal::none;
  std::string method = {}, target = {}, body = {};
  testing::http_headers headers = {};
};

// What an application server answers to a callback. It answers so also when the callback was not genuine: a test wants
// to see what the service makes of the answer.
struct callback_reply {
  int status = 200;
  std::string body = R"({"Status":"OK"})";
  std::string content_type = "application/json";
  milliseconds delay = {};
};

// An application server on this machine: takes callbacks, verifies and remembers them, answers what it is told.
class callback_server {
 public:
  // Keys is a keys policy; it is asked by one thread at a time.
  template <class Keys = loopback_keys>
  explicit callback_server(callback_reply reply = {}, int port = 0, Keys keys = {})
      : reply_(std::move(reply)),
        verify_{[keys = std::move(keys)](const received_callback& got) mutable { return verify(got, keys); }},
        server_([this](testing::http_request& request) { return take(request); }, port) {
    server_.start();
  }
  // Waits for no delay.
  ~callback_server() {
    {
      const std::lock_guard lock{mutex_};
      stopping_ = true;
      more_.notify_all();
    }
    server_.stop();
  }

  int port() const { return server_.port(); }
  std::string url() const { return server_.url(); }

  void answer(callback_reply reply) {
    const std::lock_guard lock{mutex_};
    reply_ = std::move(reply);
  }
  // Called for each callback as soon as it is judged, by one thread at a time, before it is answered.
  void on_arrival(std::function<void(const arrived_callback&)> tell) {
    const std::lock_guard lock{mutex_};
    tell_ = std::move(tell);
  }
  // Waits until so many have arrived in all, or the limit has passed; gives all there are.
  std::vector<arrived_callback> wait_for(std::size_t count, milliseconds limit = {10'000}) {
    std::unique_lock lock{mutex_};
    more_.wait_for(lock, std::chrono::milliseconds{limit.count}, [&] { return arrived_.size() >= count; });
    return arrived_;
  }
  std::vector<arrived_callback> arrived() { return wait_for(0); }

 private:
  testing::http_response take(testing::http_request& request) {
    constexpr std::size_t longest_body = 4 * 1024 * 1024;
    arrived_callback got{.method = request.method, .target = request.target, .headers = request.headers};
    testing::http_response answer;
    char piece[16 * 1024];
    for (auto count = request.read(piece); count != 0u; count = request.read(piece)) {
      if (count) got.body.append(piece, *count);
      if (count && got.body.size() <= longest_body) continue;
      answer.status = count ? 413 : 400;
      return answer;
    }
    judge(got);
    const callback_reply reply = remember(std::move(got));
    std::unique_lock lock{mutex_};
    more_.wait_for(lock, std::chrono::milliseconds{reply.delay.count}, [this] { return stopping_; });
    answer.status = reply.status;
    answer.body = reply.body;
    answer.headers.add("Content-Type", reply.content_type);
    return answer;
  }

  void judge(arrived_callback& got) {
    std::vector<field> headers;
    for (const auto& [name, value] : got.headers) headers.push_back({name, value});
    const std::lock_guard lock{keys_mutex_};
    const auto judged = verify_({.method = got.method, .target = got.target, .headers = headers, .body = got.body});
    got.verified = static_cast<bool>(judged);
    got.reason = judged.reason();
  }

  callback_reply remember(arrived_callback got) {
    const std::lock_guard lock{mutex_};
    if (tell_) tell_(got);
    arrived_.push_back(std::move(got));
    more_.notify_all();
    return reply_;
  }

  std::mutex mutex_, keys_mutex_;
  std::condition_variable more_;
  callback_reply reply_;
  std::function<void(const arrived_callback&)> tell_ = {};
  std::vector<arrived_callback> arrived_ = {};
  bool stopping_ = false;
  std::function<verification(const received_callback&)> verify_;
  testing::http_server server_;
};

}  // namespace upcall
