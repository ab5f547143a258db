// error: clock policy: needs `timestamp now()`, `milliseconds elapsed()` and `void sleep(milliseconds)`
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_clock {
  using role = upcall::role::clock;
#ifndef UPCALL_CONTROL
  long long now() { return 1'700'000'000; }
#else
  upcall::timestamp now() { return {1'700'000'000}; }
#endif
  upcall::milliseconds elapsed() { return {}; }
  void sleep(upcall::milliseconds) {}
};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{},
                                  upcall::borrowed_workspace{given::room}, my_clock{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
