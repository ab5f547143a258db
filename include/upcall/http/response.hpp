// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <upcall/core/function_ref.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// The service's answer, as a transport fills it: first the status, then each header, then the body in pieces. What is
// longer than its room is cut and marked, never an error: an answer must not be lost over a long message.
class response {
 public:
  int status = 0;
  inline_string<48> etag;
  inline_string<96> version_id;
  inline_string<40> request_id;
  inline_string<16> ec;
  inline_string<64> content_type;
  std::optional<std::uint64_t> crc64 = {};
  std::optional<std::uint64_t> content_length = {};
  std::uint64_t body_size = 0;  // of what came, kept or not
  // Takes the body of a 2xx answer in place of the room; returning false ends the exchange.
  function_ref<bool(std::string_view)> deliver = {};
  // Sees every header of the answer, as the transport gave it.
  function_ref<void(std::string_view, std::string_view)> observe = {};

  constexpr explicit response(std::span<char> room) : body_(room) {}

  // Whether a transport may leave out headers that do not fit into its buffer: nobody observes, or only who looks for a
  // few short ones.
  constexpr bool may_skip_headers() const { return !observe || skips_; }
  constexpr void may_skip_headers(bool may) { skips_ = may; }

  // Room of the caller's for the body of a 2xx answer, in place of our own.
  constexpr void keep_success_in(std::span<char> theirs) { success_ = span_writer{theirs}; }

  // Ready for the next attempt; what the caller set (deliver, observe) stays.
  constexpr void clear() {
    status = 0;
    etag.clear();
    version_id.clear();
    request_id.clear();
    ec.clear();
    content_type.clear();
    crc64.reset();
    content_length.reset();
    body_size = 0;
    error_in_header_ = false;
    body_.clear();
    success_.clear();
  }

  constexpr void header(std::string_view name, std::string_view value) {
    value = trim(value);
    if (observe) observe(name, value);
    switch (word_index(known_headers, name)) {
      case 0: return etag.assign(value);
      case 1: return content_type.assign(value);
      case 2: content_length = read_decimal(value); return;
      case 3: crc64 = read_decimal(value); return;
      case 4: return request_id.assign(value);
      case 5: return version_id.assign(value);
      case 6: return ec.assign(value);
      case 7:
        // An answer to HEAD has no body: the service puts the error document here, in Base64.
        if (body_.size() != 0) return;
        write(body_, value);
        error_in_header_ = true;
    }
  }

  // False: stop, the caller wants no more.
  constexpr bool append(std::string_view piece) {
    if (piece.empty()) return true;
    if (error_in_header_) {
      body_.clear();
      error_in_header_ = false;
    }
    body_size += piece.size();
    if (delivers()) return deliver(piece);
    write(kept(), piece);
    return true;
  }

  // Makes the body of an error document that came in a header.
  constexpr void decode_error_header() {
    if (!error_in_header_) return;
    error_in_header_ = false;
    const std::string_view encoded = body_.view();
    body_.clear();
    if (!read_base64(encoded, body_)) body_.clear();  // in place: what is written is shorter than what was read for it
  }

  constexpr bool succeeded() const { return status / 100 == 2 && status != 203; }
  // Whether somebody takes the body, however long it is.
  constexpr bool delivers() const { return deliver && succeeded(); }
  constexpr std::string_view body() const { return kept().view(); }
  // The same, to be changed where it lies.
  constexpr std::span<char> kept_text() { return kept().written(); }
  // The texts that headers gave.
  constexpr void for_each_text(auto action) {
    action(etag);
    action(version_id);
    action(request_id);
    action(ec);
    action(content_type);
  }
  constexpr bool body_cut() const { return kept().overflow(); }
  constexpr bool kept_by_caller() const { return &kept() == &success_; }

 private:
  static constexpr std::string_view known_headers =
      " etag content-type content-length x-oss-hash-crc64ecma x-oss-request-id x-oss-version-id x-oss-ec x-oss-err ";

  constexpr const span_writer& kept() const { return succeeded() && success_.room() != 0 ? success_ : body_; }
  constexpr span_writer& kept() { return succeeded() && success_.room() != 0 ? success_ : body_; }

  span_writer body_;
  bool error_in_header_ = false;
  bool skips_ = false;
  span_writer success_{{}};
};

}  // namespace upcall
