// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace upcall {

// Inside the library a text is "text"sv: made from a plain literal, a string_view costs a device a call to strlen each
// time.
using std::string_view_literals::operator""sv;

}  // namespace upcall
