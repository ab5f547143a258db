// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/failure.hpp>
#include <upcall/core/time.hpp>
#include <upcall/http/disclosed.hpp>
#include <upcall/http/request.hpp>
#include <upcall/http/response.hpp>
#include <upcall/text/percent.hpp>
#include <upcall/text/sink.hpp>

// What an observer is told. All texts are views of the call under way: whoever keeps one copies it. No secret is among
// them, but any text may be a stranger's: a key, a service's message.
namespace upcall::event {

// The request that an event is about, as far as anybody may see it.
class about_request {
 public:
  constexpr about_request(const upcall::request& message, unsigned attempt) : message_(message), attempt_(attempt) {}

  constexpr unsigned attempt() const { return attempt_; }  // 1 for the first
  constexpr std::string_view method() const { return message_.method; }
  constexpr std::string_view bucket() const { return message_.bucket; }
  constexpr std::string_view key() const { return message_.key; }
  // Of the body; nothing where there is none, or none that is known before it ends.
  constexpr std::optional<std::uint64_t> size() const {
    return message_.has_body ? std::optional{message_.content_length} : std::nullopt;
  }

  // Percent-encoded, without a query.
  template <sink S>
  constexpr void write_url(S& to) const {
    write(to, message_.to.tls ? "https://" : "http://");
    write_host(to, message_);
    write_resource(to, message_);
  }
  // take(name, value), of the parameters that may be shown.
  template <class Take>
  constexpr void for_each_parameter(Take take) const {
    for (const auto& [name, value] : message_.parameters) {
      if (is_disclosed_parameter(name)) take(name, value);
    }
  }
  // take(name, value): an optional value, which is there where it may be shown.
  template <class Take>
  constexpr void for_each_header(Take take) const {
    for (const auto& [name, value] : message_.headers)
      take(name, is_disclosed_header(name) ? std::optional{value} : std::nullopt);
  }

 private:
  const upcall::request& message_;
  unsigned attempt_;
};

// A request is about to be sent.
struct sending {
  about_request request;
};

// It was answered, whatever the answer says.
struct answered {
  about_request request;
  int status;
  std::string_view request_id, ec, etag, version_id, content_type;
  std::optional<std::uint64_t> crc64;
  std::uint64_t size;  // of the body
  milliseconds took;   // by the client's clock
};

constexpr answered answer_to(const about_request& request, const response& answer, milliseconds took) {
  return {request,           answer.status,       answer.request_id, answer.ec,        answer.etag,
          answer.version_id, answer.content_type, answer.crc64,      answer.body_size, took};
}

// An attempt failed: there was no answer, or not the one that was hoped for.
struct failed {
  about_request request;
  const failure& why;
};

// The call waits before its next attempt.
struct waiting {
  std::string_view bucket, key;
  milliseconds pause;
  const failure& why;
};

// The service refused a request for its time, and the client's clock goes on from the service's.
struct clock_corrected {
  timestamp before, now;
};

// Something that will go wrong, or not as it was meant.
struct warning {
  std::string_view bucket, key, text;
};

}  // namespace upcall::event
