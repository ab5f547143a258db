// error: crypto policy: needs the types `sha256` and `sha1` with put(char) and `digest finish() &&`, and `crc64` with
// value()
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_crypto {
  using role = upcall::role::crypto;
  using sha256 = upcall::portable_crypto::sha256;
#ifndef UPCALL_CONTROL
  using sha_1 = upcall::portable_crypto::sha1;
#else
  using sha1 = upcall::portable_crypto::sha1;
#endif
  using crc64 = upcall::portable_crypto::crc64;
};

int main() {
  upcall::freestanding_client oss{given::endpoint,
                                  given::credentials,
                                  given::transport{},
                                  upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room},
                                  my_crypto{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
