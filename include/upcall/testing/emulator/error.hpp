// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/xml.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// Thrown inside the emulator: why a request is refused, in the service's own terms.
struct service_error {
  int status = 400;
  std::string code = "InvalidArgument";
  std::string message = {};
  std::string ec = {};
  std::vector<std::pair<std::string, std::string>> details = {};  // further elements of the error document
};

// The service's error document.
inline std::string error_document(const service_error& why, std::string_view request_id, std::string_view host) {
  return written([&](string_writer& to) {
    const auto element = [&to](std::string_view name, std::string_view text) {
      to.text.append("  <").append(name).append(">");
      write_xml_text(to, text);
      to.text.append("</").append(name).append(">\n");
    };
    to.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n");
    element("Code", why.code);
    element("Message", why.message);
    element("RequestId", request_id);
    element("HostId", host);
    for (const auto& [name, text] : why.details) element(name, text);
    if (!why.ec.empty()) element("EC", why.ec);
    to.append("</Error>\n");
  });
}

// The code and message that go with a status when nothing more is known: what a scripted fault answers.
inline service_error error_of_status(int status) {
  switch (status) {
    case 203: return {status, "CallbackFailed", "Error status : 502."};
    case 400: return {status, "InvalidArgument", "The request is refused by a scripted fault."};
    case 403: return {status, "AccessDenied", "The request is refused by a scripted fault."};
    case 404: return {status, "NoSuchKey", "The specified key does not exist."};
    case 409:
      return {status, "FileAlreadyExists", "The object you specified already exists and can not be overwritten."};
    case 500: return {status, "InternalError", "We encountered an internal error. Please try again."};
    case 503: return {status, "ServiceUnavailable", "Please reduce your request rate."};
    default: return {status, "ScriptedFault", "A scripted fault answers this status."};
  }
}

// Makes an answer one that tells of an error. An answer to HEAD carries the document in a header.
inline void fill_in_error(http_response& answer, const service_error& why, const incoming& message,
                          std::string_view request_id) {
  answer.status = why.status;
  std::string document = error_document(why, request_id, message.request.headers.get("host"));
  if (!why.ec.empty()) answer.headers.set("x-oss-ec", why.ec);
  if (message.request.method == "HEAD") {
    answer.headers.set("x-oss-err", written([&](auto& to) { write_base64(to, document); }));
    answer.without_body = true;
    return;
  }
  answer.headers.set("Content-Type", "application/xml");
  answer.body = std::move(document);
}

}  // namespace upcall::testing
