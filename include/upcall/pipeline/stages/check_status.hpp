// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/http/error_document.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>

namespace upcall::stages {

// A 2xx answer goes on, 203 included: whether that is a failed callback is judged after the checksum.
struct check_status : stage_base {
  template <class Policies, body B>
  constexpr result<answered<B>> operator()(Policies&, answered<B> in) const {
    if (in.at.answer.status / 100 == 2) return in;
    failure why = read_failure(fault::server, in.at.answer);
    if (why.code.empty() && why.message.empty()) why.message.append("the answer is no error document of the service; is this its address?");
    return why;
  }
};

}  // namespace upcall::stages
