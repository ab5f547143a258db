// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace footprint {

// Runs a tool that is looked for in PATH; gives what it says on both of its outputs. One that fails is an exception
// with that.
inline std::string run(std::vector<std::string> command) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, ends[1], 1);
  ::posix_spawn_file_actions_adddup2(&files, ends[1], 2);
  std::vector<char*> words;
  for (std::string& each : command) words.push_back(each.data());
  words.push_back(nullptr);
  pid_t child = 0;
  const int wrong = ::posix_spawnp(&child, words[0], &files, nullptr, words.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  ::close(ends[1]);
  std::string said;
  char piece[4096];
  for (ssize_t size = 0; wrong == 0 && (size = ::read(ends[0], piece, sizeof piece)) != 0;) {
    if (size > 0) said.append(piece, static_cast<std::size_t>(size));
    if (size < 0 && errno != EINTR) break;
  }
  ::close(ends[0]);
  int status = 0;
  if (wrong == 0) ::waitpid(child, &status, 0);
  if (wrong != 0 || status != 0) throw std::runtime_error{command[0] + " failed\n" + said};
  return said;
}

}  // namespace footprint
