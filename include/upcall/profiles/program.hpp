// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/bodies/addressed.hpp>
#include <upcall/bodies/callable.hpp>
#include <upcall/bodies/file.hpp>
#include <upcall/bodies/stream.hpp>
#include <upcall/bodies/text.hpp>
#include <upcall/client.hpp>
#include <upcall/policies/callback_encoder/in_header.hpp>
#include <upcall/policies/checkpoint/file.hpp>
#include <upcall/policies/checkpoint/memory.hpp>
#include <upcall/policies/checkpoint/none.hpp>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/clock/system.hpp>
#include <upcall/policies/credentials/environment.hpp>
#include <upcall/policies/credentials/fixed.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/errors/returning.hpp>
#include <upcall/policies/errors/throwing.hpp>
#include <upcall/policies/executor/in_order.hpp>
#include <upcall/policies/executor/threads.hpp>
#include <upcall/policies/observer/log_lines.hpp>
#include <upcall/policies/observer/silent.hpp>
#include <upcall/policies/retry/budgeted.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/retry/none.hpp>
#include <upcall/policies/signer/anonymous.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/signer/v4.hpp>
#include <upcall/policies/workspace/stack.hpp>

namespace upcall {

// What a program's client is made of where it names nothing else.
template <class Transport>
using program = policy_list<endpoint, environment_credentials, Transport, sign_v4, openssl_crypto,
                            corrected_clock<system_clock>, exponential_backoff, callback_in_header, file_checkpoint,
                            threads<3>, stack_workspace<>, silent_observer, throwing>;

}  // namespace upcall
