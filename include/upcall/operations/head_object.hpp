// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/body.hpp>
#include <upcall/pipeline/retried.hpp>
#include <upcall/pipeline/stages/address.hpp>
#include <upcall/pipeline/stages/check_status.hpp>
#include <upcall/pipeline/stages/send.hpp>
#include <upcall/pipeline/stages/sign.hpp>

namespace upcall {

struct head_object_options {
  // Sees every header of the answer, x-oss-meta-NAME among them.
  function_ref<void(std::string_view name, std::string_view value)> header = {};
};

// What is stored under a key.
struct head_result {
  int status = 0;
  std::uint64_t size = 0;
  std::optional<std::uint64_t> crc64 = {};
  inline_string<48> etag = {};
  inline_string<64> content_type = {};
  inline_string<96> version_id = {};
  inline_string<40> request_id = {};
};

constexpr head_result read_head(const response& answer) {
  head_result out;
  out.status = answer.status;
  out.size = answer.content_length.value_or(0);
  out.crc64 = answer.crc64;
  out.etag = answer.etag;
  out.content_type = answer.content_type;
  out.version_id = answer.version_id;
  out.request_id = answer.request_id;
  return out;
}

namespace stages {

// The stages of every exchange that uploads nothing.
inline constexpr auto ask = retried{sign{} | send{} | check_status{}};

}  // namespace stages

// Asks about an object without fetching it; one that does not exist is fault::server with status 404.
template <class Policies, class Room>
constexpr result<head_result> head_object(Policies& with, Room& room, const subject& about,
                                          const head_object_options& options) {
  result<head_result> out{pending{}};
  exchange at{room, out.error()};
  at.answer.observe = options.header;
  no_body none;
  sending<no_body> request{at, none};
  if (!address_object(with, at, "HEAD"sv, about) || !stages::ask(with, prepared{request})) return out;
  out.emplace(read_head(at.answer));
  return out;
}

}  // namespace upcall
