// SPDX-License-Identifier: Apache-2.0
// Policies without a mistake, for the cases about policies.
#pragma once
#include <upcall/core/time.hpp>
#include <upcall/http/body.hpp>
#include <upcall/http/response.hpp>
#include <upcall/http/signed_request.hpp>
#include <upcall/http/workspace.hpp>
#include <upcall/policies/credentials/fixed.hpp>
#include <upcall/roles/endpoint.hpp>
#include <upcall/roles/transport.hpp>

namespace given {

inline constexpr upcall::endpoint endpoint{"http://oss-cn-hangzhou.aliyuncs.com"};
inline constexpr upcall::fixed_credentials credentials{"fake-id", "fake-secret"};
inline upcall::workspace<upcall::limits::small> room{};

struct transport {
  using role = upcall::role::transport;
  upcall::result<upcall::nothing> send(const upcall::signed_request&, upcall::body auto&, upcall::response& answer) {
    answer.status = 200;
    return upcall::nothing{};
  }
};

}  // namespace given
