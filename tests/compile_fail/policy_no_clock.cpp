// error: client: give a clock, a policy with `timestamp now()`, `milliseconds elapsed()` and `void sleep(milliseconds)`
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

int main() {
#ifndef UPCALL_CONTROL
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{},
                                  upcall::borrowed_workspace{given::room}};
#else
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{},
                                  upcall::borrowed_workspace{given::room}, upcall::manual_clock{}};
#endif
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
