// error: transport policy: needs `result<nothing> send(const signed_request&, body auto&, response&)`
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_transport {
  using role = upcall::role::transport;
#ifndef UPCALL_CONTROL
  upcall::result<upcall::nothing> sent(const upcall::signed_request&, upcall::body auto&, upcall::response&) {
    return upcall::nothing{};
  }
#else
  upcall::result<upcall::nothing> send(const upcall::signed_request&, upcall::body auto&, upcall::response&) {
    return upcall::nothing{};
  }
#endif
};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}, my_transport{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
