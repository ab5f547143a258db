// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <upcall/testing/emulator/callback_sender.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/settings.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <upcall/testing/http/message.hpp>

namespace upcall::testing {

// What an operation of the service works with.
struct service_context {
  const emulator_settings& settings;
  object_store& store;
  callback_sender& callbacks;
  std::string request_id;
};

// One operation: names are checked and the request is allowed.
using service_operation = http_response (*)(const incoming&, service_context&);

}  // namespace upcall::testing
