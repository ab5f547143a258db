// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../../canned.hpp"
#include <upcall/profiles/hosted.hpp>
#include <upcall/testing/recorded.hpp>

namespace vectors {

// A client whose one request is answered so: it tries once, also when it is refused for its time.
inline auto client_with(const canned& given) {
  upcall::recorded_answer answer{.status = given.status, .body = given.body};
  for (const auto& [name, value] : given.headers) answer.headers.emplace_back(name, value);
  return upcall::client{upcall::endpoint{"http://127.0.0.1"},
                        upcall::recorded{{answer}},
                        upcall::sign_anonymous{},
                        upcall::no_retry{},
                        upcall::system_clock{},
                        upcall::returning{}};
}

}  // namespace vectors
