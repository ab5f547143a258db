// SPDX-License-Identifier: Apache-2.0
#include <upcall/http/address.hpp>
#include <upcall/http/address_problem.hpp>

namespace {

namespace problem = upcall::address_problem;

constexpr std::string_view wrong(std::string_view url) { return upcall::read_address(url).wrong; }

static_assert(wrong("ftp://oss-cn-hangzhou.aliyuncs.com") == problem::other_scheme);
static_assert(wrong("https://oss-cn-hangzhou.aliyuncs.com/bucket") == problem::more_than_host);
static_assert(wrong("https://") == problem::no_host && wrong("") == problem::no_host);
static_assert(wrong("https://oss-cn-hangzhou.aliyuncs.com:0") == problem::bad_port);
static_assert(wrong("http://[::1") == problem::bad_ipv6 && wrong("http://[fe80::1%25eth0]:80") == problem::bad_ipv6);
static_assert(wrong("http://[::1]x") == problem::more_than_host && wrong("http://[::1]:0") == problem::bad_port);
static_assert(wrong("https://oss-cn-hangzhou.aliyuncs.com").empty() && wrong("http://[::1]:8080").empty());

}  // namespace
