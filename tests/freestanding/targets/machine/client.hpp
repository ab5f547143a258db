// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../../../examples/vectors/canned.hpp"
#include <upcall/freestanding.hpp>
#include <upcall/policies/signer/anonymous.hpp>
#include <upcall/policies/workspace/stack.hpp>

namespace vectors {

// Answers every request so; of a request it looks at nothing but the body, which it reads to its end.
struct canned_transport {
  using role = upcall::role::transport;

  const canned& given;

  template <upcall::body Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& body,
                                       upcall::response& answer) const {
    char piece[512];
    for (std::uint64_t left = request.has_body() ? request.content_length() : 0; left != 0;) {
      const auto got = body.read(piece);
      if (!got) return got.error();
      left -= *got;
    }
    answer.status = given.status;
    for (const auto& [name, value] : given.headers) answer.header(name, value);
    const bool has_body = request.method() != "HEAD" && given.status != 204 && !given.body.empty();
    if (has_body && !answer.append(given.body)) return upcall::transport_failure("the answer was not wanted", true);
    return upcall::nothing{};
  }
};

// A device's client whose calls are answered so.
inline auto client_with(const canned& given) {
  return upcall::freestanding_client{upcall::endpoint{"http://127.0.0.1"},
                                     upcall::fixed_credentials{"fake-access-key-id", "fake-access-key-secret"},
                                     canned_transport{given},
                                     upcall::manual_clock{},
                                     upcall::stack_workspace<>{},
                                     upcall::sign_anonymous{}};
}

}  // namespace vectors
