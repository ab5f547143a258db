// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/literals.hpp>
#include <upcall/http/error_document.hpp>
#include <upcall/pipeline/advised.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall::stages {

// A 2xx answer goes on, 203 included: whether that is a failed callback is judged after the checksum.
struct check_status : stage_base {
  template <class Policies, payload B>
  constexpr answered<B> operator()(Policies&, answered<B> in) const {
    if (in->at.answer.status / 100 == 2) return in;
    read_failure<documents_of<Policies>>(in->at.why, fault::server, in->at.answer);
    failure& why = in->at.why;
    if constexpr (documents_of<Policies>::names_causes) advise_refused(why);
    if (why.code.empty()) {
      // What a gateway says when it has no answer for us (RFC 9110 §15.6): it may have passed the request on.
      why.outcome_unknown = (why.status == 502 || why.status == 504) && may_be_whole(in->from);
      if (!why.message.empty()) return {};
      why.message.append(in->at.answer.body_cut()
                             ? "workspace: an error's document does not fit, or is none; use one with larger limits"sv
                             : "the answer is no error document of the service; is this its address?"sv);
    }
    return {};
  }
};

}  // namespace upcall::stages
