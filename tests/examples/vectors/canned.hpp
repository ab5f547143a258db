// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <upcall/core/field.hpp>
#include <vector>

namespace vectors {

// What a service answers, prepared.
struct canned {
  int status = 0;
  std::vector<upcall::field> headers = {};
  std::string body = {};
};

}  // namespace vectors
