// error: credentials policy: needs `result<credentials> current(timestamp now)`
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_credentials {
  using role = upcall::role::credentials;
#ifndef UPCALL_CONTROL
  upcall::result<upcall::credentials> current() { return upcall::credentials{"fake-id", "fake-secret"}; }
#else
  upcall::result<upcall::credentials> current(upcall::timestamp) {
    return upcall::credentials{"fake-id", "fake-secret"};
  }
#endif
};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}, my_credentials{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
