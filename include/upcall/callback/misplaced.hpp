// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace upcall {

// `.callback` of the requests before the last one of an upload in parts: says where it belongs. As a member it takes a
// byte: with [[no_unique_address]], clang 14 ends with a fault of its own in a list of such options.
struct misplaced_callback {
  constexpr misplaced_callback() = default;
  template <class Callback>
  constexpr misplaced_callback(const Callback&) {
    static_assert(sizeof(Callback) == 0,
                  "callback: it is made when the object is complete; give it to complete_upload, not to this request");
  }
};

}  // namespace upcall
