// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/callback/reply.hpp>
#include <upcall/core/time.hpp>
#include <upcall/testing/emulator/callback_post.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/http/exchange.hpp>
#include <upcall/testing/http/socket.hpp>
#include <upcall/testing/http/tls_socket.hpp>
#include <utility>

namespace upcall::testing {

// Sends a callback over the network, once, and waits for the answer until the deadline.
inline callback_answer deliver_callback(const callback_post& post, deadline until) {
  using enum callback_answer::outcome;
  std::string head = "POST " + post.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : post.headers) head += name + ": " + value + "\r\n";
  head += "\r\n";
  const auto late = [until] { return std::chrono::steady_clock::now() >= until; };
  const auto exchanged = [&](auto& stream) {
    return http_exchange(stream, head, post.body, max_reply_size + 1, until);
  };

  std::optional<http_response> answer;
  if (auto socket = tcp_socket::connect(post.host, post.port, until)) {
    if (!post.tls) {
      answer = exchanged(*socket);
    } else if (auto tls = tls_socket::connect(std::move(*socket), post.host, until)) {
      answer = exchanged(*tls);
    }
  }
  callback_answer out;
  if (!answer) {
    out.what = late() ? timed_out : cannot_connect;
    return out;
  }
  out.status = answer->status;
  out.headers = std::move(answer->headers);
  out.body = std::move(answer->body);
  return out;
}

// What an uploader is told when a callback failed: status 203, and the sentences of the service's documentation ("203
// status code", "0007-000002NN"). Nothing when the answer is good.
inline std::optional<service_error> judge_answer(const callback_answer& answer, const callback_post& post,
                                                 milliseconds limit) {
  const auto failed = [](std::string message, std::string ec = {}) {
    return service_error{203, "CallbackFailed", std::move(message), std::move(ec)};
  };
  if (answer.what == callback_answer::outcome::cannot_connect) {
    return failed("Error status : -1. OSS can not connect to your callbackUrl, please check it.");
  }
  if (answer.what == callback_answer::outcome::timed_out) {
    const std::string ms = std::to_string(limit.count) + "ms";
    return failed("Error status:-1 " + post.host + ':' + std::to_string(post.port) + " reply timeout, cost:" + ms +
                      ", timeout:" + ms + " (err -4, errno115)",
                  "0007-00000202");
  }
  const std::string* length = answer.headers.find("content-length");
  switch (check_reply(answer.status, length ? std::optional<std::string_view>{*length} : std::nullopt, answer.body)) {
    case reply_problem::none: return {};
    case reply_problem::error_status:
      return failed("Error status : " + std::to_string(answer.status) + '.', "0007-00000203");
    case reply_problem::missing_content_length: return failed("Error Status : 400.User server missing content-length.");
    case reply_problem::too_long: return failed("Error Status : 400.User server return too long content-length value.");
    case reply_problem::invalid_content_length:
      return failed("Error Status : 400.User server return invalid conent-length value.");  // sic
    case reply_problem::byte_order_mark:
    case reply_problem::not_json: break;
  }
  return failed("Response body is not valid json format.", "0007-00000205");
}

}  // namespace upcall::testing
