// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <upcall/policies/keys/pinned.hpp>

namespace given {

// A public key in form, of nobody: the service's with one digit changed.
inline std::string other_public_key() {
  std::string out{upcall::callback_public_key};
  out[out.find("JBGzwUB2")] = 'K';
  return out;
}

}  // namespace given
