// error: clock policy: needs `timestamp now()`, `milliseconds elapsed()` and `void sleep(milliseconds)`
#include "given.hpp"
#include <upcall/freestanding.hpp>

struct board_clock {
  using role = upcall::role::clock;
#ifndef UPCALL_CONTROL
  static upcall::timestamp time() { return {}; }
#else
  static upcall::timestamp now() { return {}; }
#endif
  static upcall::milliseconds elapsed() { return {}; }
  static void sleep(upcall::milliseconds) {}
};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, upcall::corrected_clock{board_clock{}},
                                  upcall::borrowed_workspace{given::room}, given::transport{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  return stored && found && stored->status == found->status ? 0 : 1;
}
