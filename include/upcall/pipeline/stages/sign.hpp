// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/literals.hpp>
#include <upcall/http/check_names.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/roles/endpoint.hpp>
#include <upcall/roles/signer.hpp>

namespace upcall::stages {

// Asks for credentials and signs; the only place where a signed_request comes to be.
struct sign : stage_base {
  template <class Policies, body B>
  constexpr std::optional<ready<B>> operator()(Policies& with, prepared<B> in) const {
    auto& signer = with.template get<role::signer>();
    signing_context context{{}, with.template get<role::clock>().now(), with.template get<role::endpoint>().signing_region()};
    if constexpr (!requires { signer.needs_credentials; }) {
      auto who = with.template get<role::credentials>().current(context.now);
      if (!who) return in->at.fail(who.error());
      context.who = *who;
    }
    if (!fits_in_header(context.who.access_key_id) || !fits_in_header(context.who.security_token)) {
      return in->at.fail(fault::client, "credentials: blanks or line breaks in the key id or token; was it read from a file?"sv);
    }
    auto done = signer.sign(in->at.message, in->at.texts, context, typename Policies::template type<role::crypto>{});
    if (!done) return in->at.fail(done.error());
    if (in->at.texts.overflow() || in->at.message.headers.overflow() || in->at.message.parameters.overflow()) {
      return in->at.fail(fault::client, "workspace: the request does not fit; use one with larger limits"sv);
    }
    return ready<B>{in, signed_request{in->at.message}};
  }

 private:
  static constexpr bool fits_in_header(std::string_view text) {
    for (char c : text) {
      if (is_control(c) || c == ' ') return false;
    }
    return true;
  }
};

}  // namespace upcall::stages
