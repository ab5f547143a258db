// error: client: give an endpoint, such as `upcall::endpoint{
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

int main() {
#ifndef UPCALL_CONTROL
  upcall::freestanding_client oss{given::transport{}, upcall::manual_clock{}, upcall::borrowed_workspace{given::room},
                                  given::credentials};
#else
  upcall::freestanding_client oss{given::transport{}, upcall::manual_clock{}, upcall::borrowed_workspace{given::room},
                                  given::credentials, given::endpoint};
#endif
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
