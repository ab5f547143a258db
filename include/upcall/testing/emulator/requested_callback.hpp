// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <upcall/testing/emulator/callback_body.hpp>
#include <upcall/testing/emulator/callback_parameter.hpp>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <utility>

namespace upcall::testing {

// A callback that an operation was asked for, read and tried out before anything is stored.
class requested_callback {
 public:
  requested_callback(const incoming& message, const service_context& context, std::string operation)
      : message_(message) {
    plan_ = callback_parameter_reader{message, context.settings}.read();
    facts_.operation = std::move(operation);
    facts_.client_ip = message.request.peer;
    facts_.request_id = context.request_id;
    if (plan_) (void)callback_body(*plan_, facts_, parameter());
  }

  explicit operator bool() const { return plan_.has_value(); }

  // Makes the callback and puts what comes of it into the answer to the upload; its other headers stay also when it
  // failed.
  void make(http_response& answer, callback_facts about, service_context& context) {
    about.operation = facts_.operation;
    about.client_ip = facts_.client_ip;
    about.request_id = facts_.request_id;
    const callback_outcome outcome =
        context.callbacks.send(*plan_, callback_body(*plan_, about, parameter()), about.object, context.request_id);
    if (outcome.failed) return fill_in_error(answer, *outcome.failed, message_, context.request_id);
    answer.body = outcome.answer;
    answer.headers.set("Content-Type", "application/json");
  }

 private:
  std::string_view parameter() const {
    return message_.has("callback") ? message_.parameter("callback") : message_.header("x-oss-callback");
  }

  const incoming& message_;
  std::optional<callback_plan> plan_;
  callback_facts facts_ = {};
};

}  // namespace upcall::testing
