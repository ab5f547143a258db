// error: client: give a workspace, such as `upcall::borrowed_workspace{bytes}`
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

int main() {
#ifndef UPCALL_CONTROL
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{}, upcall::manual_clock{}};
#else
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}};
#endif
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
