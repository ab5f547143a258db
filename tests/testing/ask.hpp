// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <string>
#include <upcall/testing/emulator/service.hpp>
#include <utility>

inline upcall::testing::http_response ask(upcall::testing::service& to, std::string method, std::string target,
                                          const header_lines& headers = {}, std::string body = {}) {
  auto request = raw_request(std::move(method), std::move(target), headers, std::move(body));
  return to.handle(request);
}

inline void refused(const upcall::testing::http_response& answer, int status, const std::string& code) {
  CHECK(answer.status == status);
  CHECK(element(answer.body, "Code") == code);
}
