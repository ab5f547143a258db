// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/http/message.hpp>

namespace upcall::testing {

// Makes an answer one that tells of an error. An answer to HEAD carries the document in a header.
inline void fill_in_error(http_response& answer, const service_error& why, const incoming& message,
                          std::string_view request_id) {
  answer.status = why.status;
  std::string document = error_document(why, request_id, message.request.headers.get("host"));
  if (!why.ec.empty()) answer.headers.set("x-oss-ec", why.ec);
  if (message.request.method == "HEAD") {
    answer.headers.set("x-oss-err", base64_of(document));
    answer.without_body = true;
    return;
  }
  answer.headers.set("Content-Type", "application/xml");
  answer.body = std::move(document);
}

}  // namespace upcall::testing
