// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/callback/option.hpp>
#include <upcall/callback/refused.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/warn_of_callback.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/callback_encoder.hpp>

namespace upcall {

// Puts the callback, if there is one, into the request of an upload. False: exchange::why says what is wrong with it.
template <class Policies, payload B>
constexpr bool add_callback(Policies& with, prepared<B> in, const refused_callback&) {
  in->with_callback = in->at.message.headers.find("x-oss-callback"sv) != nullptr;
  warn_of_callback(with, in);
  return true;
}
template <class Policies, payload B>
constexpr bool add_callback(Policies& with, prepared<B> in, const callback_option& callback) {
  request& message = in->at.message;
  if (callback) {
    const verdict encoded = with.template get<role::callback_encoder>().encode(callback, message, in->at.texts);
    if (!encoded) {
      in->at.fail(fault::client, encoded.wrong());
      return false;
    }
    in->with_callback = true;
  } else {
    in->with_callback = message.headers.find("x-oss-callback"sv) != nullptr;
  }
  warn_of_callback(with, in);
  return true;
}

}  // namespace upcall
