// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/callback/cause.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/error_document.hpp>
#include <upcall/pipeline/advised.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/stages/check_crc.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall::stages {

// 203: the object is stored, the application server did not accept. A 203 of something else than the service (a proxy
// may make one of a 200) is none, unless a callback was asked for: then nothing says that it was made.
struct check_callback : stage_base {
  template <class Policies, payload B>
  constexpr answered<B> operator()(Policies&, answered<B> in) const {
    if (in->at.answer.status != 203) return in;
    failure& why = in->at.why;
    read_failure<documents_of<Policies>>(why, fault::callback, in->at.answer);
    if (why.code.empty() && !in->with_callback) return in;
    if (why.message.empty()) why.message.append("the service does not say why"sv);
    if constexpr (documents_of<Policies>::names_causes) {
      why.cause = cause_of(why.message, why.ec);
      advise_failed_callback(why, in->at.message);
    }
    read_stored(why.stored, in);
    return {};
  }
};

}  // namespace upcall::stages
