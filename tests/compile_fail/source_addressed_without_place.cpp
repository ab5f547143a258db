// error: addressed: the function takes (std::uint64_t at, std::span<char> piece)
#include "given.hpp"
#include <upcall/freestanding.hpp>

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}};
  auto bucket = oss.bucket("examplebucket");
#ifndef UPCALL_CONTROL
  const auto read = [](std::span<char>) { return std::size_t{0}; };
#else
  const auto read = [](std::uint64_t, std::span<char>) { return std::size_t{0}; };
#endif
  const auto stored = bucket.resumable_upload("key", upcall::addressed{100, read});
  return stored ? 0 : 1;
}
