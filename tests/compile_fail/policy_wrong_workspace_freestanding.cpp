// error: workspace policy: needs `workspace<Limits> lease()`, or a reference to one
#include "given.hpp"
#include <span>
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_workspace {
  using role = upcall::role::workspace;
#ifndef UPCALL_CONTROL
  std::span<char> lease() { return {}; }
#else
  upcall::workspace<upcall::limits::small> lease() { return {}; }
#endif
};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{}, upcall::manual_clock{},
                                  my_workspace{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
