// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <everything.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://app.example.com/uploaded",
    .query = {{"user", "odr"}},
    .body = "object=${object}",
};

// What one translation unit sees; addresses are the same in all of them only when the things are inline.
struct view {
  const void* encoded;
  const char* parameter;
  const void* body_type;
  std::size_t callback_size, failure_size, workspace_size;
  bool operator==(const view&) const = default;
};

static inline view look() {
  return {
      &upcall::encoded<on_upload>, upcall::encoded<on_upload>.parameter.data(),
      &upcall::form_body_type,     sizeof(upcall::callback),
      sizeof(upcall::failure),     sizeof(upcall::workspace<upcall::limits::hosted>),
  };
}

view seen_by_one();
view seen_by_two();
