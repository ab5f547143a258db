// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/result.hpp>
#include <upcall/http/response.hpp>
#include <upcall/http/signed_request.hpp>
#include <upcall/roles/transport.hpp>
#include <upcall/testing/emulator/service.hpp>
#include <upcall/testing/emulator/settings.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/http/response_head.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/ascii.hpp>
#include <utility>
#include <vector>

namespace upcall {

// A client's transport to a service in the same process, which it refers to. Requests take the form that they have on
// the wire, so a wrong signature or a wrong encoding is found here as it is there.
class emulator_transport {
 public:
  using role = upcall::role::transport;

  explicit emulator_transport(testing::service& to) : service_(&to) {}

  static constexpr bool sends_unsized = true;

  template <payload Body>
  result<nothing> send(const signed_request& request, Body& from, response& answer) {
    std::optional<failure> body_failure;
    std::uint64_t left = unsized_body<Body> ? UINT64_MAX : request.has_body() ? request.content_length() : 0;
    testing::http_request raw = as_sent(request);
    raw.chunked = unsized_body<Body>;
    if (raw.chunked) raw.headers.add("Transfer-Encoding", "chunked");
    raw.read = [&](std::span<char> into) -> std::optional<std::size_t> {
      if (left == 0) return 0;
      const auto got = from.read(into.first(static_cast<std::size_t>(std::min<std::uint64_t>(left, into.size()))));
      if (!got) body_failure = got.error();
      if (got && *got == 0 && unsized_body<Body>) return left = 0;
      if (!got || *got == 0) return {};
      left -= *got;
      return *got;
    };
    testing::http_response from_service = service_->handle(raw);
    if (body_failure) return *body_failure;
    return take(std::move(from_service), answer);
  }

 private:
  static testing::http_request as_sent(const signed_request& request) {
    testing::http_request raw;
    raw.method = request.method();
    raw.target = testing::written([&](auto& to) { write_target(to, request.message()); });
    raw.headers.add("Host", testing::written([&](auto& to) { write_host(to, request.message()); }));
    for (const auto& [name, value] : request.headers()) raw.headers.add(name, trim(value));
    if (request.has_body()) {
      raw.content_length = request.content_length();
      raw.headers.add("Content-Length", std::to_string(request.content_length()));
    }
    return raw;
  }

  static result<nothing> take(testing::http_response from, response& answer) {
    const std::size_t head = testing::response_head(from, true).size();
    const std::uint64_t arrives = from.cut_after.value_or(UINT64_MAX);
    if (arrives < head) return transport_failure("no answer came", true);
    answer.status = from.status;
    if (from.status != 204) answer.header("Content-Length", std::to_string(from.size()));
    for (const auto& [name, value] : from.headers) answer.header(name, value);
    std::uint64_t left = testing::sends_body(from) ? std::min(from.size(), arrives - head) : 0;
    const bool cut = testing::sends_body(from) && left != from.size();
    char piece[16 * 1024];
    for (std::uint64_t at = 0; left != 0;) {
      std::string_view next = part(from.body, static_cast<std::size_t>(at), static_cast<std::size_t>(left));
      if (from.stream)
        next = {piece, from.stream({piece, static_cast<std::size_t>(std::min<std::uint64_t>(left, sizeof piece))})};
      if (next.empty() || !answer.append(next)) return transport_failure("the answer ended before it was whole", true);
      at += next.size();
      left -= next.size();
    }
    if (cut) return transport_failure("the answer ended before it was whole", true);
    return nothing{};
  }

  testing::service* service_;
};

// The service in the same process, for unit tests: `upcall::emulator service; upcall::client oss{…,
// service.transport()};`.
class emulator {
 public:
  explicit emulator(emulator_settings settings = {}) : service_(std::move(settings)) {}

  emulator_transport transport() { return emulator_transport{service_}; }
  fault_script& faults() { return service_.faults(); }
  testing::object_store& objects() { return service_.store(); }
  // The multipart uploads that are open: bucket, key, id and when they began.
  std::vector<testing::upload_facts> uploads() { return service_.uploads(); }
  // The callbacks that were sent, and the key that they are signed with.
  testing::callback_sender& callbacks() { return service_.callbacks(); }
  // For requests that no client of ours would make.
  testing::service& service() { return service_; }

 private:
  testing::service service_;
};

}  // namespace upcall
