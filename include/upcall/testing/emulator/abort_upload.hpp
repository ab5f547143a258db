// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/open_upload.hpp>

namespace upcall::testing {

// DELETE /bucket/key?uploadId=ID
inline http_response abort_upload(const incoming& message, service_context& context) {
  open_upload(message, context)->abort();
  http_response answer;
  answer.status = 204;
  return answer;
}

}  // namespace upcall::testing
