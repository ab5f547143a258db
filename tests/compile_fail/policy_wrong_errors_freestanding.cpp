// error: errors policy: needs `auto unwrap(call, const subject&)`, where call() gives a result<T>
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_errors {
  using role = upcall::role::errors;
#ifndef UPCALL_CONTROL
  auto unwrap(auto& call) { return call(); }
#else
  auto unwrap(auto& call, const upcall::subject&) { return call(); }
#endif
};

int main() {
  upcall::freestanding_client oss{given::endpoint,
                                  given::credentials,
                                  given::transport{},
                                  upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room},
                                  my_errors{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
