// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/head_object.hpp>
#include <upcall/text/ascii.hpp>

namespace upcall {

// The metadata by which an upload finds its own object again after an answer was lost: x-oss-meta-NAME.
inline constexpr std::string_view nonce_name = "upcall-nonce", nonce_header = "x-oss-meta-upcall-nonce";

// What an upload would have stored, as far as it is known.
struct expected_object {
  std::optional<std::uint64_t> size = {};
  std::optional<std::uint64_t> crc64 = {};
  std::string_view nonce = {};  // empty: it has none
};

namespace detail {

// Whether an object is the expected one. The nonce tells it from one of the same bytes.
constexpr settlement compare(const expected_object& expected, const head_result& found, bool same_nonce) {
  if (expected.size && *expected.size != found.size) return settlement::not_stored;
  if (!same_nonce && !expected.nonce.empty()) return settlement::not_stored;
  if (!found.crc64 || !expected.crc64) return expected.nonce.empty() ? settlement::unknown : settlement::stored;
  return *found.crc64 == *expected.crc64 ? settlement::stored : settlement::not_stored;
}

}  // namespace detail

// Asks what is stored, after the answer that would have said so was lost.
template <class Policies, class Room>
constexpr settlement find_stored(Policies& with, Room& room, const subject& about, const expected_object& expected,
                                 stored_object& stored) {
  bool same_nonce = false;
  auto look_at_nonce = [&](std::string_view name, std::string_view value) {
    if (equal_ignoring_case(name, nonce_header)) same_nonce = value == expected.nonce;
  };
  const auto found = head_object(with, room, about, {.header = look_at_nonce});
  // A 404 of the service's has its request id; any other is a proxy's, or of another address.
  if (!found)
    return found.error().status == 404 && !found.error().request_id.empty() ? settlement::not_stored
                                                                            : settlement::unknown;
  // Neither is a page of something between here and the service, which has nothing of an object.
  if (found->request_id.empty() && found->etag.empty() && !found->crc64) return settlement::unknown;
  const settlement out = detail::compare(expected, *found, same_nonce);
  if (out != settlement::stored) return out;
  stored.known = true;
  stored.size = found->size;
  stored.has_crc64 = found->crc64.has_value();
  stored.crc64 = found->crc64.value_or(0);
  stored.etag = found->etag;
  stored.version_id = found->version_id;
  return out;
}

// After an answer to an upload with a callback was lost: asks what is stored, and says so. Whether the application
// server was called stays unknown in any case, so nothing is sent again.
template <class Policies, class Room>
constexpr void settle(Policies& with, Room& room, const subject& about, const expected_object& expected,
                      failure& lost) {
  lost.message.clear();
  switch (find_stored(with, room, about, expected, lost.stored)) {
    case settlement::stored:
      return lost.message.append(
          "the answer was lost; the object is stored, but whether the callback was accepted is not known: ask the "
          "application server"sv);
    case settlement::not_stored:
      lost.outcome_unknown = false;
      return lost.message.append("the connection was lost before the object was stored; it may be sent again"sv);
    case settlement::unknown:
      return lost.message.append(
          "the answer was lost, and what is stored cannot be found out: ask with head_object before sending again"sv);
  }
}

}  // namespace upcall
