// error: signer policy: needs `verdict sign(request&, text_arena&, const signing_context&, crypto auto)`
#include "given.hpp"
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_signer {
  using role = upcall::role::signer;
#ifndef UPCALL_CONTROL
  upcall::verdict sign(upcall::request&, const upcall::signing_context&, auto) { return upcall::nothing{}; }
#else
  upcall::verdict sign(upcall::request&, upcall::text_arena&, const upcall::signing_context&, auto) {
    return upcall::nothing{};
  }
#endif
};

int main() {
  upcall::freestanding_client oss{given::endpoint,
                                  given::credentials,
                                  given::transport{},
                                  upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room},
                                  my_signer{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
