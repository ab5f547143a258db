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

// What cannot be sent in a request, as a sentence, or nothing. Before it is sent the headers are all together: the
// caller's own, a callback encoded elsewhere, a region in the signature.
constexpr std::string_view find_unsendable(const exchange& at) {
  for (const auto& [name, value] : at.message.headers) {
    if (!is_header_value(value)) return "header: a value must not hold line breaks or control characters"sv;
  }
  if (at.texts.overflow() || at.message.headers.overflow() || at.message.parameters.overflow())
    return "workspace: the request does not fit; use one with larger limits"sv;
  return {};
}

// Asks for credentials and signs; the only place where a signed_request comes to be. Its parts are functions of their
// own, so that what they need of the stack is gone before the next begins.
struct sign : stage_base {
  template <class Policies, payload B>
  constexpr ready<B> operator()(Policies& with, prepared<B> in) const {
    signing_context context{
        {}, with.template get<role::clock>().now(), with.template get<role::endpoint>().signing_region()};
    if constexpr (asks<Policies> &&
                  lends_credentials<running_policy<typename Policies::template type<role::credentials>>>) {
      if (!sign_with_lent(with, in->at, context)) return {};
    } else {
      if (!ask_for_credentials(with, in->at, context) || !put_signature(with, in->at, context)) return {};
    }
    return ready<B>{in, signed_request{in->at.message}};
  }

 private:
  template <class Policies>
  static constexpr bool asks = asks_for_credentials<running_policy<typename Policies::template type<role::signer>>>;

  template <class Policies>
  [[gnu::noinline]] static constexpr bool ask_for_credentials(Policies& with, exchange& at, signing_context& context) {
    if constexpr (!asks<Policies>) return true;
    return take(with.template get<role::credentials>().current(context.now), at, context);
  }

  // The secret is needed until it is signed; what a request shows of them goes out when they may be gone.
  template <class Policies>
  [[gnu::noinline]] static bool sign_with_lent(Policies& with, exchange& at, signing_context& context) {
    const auto who = with.template get<role::credentials>().current(context.now);
    if (!take(who, at, context)) return false;
    for (std::string_view* text : {&context.who.access_key_id, &context.who.security_token}) {
      write(at.texts, *text);
      *text = at.texts.take();
    }
    return put_signature(with, at, context);
  }

  template <class Given>
  [[gnu::always_inline]] static constexpr bool take(const result<Given>& who, exchange& at, signing_context& context) {
    if (!who) {
      at.fail(who.error());
      return false;
    }
    context.who = *who;
    if (fits_in_header(context.who.access_key_id) && fits_in_header(context.who.access_key_secret) &&
        fits_in_header(context.who.security_token))
      return true;
    at.fail(fault::client,
            "credentials: blanks or line breaks in the key id, secret or token; were they read from a file?"sv);
    return false;
  }

  template <class Policies>
  [[gnu::noinline]] static constexpr bool put_signature(Policies& with, exchange& at, const signing_context& context) {
    const verdict done = with.template get<role::signer>().sign(at.message, at.texts, context,
                                                                typename Policies::template type<role::crypto>{});
    std::string_view wrong = find_unsendable(at);
    if (wrong.empty()) wrong = done.wrong();
    if (wrong.empty()) return true;
    at.fail(fault::client, wrong);
    return false;
  }

  static constexpr bool fits_in_header(std::string_view text) {
    for (char c : text) {
      if (is_control(c) || c == ' ') return false;
    }
    return true;
  }
};

}  // namespace upcall::stages
