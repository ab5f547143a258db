// error: client: two of the policies play the same role
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>
#include <upcall/policies/signer/v1.hpp>

int main() {
#ifndef UPCALL_CONTROL
  upcall::freestanding_client oss{
      given::endpoint,    given::credentials, upcall::manual_clock{},    upcall::borrowed_workspace{given::room},
      given::transport{}, upcall::sign_v1{},  upcall::sign_v4_uncached{}};
#else
  upcall::freestanding_client oss{given::endpoint,        given::credentials,
                                  upcall::manual_clock{}, upcall::borrowed_workspace{given::room},
                                  given::transport{},     upcall::sign_v1{}};
#endif
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
