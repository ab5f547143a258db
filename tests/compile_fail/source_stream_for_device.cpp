// error: resumable_upload: a stream does not say how many parts it has
#include "given.hpp"
#include <cstdint>
#include <span>
#include <upcall/bodies/stream.hpp>
#include <upcall/freestanding.hpp>

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}};
  auto bucket = oss.bucket("examplebucket");
#ifndef UPCALL_CONTROL
  upcall::stream from{[](std::span<char>) { return std::size_t{0}; }};
#else
  upcall::addressed from{1 << 20, [](std::uint64_t, std::span<char>) { return std::size_t{0}; }};
#endif
  const auto stored = bucket.resumable_upload("key", from);
  return stored ? 0 : 1;
}
