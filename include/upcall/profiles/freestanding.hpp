// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/bodies/addressed.hpp>
#include <upcall/bodies/callable.hpp>
#include <upcall/bodies/text.hpp>
#include <upcall/client.hpp>
#include <upcall/policies/callback_encoder/in_header.hpp>
#include <upcall/policies/checkpoint/inline.hpp>
#include <upcall/policies/checkpoint/stored.hpp>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/credentials/fixed.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/policies/endpoint/constant.hpp>
#include <upcall/policies/errors/returning.hpp>
#include <upcall/policies/executor/in_order.hpp>
#include <upcall/policies/observer/silent.hpp>
#include <upcall/policies/retry/none.hpp>
#include <upcall/policies/signer/v4.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/workspace/borrowed.hpp>

namespace upcall {

using freestanding = policy_list<endpoint, portable_crypto, sign_v4_uncached, no_retry, callback_in_header,
                                 inline_checkpoint<32>, in_order, silent_observer, returning>;

// A client without heap, exceptions, RTTI, files or an operating system: endpoint, credentials, transport, clock and
// workspace are given. It belongs to one thread.
template <class... Policies>
class freestanding_client : public basic_client<freestanding, Policies...> {
 public:
  template <class... Values>
  constexpr explicit freestanding_client(Values... values) : basic_client<freestanding, Policies...>(values...) {}
};
template <class... Values>
freestanding_client(Values...) -> freestanding_client<Values...>;

}  // namespace upcall
