// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <set>
#include <string>
#include <sys/syscall.h>
#include <utility>
#include <vector>

// A system call by its name, as far as it matters here.
inline std::string name_of_call(long number) {
  constexpr std::pair<long, const char*> names[] = {
      {SYS_write, "write"},           {SYS_pread64, "pread"},     {SYS_openat, "openat"},
      {SYS_close, "close"},           {SYS_fsync, "fsync"},       {SYS_flock, "flock"},
      {SYS_ftruncate, "ftruncate"},   {SYS_fchmod, "fchmod"},     {SYS_socket, "socket"},
      {SYS_connect, "connect"},       {SYS_sendto, "sendto"},     {SYS_recvfrom, "recvfrom"},
      {SYS_futex, "futex"},           {SYS_mmap, "mmap"},         {SYS_munmap, "munmap"},
      {SYS_exit_group, "exit_group"}, {SYS_mprotect, "mprotect"},
#ifdef SYS_rename
      {SYS_rename, "rename"},         {SYS_unlink, "unlink"},
#endif
      {SYS_renameat, "renameat"},     {SYS_unlinkat, "unlinkat"},
  };
  for (const auto& [each, name] : names) {
    if (each == number) return name;
  }
  return "number " + std::to_string(number);
}

// Which calls, counted from 1, are worth a kill of their own: the first ones; those that change files, with their
// neighbours; the first and the last of those that send and receive, which begin the upload and complete it; and each
// of a few others in the middle.
inline std::set<long> calls_of_every_kind(const std::vector<long>& calls) {
  constexpr std::size_t first = 60, each_nth = 7, ends = 8;
  const auto last = static_cast<long>(calls.size());
  std::set<long> out;
  const auto with_neighbours = [&](std::size_t at) {
    for (long n = static_cast<long>(at); n <= static_cast<long>(at) + 2; ++n) {
      if (n >= 1 && n <= last) out.insert(n);
    }
  };
  std::vector<std::size_t> network;
  for (std::size_t at = 0; at != calls.size(); ++at) {
    if (at < first || at % each_nth == 0) out.insert(static_cast<long>(at) + 1);
    switch (calls[at]) {
#ifdef SYS_rename
      case SYS_rename:
      case SYS_unlink:
#endif
      case SYS_renameat:
      case SYS_unlinkat:
      case SYS_fsync:
      case SYS_ftruncate:
      case SYS_fchmod:
      case SYS_flock:
      case SYS_write: with_neighbours(at); break;
      case SYS_connect:
      case SYS_sendto:
      case SYS_recvfrom: network.push_back(at); break;
      default: break;
    }
  }
  for (std::size_t i = 0; i != network.size(); ++i) {
    if (i < ends || i + ends >= network.size()) with_neighbours(network[i]);
  }
  return out;
}
