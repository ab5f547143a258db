// error: workspace policy: needs `workspace<Limits> lease()`, or a reference to one
#include "given.hpp"
#include <span>
#include <string_view>
#include <upcall.hpp>

struct my_workspace {
  using role = upcall::role::workspace;
#ifndef UPCALL_CONTROL
  std::span<char> lease() { return {}; }
#else
  upcall::workspace<upcall::limits::small> lease() { return {}; }
#endif
};

int main() {
  upcall::client oss{given::endpoint, my_workspace{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  bucket.get_object("key", [](std::string_view) {});
  bucket.delete_object("key");
  return stored.status == found.status ? 0 : 1;
}
