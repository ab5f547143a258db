// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/operations/head_object.hpp>
#include <upcall/pipeline/told.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

struct get_object_options {
  // Sees every header of the answer, x-oss-meta-NAME among them.
  function_ref<void(std::string_view name, std::string_view value)> header = {};
};

namespace detail {

// The "body" of a request that delivers: once a byte was given away, the exchange cannot start again.
struct delivery : no_body {
  bool begun = false;
  constexpr bool rewind() const { return !begun; }
};

}  // namespace detail

// Fetches an object: `to` is a sink, or gets it in pieces, as `bool to(std::string_view piece)` (false: no more) or
// returning nothing. The CRC-64 of what was delivered is compared with the service's; a difference is
// fault::crc_inconsistent. Any other status than 200 is fault::server: such an answer is not the whole object.
template <class Policies, class Room, class To>
  requires sink<To> || std::is_invocable_v<To&, std::string_view>
constexpr result<head_result> get_object(Policies& with, Room& room, const subject& about, To& to,
                                         const get_object_options& options) {
  result<head_result> out{pending{}};
  exchange at{room, out.error()};
  at.answer.observe = options.header;
  typename Policies::template type<role::crypto>::crc64 sum;
  detail::delivery fetch;
  std::uint64_t size = 0;
  bool wanted = true;
  auto deliver = [&](std::string_view piece) {
    fetch.begun = true;
    size += piece.size();
    write(sum, piece);
    if constexpr (sink<To>) {
      write(to, piece);
    } else if constexpr (std::is_void_v<std::invoke_result_t<To&, std::string_view>>) {
      to(piece);
    } else {
      wanted = static_cast<bool>(to(piece));
    }
    return wanted;
  };
  at.answer.deliver = deliver;
  sending<detail::delivery> request{at, fetch};
  if (!address_object(with, at, "GET"sv, about) || !stages::ask(with, prepared{request})) {
    if (!wanted) at.fail(fault::cancelled, "cancelled by the function that takes the object"sv);
    return out;
  }
  if (at.answer.status != 200) {
    read_failure<documents_of<Policies>>(at.why, fault::server, at.answer);
    if (at.why.message.empty()) at.why.message.append("what came is not the object as it is stored"sv);
    tell_failed(with, prepared{request});
    return out;
  }
  if (at.answer.crc64 && *at.answer.crc64 != sum.value()) {
    at.fail(fault::crc_inconsistent, "what arrived is not what is stored: the CRC-64 differs"sv);
    at.why.status = at.answer.status;
    return out;
  }
  out.emplace(read_head(at.answer)).size = size;
  return out;
}

}  // namespace upcall
