// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/literals.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>

namespace upcall {

// What an answer to an upload says is stored.
template <body B>
constexpr void read_stored(stored_object& out, const answered<B>& in) {
  out.known = true;
  out.size = in->from.size();
  out.has_crc64 = true;
  out.crc64 = in->at.answer.crc64.value_or(in->from.crc64());
  out.etag = in->at.answer.etag;
  out.version_id = in->at.answer.version_id;
}

namespace stages {

// What the service summed must be what left here.
struct check_crc : stage_base {
  template <class Policies, body B>
  constexpr std::optional<answered<B>> operator()(Policies&, answered<B> in) const {
    if (!in->at.answer.crc64 || *in->at.answer.crc64 == in->from.crc64()) return in;
    in->at.fail(fault::crc_inconsistent, "what the service stored is not what was sent: the CRC-64 differs"sv);
    in->at.why.status = in->at.answer.status;
    in->at.why.request_id = in->at.answer.request_id;
    read_stored(in->at.why.stored, in);
    return {};
  }
};

}  // namespace stages
}  // namespace upcall
