// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/callback/cause.hpp>
#include <upcall/callback/facts.hpp>
#include <upcall/core/advise.hpp>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/request.hpp>

namespace upcall {

// Adds what to do to what the service says, where that is known. Not for a device, which has no room for it.

// "EC 0007-00000008" of the service's documentation: nothing was stored.
[[gnu::noinline]] constexpr void advise_refused(failure& why) {
  if (why.status == 400 && why.ec == "0007-00000008"sv)
    advise(why, "give .url of the callback a public address, or test with upcall::emulator"sv);
  // Of http:// endpoints; RFC 9110 §15.5.8.
  if (why.status == 407 && why.message.empty()) why.message.assign("the proxy wants other credentials"sv);
}

// A callback that may have failed for want of the host's name in the TLS handshake: such as those behind a CDN.
[[gnu::noinline]] constexpr void advise_failed_callback(failure& why, const request& message) {
  if (!is_failed_without_sni(why.message, why.cause)) return;
  if (const callback_facts sent{callback_parameter(message)}; sent.lacks_sni())
    advise(why, "for https behind a CDN, set .sni = true of the callback"sv);
}

}  // namespace upcall
