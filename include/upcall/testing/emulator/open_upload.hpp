// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/store.hpp>

namespace upcall::testing {

inline service_error no_such_upload(const incoming& message) {
  return {404,
          "NoSuchUpload",
          "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
          "completed.",
          "",
          {{"UploadId", std::string{message.parameter("uploadId")}}}};
}

// The upload that a request names, held. It is known by its id together with its object's name.
inline std::unique_ptr<held_upload> open_upload(const incoming& message, service_context& context) {
  auto out = context.store.hold_upload(std::string{message.parameter("uploadId")});
  if (!out || out->facts.bucket != message.bucket || out->facts.key != message.key) throw no_such_upload(message);
  return out;
}

}  // namespace upcall::testing
