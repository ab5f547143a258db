// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/error_document.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>

namespace upcall {

inline constexpr std::string_view untold =
    "the answer does not say that the object is stored; is this the service's address?";

namespace stages {

// A 2xx answer without ETag, CRC-64 and request id says nothing of an object: the sign-in page of a network answers
// everything with 200. Of a Complete more is asked, since what it has made can be looked for.
struct check_told : stage_base {
  template <class Policies, payload B>
  constexpr answered<B> operator()(Policies&, answered<B> in) const {
    const response& answer = in->at.answer;
    if (!answer.etag.empty() || answer.crc64 || !answer.request_id.empty()) return in;
    in->at.fail(fault::transport, untold);
    name_answer(in->at.why, answer);
    in->at.why.outcome_unknown = true;
    return {};
  }
};

}  // namespace stages
}  // namespace upcall
