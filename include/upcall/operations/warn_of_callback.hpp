// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/callback/facts.hpp>
#include <upcall/callback/private_host.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/pipeline/told.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/observer.hpp>

namespace upcall {

// Warns, before a request is sent for the first time, of a callback that the service will refuse to make. Of an
// endpoint on this machine, or in the same network, it may be meant.
template <class Policies, payload B>
constexpr void warn_of_callback(Policies& with, prepared<B> in) {
  if constexpr (observes<Policies>) {
    const request& message = in->at.message;
    const std::string_view parameter = callback_parameter(message);
    if (in->sent != 0 || parameter.empty() || is_private_host(message.to.host)) return;
    if (const callback_facts given{parameter}; !given.names_private_host()) return;
    detail::tell_observer(
        with, event::warning{message.bucket, message.key,
                             "callback: .url names this machine or a private network, which the service does not call "
                             "(it will answer 400, EC 0007-00000008); give a public address, or test with "
                             "upcall::emulator"sv});
  }
}

}  // namespace upcall
