// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/emulator/setting_headers.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <upcall/testing/openssl.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/decimal.hpp>
#include <utility>

namespace upcall::testing {

// What a request's body was.
struct received_body {
  std::uint64_t size = 0, crc64 = 0;
  std::string md5 = {};        // raw
  std::string beginning = {};  // its first bytes, for what looks into images
};

// Largest body of one request: 5 GB ("PutObject" of the service's documentation).
inline constexpr std::uint64_t largest_body = 5ull * 1024 * 1024 * 1024;

inline service_error missing_content_length() {
  return {411, "MissingContentLength", "You must provide the Content-Length HTTP header."};
}

// Checks what the headers say of a body, and of the object, before it is read.
inline void check_body_headers(const incoming& message) {
  check_setting_headers(message);
  if (!message.request.content_length && !message.request.chunked) throw missing_content_length();
  if (message.request.content_length.value_or(0) > largest_body) {
    throw service_error{400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size."};
  }
  if (!message.has_header("content-md5")) return;
  string_writer md5;
  if (!read_base64(message.header("content-md5"), md5) || md5.text.size() != 16) {
    throw service_error{400,
                        "InvalidDigest",
                        "The Content-MD5 you specified was invalid.",
                        "",
                        {{"Content-MD5", std::string{message.header("content-md5")}}}};
  }
}

// Compares a body that was read with the Content-MD5 that came with it.
inline void check_md5(const incoming& message, std::string_view md5) {
  if (!message.has_header("content-md5") || message.header("content-md5") == base64_of(md5)) return;
  throw service_error{
      400,
      "InvalidDigest",
      "The Content-MD5 you specified did not match what we received.",
      "",
      {{"ClientDigest", std::string{message.header("content-md5")}}, {"ServerDigest", base64_of(md5)}}};
}

// Reads a body whole into a store, and compares it with the checksums that came with it.
inline received_body receive_body(const incoming& message, incoming_object& to) {
  constexpr std::size_t beginning_kept = 64 * 1024;
  checksums sums;
  received_body out;
  std::string piece(256 * 1024, '\0');
  for (;;) {
    const auto count = message.request.read(piece);
    if (!count) throw service_error{400, "IncompleteBody", "The request body terminated unexpectedly."};
    if (*count == 0) break;
    const std::string_view got = part(piece, 0, *count);
    sums.append(got);
    if (sums.size() > largest_body)
      throw service_error{400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size."};
    to.append(got);
    out.beginning += part(got, 0, beginning_kept - out.beginning.size());
  }
  if (message.request.content_length && sums.size() != *message.request.content_length) {
    throw service_error{400, "IncompleteBody", "The request body terminated unexpectedly."};
  }
  out.size = sums.size();
  out.crc64 = sums.crc64();
  out.md5 = std::move(sums).md5();
  check_md5(message, out.md5);
  if (message.has_header("x-oss-hash-crc64ecma") &&
      message.header("x-oss-hash-crc64ecma") != std::to_string(out.crc64)) {
    throw service_error{400, "InvalidCRC64",
                        "The x-oss-hash-crc64ecma you specified does not match what we calculated."};
  }
  return out;
}

// The text of a request that is a document; nothing when it is longer than any that the service takes.
inline std::optional<std::string> receive_document(const incoming& message, std::size_t longest) {
  std::string out, piece(64 * 1024, '\0');
  for (;;) {
    const auto count = message.request.read(piece);
    if (!count) throw service_error{400, "IncompleteBody", "The request body terminated unexpectedly."};
    if (*count == 0) break;
    if (out.size() + *count > longest) return {};
    out.append(piece, 0, *count);
  }
  check_md5(message, digest(EVP_md5(), out));
  return out;
}

// The headers of an upload that are kept with the object and given back with it.
inline http_headers kept_headers(const incoming& message) {
  http_headers out;
  out.add("Content-Type",
          message.has_header("content-type") ? message.header("content-type") : "application/octet-stream");
  for (std::string_view name :
       {"Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires"}) {
    if (const std::string* value = message.request.headers.find(name)) out.add(name, *value);
  }
  for (const auto& [name, value] : message.headers()) {
    if (name.starts_with("x-oss-meta-")) out.add(name, value);
  }
  keep_setting_headers(message, out);
  return out;
}

}  // namespace upcall::testing
