// error: errors policy: needs `auto unwrap(call, const subject&)`, where call() gives a result<T>
#include "given.hpp"
#include <string_view>
#include <upcall.hpp>

struct my_errors {
  using role = upcall::role::errors;
#ifndef UPCALL_CONTROL
  auto unwrap(auto& call) { return *call(); }
#else
  auto unwrap(auto& call, const upcall::subject&) { return *call(); }
#endif
};

int main() {
  upcall::client oss{given::endpoint, my_errors{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  bucket.get_object("key", [](std::string_view) {});
  bucket.delete_object("key");
  return stored.status == found.status ? 0 : 1;
}
