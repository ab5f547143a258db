// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/operations/received_callback.hpp>

namespace upcall {

// A refusal as a word, for logs and for programs that read them; empty for none.
constexpr std::string_view name_of(refusal reason) {
  switch (reason) {
    case refusal::none:
      break;
    case refusal::bad_method:
      return "bad_method";
    case refusal::bad_target:
      return "bad_target";
    case refusal::missing_header:
      return "missing_header";
    case refusal::repeated_header:
      return "repeated_header";
    case refusal::too_long:
      return "too_long";
    case refusal::bad_base64:
      return "bad_base64";
    case refusal::bad_pub_key_url:
      return "bad_pub_key_url";
    case refusal::no_key:
      return "no_key";
    case refusal::bad_signature:
      return "bad_signature";
  }
  return {};
}

}  // namespace upcall
