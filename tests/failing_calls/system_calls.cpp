// SPDX-License-Identifier: Apache-2.0
// Calls to do with files and sockets that fail as planned. A close that fails has closed; what fails to be received has
// come, so that what becomes of the request is known.
#include "interposed.hpp"
#include "plan.hpp"
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>

using failing_calls::armed;
using failing_calls::family;
using failing_calls::manner;

namespace {

bool fails(family of, manner how, const char* name, int error) noexcept {
  if (!armed::fails(of, how, name)) return false;
  errno = error;
  return true;
}
bool file_fails(const char* name, int error) noexcept { return fails(family::files, manner::error, name, error); }
bool socket_fails(const char* name, int error) noexcept { return fails(family::sockets, manner::error, name, error); }
bool is_interrupted(family of, const char* name) noexcept { return fails(of, manner::interrupted, name, EINTR); }
bool is_late(const char* name, int error) noexcept { return fails(family::sockets, manner::late, name, error); }
std::size_t moved(family of, const char* name, std::size_t size) noexcept {
  return size > 1 && armed::fails(of, manner::piecemeal, name) ? 1 : size;
}

}  // namespace

// Files.

INTERPOSED(int, fstat, int descriptor, struct stat* to) {
  return file_fails("fstat", EIO) ? -1 : NEXT(fstat)(descriptor, to);
}
INTERPOSED(int, fstat64, int descriptor, struct stat* to) {
  return file_fails("fstat", EIO) ? -1 : NEXT(fstat64)(descriptor, to);
}
INTERPOSED(int, lstat, const char* path, struct stat* to) {
  return file_fails("lstat", EIO) ? -1 : NEXT(lstat)(path, to);
}
INTERPOSED(int, lstat64, const char* path, struct stat* to) {
  return file_fails("lstat", EIO) ? -1 : NEXT(lstat64)(path, to);
}
INTERPOSED(int, open, const char* path, int flags, mode_t mode) {
  if (file_fails("open", EMFILE) || is_interrupted(family::files, "open")) return -1;
  return NEXT(open)(path, flags, mode);
}
INTERPOSED(int, open64, const char* path, int flags, mode_t mode) {
  if (file_fails("open", EMFILE) || is_interrupted(family::files, "open")) return -1;
  return NEXT(open64)(path, flags, mode);
}
INTERPOSED(ssize_t, pread, int descriptor, void* to, std::size_t size, off_t at) {
  if (file_fails("pread", EIO) || is_interrupted(family::files, "pread")) return -1;
  return NEXT(pread)(descriptor, to, moved(family::files, "pread", size), at);
}
INTERPOSED(ssize_t, pread64, int descriptor, void* to, std::size_t size, off_t at) {
  if (file_fails("pread", EIO) || is_interrupted(family::files, "pread")) return -1;
  return NEXT(pread64)(descriptor, to, moved(family::files, "pread", size), at);
}
INTERPOSED(int, fsync, int descriptor) {
  return file_fails("fsync", EIO) || is_interrupted(family::files, "fsync") ? -1 : NEXT(fsync)(descriptor);
}
INTERPOSED(int, rename, const char* from, const char* to) {
  return file_fails("rename", EACCES) ? -1 : NEXT(rename)(from, to);
}
INTERPOSED(int, unlink, const char* path) { return file_fails("unlink", EACCES) ? -1 : NEXT(unlink)(path); }
INTERPOSED(int, ftruncate, int descriptor, off_t size) {
  return file_fails("ftruncate", EIO) ? -1 : NEXT(ftruncate)(descriptor, size);
}
INTERPOSED(int, ftruncate64, int descriptor, off_t size) {
  return file_fails("ftruncate", EIO) ? -1 : NEXT(ftruncate64)(descriptor, size);
}
INTERPOSED(int, fchmod, int descriptor, mode_t mode) {
  return file_fails("fchmod", EPERM) ? -1 : NEXT(fchmod)(descriptor, mode);
}
INTERPOSED(int, flock, int descriptor, int what) {
  return file_fails("flock", ENOLCK) || is_interrupted(family::files, "flock") ? -1 : NEXT(flock)(descriptor, what);
}
INTERPOSED(int, getentropy, void* to, std::size_t size) {
  return file_fails("getentropy", EIO) ? -1 : NEXT(getentropy)(to, size);
}
INTERPOSED(std::FILE*, fopen, const char* path, const char* how) {
  return file_fails("fopen", EMFILE) ? nullptr : NEXT(fopen)(path, how);
}
INTERPOSED(std::FILE*, fopen64, const char* path, const char* how) {
  return file_fails("fopen", EMFILE) ? nullptr : NEXT(fopen64)(path, how);
}
INTERPOSED(int, close, int descriptor) {
  const int done = NEXT(close)(descriptor);
  return file_fails("close", EIO) || is_interrupted(family::files, "close") ? -1 : done;
}

// Either.

namespace {

family family_of(int descriptor) noexcept {
  struct stat is;
  return NEXT(fstat)(descriptor, &is) == 0 && S_ISSOCK(is.st_mode) ? family::sockets : family::files;
}
void wait_for_answer(int descriptor) noexcept;

}  // namespace

INTERPOSED(ssize_t, read, int descriptor, void* to, std::size_t size) {
  const family of = family_of(descriptor);
  const bool is_socket = of == family::sockets;
  if (fails(of, manner::error, "read", is_socket ? ECONNRESET : EIO) || (is_socket && is_late("read", EAGAIN))) {
    const int error = errno;
    if (is_socket) wait_for_answer(descriptor);
    errno = error;
    return -1;
  }
  return is_interrupted(of, "read") ? -1 : NEXT(read)(descriptor, to, moved(of, "read", size));
}
INTERPOSED(ssize_t, write, int descriptor, const void* from, std::size_t size) {
  const family of = family_of(descriptor);
  if (fails(of, manner::error, "write", of == family::sockets ? ECONNRESET : ENOSPC)) return -1;
  return is_interrupted(of, "write") ? -1 : NEXT(write)(descriptor, from, moved(of, "write", size));
}

// Sockets.

INTERPOSED(int, socket, int domain, int type, int protocol) {
  return socket_fails("socket", EMFILE) ? -1 : NEXT(socket)(domain, type, protocol);
}
INTERPOSED(int, connect, int descriptor, const sockaddr* to, socklen_t size) {
  if (socket_fails("connect", ECONNREFUSED) || is_late("connect", ETIMEDOUT)) return -1;
  return NEXT(connect)(descriptor, to, size);
}
INTERPOSED(int, poll, pollfd* which, nfds_t count, int limit) {
  if (socket_fails("poll", ENOMEM) || is_interrupted(family::sockets, "poll")) return -1;
  if (is_late("poll", 0)) {
    for (nfds_t i = 0; i != count; ++i) which[i].revents = 0;
    return 0;
  }
  return NEXT(poll)(which, count, limit);
}
INTERPOSED(ssize_t, send, int descriptor, const void* from, std::size_t size, int flags) {
  if (socket_fails("send", EPIPE) || is_late("send", EAGAIN) || is_interrupted(family::sockets, "send")) return -1;
  return NEXT(send)(descriptor, from, moved(family::sockets, "send", size), flags);
}
INTERPOSED(ssize_t, recv, int descriptor, void* to, std::size_t size, int flags) {
  const bool lost = armed::fails(family::sockets, manner::error, "recv");
  if (lost || armed::fails(family::sockets, manner::late, "recv")) {
    wait_for_answer(descriptor);
    errno = lost ? ECONNRESET : EAGAIN;
    return -1;
  }
  if (is_interrupted(family::sockets, "recv")) return -1;
  return NEXT(recv)(descriptor, to, moved(family::sockets, "recv", size), flags);
}
INTERPOSED(int, setsockopt, int descriptor, int level, int what, const void* value, socklen_t size) {
  return socket_fails("setsockopt", ENOBUFS) ? -1 : NEXT(setsockopt)(descriptor, level, what, value, size);
}
INTERPOSED(int, getsockopt, int descriptor, int level, int what, void* value, socklen_t* size) {
  if (socket_fails("getsockopt", ENOBUFS)) return -1;
  const int done = NEXT(getsockopt)(descriptor, level, what, value, size);
  if (what == SO_ERROR && is_late("getsockopt", 0)) *static_cast<int*>(value) = ETIMEDOUT;
  return done;
}
INTERPOSED(int, getaddrinfo, const char* host, const char* service, const addrinfo* wanted, addrinfo** found) {
  if (socket_fails("getaddrinfo", EMFILE)) return EAI_SYSTEM;
  if (is_late("getaddrinfo", 0)) return EAI_AGAIN;
  return NEXT(getaddrinfo)(host, service, wanted, found);
}
INTERPOSED(int, shutdown, int descriptor, int how) {
  return socket_fails("shutdown", ENOTCONN) ? -1 : NEXT(shutdown)(descriptor, how);
}
INTERPOSED(int, fcntl, int descriptor, int what, long value) {
  return socket_fails("fcntl", EINVAL) ? -1 : NEXT(fcntl)(descriptor, what, value);
}
INTERPOSED(int, fcntl64, int descriptor, int what, long value) {
  return socket_fails("fcntl", EINVAL) ? -1 : NEXT(fcntl64)(descriptor, what, value);
}

namespace {

void wait_for_answer(int descriptor) noexcept {
  pollfd watched{descriptor, POLLIN, 0};
  constexpr int longest = 20'000;
  NEXT(poll)(&watched, 1, longest);
}

}  // namespace
