// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/pipeline/deadline.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/told.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/pipeline/withheld.hpp>
#include <upcall/roles/transport.hpp>

namespace upcall::stages {

// One exchange with the service, which a transport that can ends by the call's deadline. The answer is empty before.
struct send : stage_base {
  template <class Policies, payload B>
  [[gnu::noinline]] constexpr answered<B> operator()(Policies& with, ready<B> in) const {
    if constexpr (ends_exchanges<Policies>) {
      if (!has_time_left(with, in->at.message)) {
        tell_deadline(in->at.why);
        return {};
      }
    }
    const milliseconds begin = tell_sending(with, *in);
    auto sent = with.template get<role::transport>().send(in.message(), in->from, in->at.answer);
    if (!sent) return in->at.fail(sent.error());
    if constexpr (observes<Policies>) withhold_secrets(in->at.answer, in->at.message);
    tell_answered(with, *in, begin);
    return answered<B>{in};
  }

 private:
  template <class Policies>
  static constexpr bool has_time_left(Policies& with, request& message) {
    message.time_left = {};
    if (message.until.count == 0) return true;
    message.time_left = message.until - with.template get<role::clock>().elapsed();
    return message.time_left.count > 0;
  }
};

}  // namespace upcall::stages
