// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace upcall {

// What tells whether a source is still the one that it was, in another process too. Of a file: times in nanoseconds
// since 1970, inode and device; the time of change tells when somebody wrote and then set the modification time back.
// Of what is no file: its size alone; parts are compared with the source in any case.
struct source_identity {
  std::uint64_t size = 0;
  std::int64_t modified = 0, changed = 0;
  std::uint64_t inode = 0, device = 0;

  friend constexpr bool operator==(const source_identity&, const source_identity&) = default;
};

}  // namespace upcall
