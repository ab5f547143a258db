// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

// Each mistake that an endpoint's URL can have, and what to do instead. A macro, since a static_assert takes literals
// only and the sentences shall stand once.
#define UPCALL_ADDRESS_PROBLEMS(X) \
  X(other_scheme, "endpoint: only http:// and https:// are possible") \
  X(more_than_host, "endpoint: give scheme, host and port alone, such as https://oss-cn-hangzhou.aliyuncs.com") \
  X(bad_ipv6, "endpoint: in brackets goes an IPv6 address without a zone, such as [2001:db8::1]") \
  X(no_host, "endpoint: no host in it; give one such as https://oss-cn-hangzhou.aliyuncs.com") \
  X(bad_port, "endpoint: the port must be a number from 1 to 65535")

namespace upcall::address_problem {

#define UPCALL_TEXT(name, sentence) inline constexpr std::string_view name = sentence;
UPCALL_ADDRESS_PROBLEMS(UPCALL_TEXT)
#undef UPCALL_TEXT

}  // namespace upcall::address_problem
