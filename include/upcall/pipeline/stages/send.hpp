// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/transport.hpp>

namespace upcall::stages {

// One exchange with the service.
struct send : stage_base {
  template <class Policies, payload B>
  [[gnu::noinline]] constexpr answered<B> operator()(Policies& with, ready<B> in) const {
    in->at.answer.clear();
    auto sent = with.template get<role::transport>().send(in.message(), in->from, in->at.answer);
    if (!sent) return in->at.fail(sent.error());
    return answered<B>{in};
  }
};

}  // namespace upcall::stages
