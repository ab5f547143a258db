// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/operations/head_object.hpp>
#include <upcall/operations/upload_part.hpp>

namespace upcall {

struct abort_result {
  int status = 0;  // 204
  inline_string<40> request_id = {};
};

// Ends a multipart upload and deletes its parts. One that the service does not know, since it was completed or aborted,
// is fault::server with status 404 and code NoSuchUpload. Parts that still arrive meanwhile may stay: end them first.
template <class Policies, class Room>
constexpr result<abort_result> abort_upload(Policies& with, Room& room, const subject& about,
                                            std::string_view upload_id) {
  result<abort_result> out{pending{}};
  exchange at{room, out.error()};
  no_body none;
  sending<no_body> request{at, none};
  if (!address_upload(with, at, "DELETE"sv, about, upload_id) || !stages::ask(with, prepared{request})) return out;
  out.emplace(abort_result{at.answer.status, at.answer.request_id});
  return out;
}

}  // namespace upcall
