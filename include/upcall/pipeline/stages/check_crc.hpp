// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <upcall/core/literals.hpp>
#include <upcall/http/error_document.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>

namespace upcall {

// Of the object that a body makes, which for some requests is not the body itself.
template <payload B>
constexpr std::uint64_t object_size(B& from) {
  if constexpr (requires { from.object_size(); }) {
    return from.object_size();
  } else {
    return from.size();
  }
}
template <payload B>
constexpr std::optional<std::uint64_t> object_crc64(B& from) {
  return from.crc64();
}

// What an answer to an upload says is stored.
template <payload B>
constexpr void read_stored(stored_object& out, const answered<B>& in) {
  out.known = true;
  out.size = object_size(in->from);
  out.has_crc64 = true;
  out.crc64 = in->at.answer.crc64.value_or(object_crc64(in->from).value_or(0));
  out.etag = in->at.answer.etag;
  out.version_id = in->at.answer.version_id;
}

namespace stages {

// What the service summed must be what left here.
struct check_crc : stage_base {
  template <class Policies, payload B>
  constexpr answered<B> operator()(Policies&, answered<B> in) const {
    if (!may_be_whole(in->from)) return in->at.fail(fault::transport, "the answer came before the body was sent"sv);
    const std::optional<std::uint64_t> ours = object_crc64(in->from);
    if (!in->at.answer.crc64 || !ours || *in->at.answer.crc64 == *ours) return in;
    in->at.why.set(fault::crc_inconsistent, "what the service stored is not what was sent: the CRC-64 differs"sv);
    name_answer(in->at.why, in->at.answer);
    read_stored(in->at.why.stored, in);
    return {};
  }
};

}  // namespace stages
}  // namespace upcall
