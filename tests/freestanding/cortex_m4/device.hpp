// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/bodies/text.hpp>

// Uploads one object; the status of the answer, or below 0 that of a failure.
int upload(std::string_view key, upcall::text data);
