// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/operations/received_callback.hpp>
#include <upcall/testing/emulator/callback_delivery.hpp>
#include <upcall/testing/emulator/callback_parameter.hpp>
#include <upcall/testing/emulator/callback_post.hpp>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/emulator/settings.hpp>
#include <upcall/testing/emulator/substitute.hpp>
#include <upcall/testing/openssl.hpp>
#include <upcall/testing/written.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// Where the emulator's own public key is to be had; no bucket can have this name.
inline constexpr std::string_view public_key_path = "/callback_pub_key_v1.pem";
// What an emulator without a server says of its key's place.
inline constexpr std::string_view key_url_without_server = "http://127.0.0.1/callback_pub_key_v1.pem";

// What came of a callback: what the uploader is answered, or why the callback failed.
struct callback_outcome {
  std::string answer = {};
  std::optional<service_error> failed = {};
};

// Makes callbacks as the service does, signed with the emulators' own key.
class callback_sender {
 public:
  explicit callback_sender(const emulator_settings& settings) : settings_(settings) {}

  // The address that the key is served at: "http://127.0.0.1:PORT".
  void key_is_at(std::string address) { key_url_ = std::move(address) + std::string{public_key_path}; }
  std::string key_url() const { return key_url_; }
  std::string public_key() const { return emulator_key().public_pem(); }

  // Tries the URLs in order until one succeeds.
  callback_outcome send(const callback_plan& plan, const std::string& body, const object_facts& object,
                        std::string_view request_id) {
    (void)emulator_key();  // its making takes time, which is none of the application's
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{settings_.callback_timeout.count};
    callback_outcome out;
    for (const callback_address& to : plan.urls) {
      const callback_post post = make_post(plan, to, body, object, request_id);
      remember(post);
      callback_answer answer = settings_.deliver ? settings_.deliver(post) : deliver_callback(post, until);
      if (settings_.deliver && !answer.headers.find("content-length"))
        answer.headers.add("Content-Length", std::to_string(answer.body.size()));
      out.failed = judge_answer(answer, post, settings_.callback_timeout);
      out.answer = std::move(answer.body);
      if (!out.failed) break;
    }
    return out;
  }

  // Every callback that was sent, in order.
  std::vector<callback_post> sent() const {
    const std::lock_guard lock{mutex_};
    return sent_;
  }

 private:
  void remember(const callback_post& post) {
    const std::lock_guard lock{mutex_};
    sent_.push_back(post);
  }

  callback_post make_post(const callback_plan& plan, const callback_address& to, const std::string& body,
                          const object_facts& object, std::string_view request_id) {
    callback_post post{
        .url = to.url, .host = to.host, .port = to.port, .tls = to.tls, .target = to.target, .body = body};
    const std::string signed_text = written([&](auto& out) { write_callback_string_to_sign(out, post.target, body); });
    auto& headers = post.headers;
    headers.add("Host", plan.host.empty() ? to.authority : plan.host);
    headers.add("Date", written([&](auto& out) { write_http_date(out, settings_.now()); }));
    headers.add("Content-Length", std::to_string(body.size()));
    headers.add("Content-Type", plan.body_type);
    headers.add("Content-MD5", base64_of(digest(EVP_md5(), body)));
    headers.add("User-Agent", "aliyun-oss-callback");
    headers.add("Authorization", base64_of(emulator_key().sign_md5(signed_text)));
    headers.add("x-oss-pub-key-url", base64_of(key_url_));
    headers.add("x-oss-bucket", object.bucket);
    headers.add("x-oss-request-id", request_id);
    headers.add("x-oss-signature-version", "1.0");
    headers.add("x-oss-tag", "CALLBACK");
    for (const auto& [name, value] : plan.additional_headers) headers.set(name, value);
    headers.add("Connection", "close");
    return post;
  }

  const emulator_settings& settings_;
  std::string key_url_{key_url_without_server};
  mutable std::mutex mutex_;
  std::vector<callback_post> sent_;
};

}  // namespace upcall::testing
