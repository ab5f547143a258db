// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/roles/endpoint.hpp>

using upcall::address_style;
using upcall::endpoint;

namespace {

constexpr auto region(const endpoint& given) { return endpoint::state{given}.signing_region(); }
constexpr auto style(const endpoint& given) { return endpoint::state{given}.where().where.style; }

struct own {
  upcall::parsed_address where() const;
  std::string_view signing_region() const;
};
struct changes_itself {
  upcall::parsed_address where();
  std::string_view signing_region();
};
struct without_region {
  upcall::parsed_address where() const;
};
struct other_result {
  upcall::address where() const;
  std::string_view signing_region() const;
};

static_assert(upcall::endpoint_source<own> && upcall::endpoint_source<endpoint::state>);
static_assert(!upcall::endpoint_source<changes_itself> && !upcall::endpoint_source<without_region>);
static_assert(!upcall::endpoint_source<other_result> && !upcall::endpoint_source<int>);
static_assert(upcall::role::endpoint::played<endpoint> && upcall::role::endpoint::check<own>());

// The region: as given, else as the host tells, else, for stand-ins of the service, the first there was.
static_assert(region({"https://oss-cn-hangzhou.aliyuncs.com"}) == "cn-hangzhou");
static_assert(region({"https://oss-cn-beijing-internal.aliyuncs.com"}) == "cn-beijing");
static_assert(region({"https://cn-beijing.oss.aliyuncs.com"}) == "cn-beijing");
static_assert(region({"oss-us-east-1.aliyuncs.com:80"}) == "us-east-1");
static_assert(region({.url = "https://oss-cn-beijing.aliyuncs.com", .region = "cn-shanghai"}) == "cn-shanghai");
static_assert(region({"https://oss-accelerate.aliyuncs.com"}).empty());
static_assert(region({.url = "https://media.example.com", .cname = true}).empty());
static_assert(region({.url = "https://media.example.com", .region = "cn-beijing", .cname = true}) == "cn-beijing");
static_assert(region({"http://127.0.0.1:9000"}) == "cn-hangzhou" && region({"localhost"}) == "cn-hangzhou");
static_assert(region({.url = "http://127.0.0.1", .region = "cn-beijing"}) == "cn-beijing");
static_assert(region({"http://[::1]:9000"}) == "cn-hangzhou");
static_assert(region({.url = "[::1]", .region = "cn-beijing"}) == "cn-beijing");
static_assert(region({.url = "https://oss-cn-beijing.aliyuncs.com", .path_style = true}) == "cn-beijing");
static_assert(region({.url = "http://store.example.com", .path_style = true}) == "cn-hangzhou");

static_assert(style({"https://oss-cn-hangzhou.aliyuncs.com"}) == address_style::virtual_host);
static_assert(style({.url = "https://media.example.com", .cname = true}) == address_style::cname);
static_assert(style({.url = "https://store.example.com", .path_style = true}) == address_style::path);
static_assert(style({"127.0.0.1:80"}) == address_style::path && style({"[::1]:80"}) == address_style::path);
static_assert(style({.url = "http://[::1]", .cname = true}) == address_style::path);
// An address in digits can be no bucket's own domain.
static_assert(style({.url = "http://127.0.0.1", .cname = true}) == address_style::path);

}  // namespace

TEST_CASE("what is wrong with an endpoint is kept for the first call") {
  const endpoint::state none{endpoint{}};
  CHECK(none.where().wrong.find("no host") != std::string_view::npos);
  const endpoint::state path{endpoint{"https://oss-cn-hangzhou.aliyuncs.com/bucket"}};
  CHECK(path.where().wrong.find("https://oss-cn-hangzhou.aliyuncs.com") != std::string_view::npos);
}
