// error: client: a policy named between the <> cannot be made from nothing; give its value as well
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_transport : given::transport {
  int& sent;
  explicit my_transport(int& counter) : sent(counter) {}
};

int main() {
  int count = 0;
#ifndef UPCALL_CONTROL
  upcall::freestanding_client<my_transport, upcall::endpoint, upcall::fixed_credentials, upcall::manual_clock,
                              upcall::borrowed_workspace<upcall::limits::small>>
      oss{given::credentials, upcall::manual_clock{}, upcall::borrowed_workspace{given::room}, given::endpoint};
#else
  upcall::freestanding_client<my_transport, upcall::endpoint, upcall::fixed_credentials, upcall::manual_clock,
                              upcall::borrowed_workspace<upcall::limits::small>>
      oss{given::credentials, upcall::manual_clock{}, upcall::borrowed_workspace{given::room}, given::endpoint,
          my_transport{count}};
#endif
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
