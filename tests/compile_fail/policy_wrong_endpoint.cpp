// error: endpoint policy: needs `parsed_address where() const` and `std::string_view signing_region() const`
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_endpoint {
  using role = upcall::role::endpoint;
#ifndef UPCALL_CONTROL
  std::string_view where() const { return "oss-cn-hangzhou.aliyuncs.com"; }
#else
  upcall::parsed_address where() const { return upcall::read_address("oss-cn-hangzhou.aliyuncs.com"); }
#endif
  std::string_view signing_region() const { return "cn-hangzhou"; }
};

int main() {
  upcall::freestanding_client oss{given::credentials, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}, my_endpoint{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
