// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/failure.hpp>
#include <upcall/http/response.hpp>
#include <upcall/text/xml_reader.hpp>

namespace upcall {

// The failure that an answer stands for: status and request id always, and the members of the error document that were read to
// their end. An answer that is no such document (a proxy's page), or was cut, still gives status and request id.
constexpr failure read_failure(fault kind, const response& answer) {
  failure out{kind, {}, answer.status};
  out.request_id = answer.request_id;
  out.ec = answer.ec;
  xml_reader reader{answer.body()};
  int depth = 0;
  bool is_error = false;
  inline_string<200>* message = nullptr;
  inline_string<40>* text = nullptr;
  inline_string<16>* ec = nullptr;
  for (auto token = reader.next(); token != xml_token::end; token = reader.next()) {
    if (token == xml_token::error) {
      if (message != nullptr) message->clear();
      if (ec != nullptr) ec->clear();
      if (text != nullptr) text->clear();
      if (out.request_id.empty()) out.request_id = answer.request_id;
      break;
    }
    if (token == xml_token::open) {
      const std::string_view name = reader.name();
      if (++depth == 1) is_error = name == "Error";
      const bool member = depth == 2 && is_error;
      message = member && name == "Message" ? &out.message : nullptr;
      text = member && name == "Code" ? &out.code : member && name == "RequestId" ? &out.request_id : nullptr;
      ec = member && name == "EC" ? &out.ec : nullptr;
      if (text != nullptr) text->clear();
      if (ec != nullptr) ec->clear();
    } else if (token == xml_token::close) {
      --depth;
      message = nullptr;
      text = nullptr;
      ec = nullptr;
    } else {
      if (message != nullptr) reader.write_text(*message);
      if (text != nullptr) reader.write_text(*text);
      if (ec != nullptr) reader.write_text(*ec);
    }
  }
  out.message.trim();
  out.code.trim();
  out.request_id.trim();
  out.ec.trim();
  return out;
}

}  // namespace upcall
