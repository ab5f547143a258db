// error: retry policy: needs `std::optional<milliseconds> next_delay(const attempt&, std::uint64_t random)`
#include "given.hpp"
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/freestanding.hpp>

struct my_retry {
  using role = upcall::role::retry;
#ifndef UPCALL_CONTROL
  upcall::milliseconds next_delay(const upcall::attempt&, std::uint64_t) { return {}; }
#else
  std::optional<upcall::milliseconds> next_delay(const upcall::attempt&, std::uint64_t) { return {}; }
#endif
};

int main() {
  upcall::freestanding_client oss{given::endpoint,
                                  given::credentials,
                                  given::transport{},
                                  upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room},
                                  my_retry{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  const auto got = bucket.get_object("key", [](std::string_view) {});
  if (!bucket.delete_object("key")) return 2;
  return stored && found && got && stored->status == found->status ? 0 : 1;
}
