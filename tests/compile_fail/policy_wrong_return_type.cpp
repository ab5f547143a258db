// error: transport policy: needs `result<nothing> send(const signed_request&, body auto&, response&)`
#include "given.hpp"
#include <string_view>
#include <upcall.hpp>

struct my_transport {
  using role = upcall::role::transport;
#ifndef UPCALL_CONTROL
  bool send(const upcall::signed_request&, upcall::body auto&, upcall::response&) { return true; }
#else
  upcall::result<upcall::nothing> send(const upcall::signed_request&, upcall::body auto&, upcall::response&) {
    return upcall::nothing{};
  }
#endif
};

int main() {
  upcall::client oss{given::endpoint, my_transport{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  bucket.get_object("key", [](std::string_view) {});
  bucket.delete_object("key");
  return stored.status == found.status ? 0 : 1;
}
