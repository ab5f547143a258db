// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/http/body.hpp>
#include <upcall/http/request.hpp>

namespace upcall {

namespace stages {
struct sign;
}
namespace detail {
struct fetching;
}
template <payload B>
class ready;

// A request that a signer has been over. Only the sign stage makes one, and only this can be sent. (What is asked of
// other servers than the service is not signed; see fetch.)
class signed_request {
 public:
  constexpr std::string_view method() const { return message_->method; }
  constexpr const address& to() const { return message_->to; }
  // Every header but Host, Content-Length and Transfer-Encoding; names in lower case. Blanks and tabs at the ends of a
  // value are none of it (RFC 9110, section 5.5), and need not be sent.
  constexpr const header_list& headers() const { return message_->headers; }
  // Content-Length must be sent when there is a body, also an empty one. One of unknown size (an unsized_body) is none
  // of these: Transfer-Encoding: chunked is sent with it.
  constexpr bool has_body() const { return message_->has_body; }
  constexpr std::uint64_t content_length() const { return message_->content_length; }
  constexpr const request& message() const { return *message_; }

 private:
  friend struct stages::sign;
  friend struct detail::fetching;
  template <payload B>
  friend class ready;
  constexpr explicit signed_request(const request& message) : message_(&message) {}

  const request* message_;
};

}  // namespace upcall
