// error: client: give an endpoint, such as `upcall::endpoint{
#include "given.hpp"
#include <string_view>
#include <upcall.hpp>

int main() {
#ifndef UPCALL_CONTROL
  upcall::client oss{given::credentials};
#else
  upcall::client oss{given::credentials, given::endpoint};
#endif
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  bucket.get_object("key", [](std::string_view) {});
  bucket.delete_object("key");
  return stored.status == found.status ? 0 : 1;
}
