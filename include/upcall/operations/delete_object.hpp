// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/literals.hpp>
#include <upcall/operations/head_object.hpp>

namespace upcall {

struct delete_result {
  int status = 0;  // 204, also when there was no such object
  inline_string<96> version_id = {};
  inline_string<40> request_id = {};
};

// Deletes an object.
template <class Policies, class Room>
constexpr result<delete_result> delete_object(Policies& with, Room& room, const subject& about) {
  result<delete_result> out{pending{}};
  exchange at{room, out.error()};
  no_body none;
  sending<no_body> request{at, none};
  if (!address_object(with, at, "DELETE"sv, about) || !stages::ask(with, prepared{request})) return out;
  out.emplace(delete_result{at.answer.status, at.answer.version_id, at.answer.request_id});
  return out;
}

}  // namespace upcall
