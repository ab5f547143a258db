// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <upcall/http/request.hpp>
#include <upcall/http/text_arena.hpp>
#include <upcall/policies/signer/v4_form.hpp>

namespace upcall::v4 {

// Host and Content-Length are written by the transport. Where they are among the names to be signed besides, a request
// has them as headers while this lives.
class transport_headers {
 public:
  constexpr transport_headers(request& message, text_arena& texts, std::span<const std::string_view> additional)
      : message_(message) {
    if (is_listed("host", additional) && message.headers.find("host") == nullptr) {
      write_host(texts, message);
      message.headers.set("host", texts.take());
      host_ = true;
    }
    if (message.has_body && is_listed("content-length", additional) &&
        message.headers.find("content-length") == nullptr) {
      write_decimal(texts, message.content_length);
      message.headers.set("content-length", texts.take());
      length_ = true;
    }
  }
  transport_headers(const transport_headers&) = delete;
  transport_headers& operator=(const transport_headers&) = delete;
  constexpr ~transport_headers() {
    if (host_) message_.headers.remove("host");
    if (length_) message_.headers.remove("content-length");
  }

 private:
  request& message_;
  bool host_ = false, length_ = false;
};

// Whether a request that was signed must be sent with this header as it was.
constexpr bool is_signed(std::string_view name, std::span<const std::string_view> additional) {
  return always_signed(name) || is_listed(name, additional);
}

}  // namespace upcall::v4
