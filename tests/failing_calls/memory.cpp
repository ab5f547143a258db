// SPDX-License-Identifier: Apache-2.0
// Memory that fails as planned: operator new, and malloc and its like under the names that the C library has for those
// who replace them. The address sanitizer replaces malloc itself: there OpenSSL is given functions that fail.
#include "plan.hpp"
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <new>

using failing_calls::armed;
using failing_calls::family;
using failing_calls::manner;

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FAILING_CALLS_SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define FAILING_CALLS_SANITIZED 1
#endif

#ifdef FAILING_CALLS_SANITIZED
#include <openssl/crypto.h>

long failing_calls::pieces_of_memory() noexcept { return 0; }

namespace {

void* take(std::size_t size) { return std::malloc(size); }
void* take(std::size_t size, std::size_t alignment) {
  void* to = nullptr;
  return ::posix_memalign(&to, alignment, size) == 0 ? to : nullptr;
}

void* openssl_malloc(std::size_t size, const char*, int) {
  return armed::fails(family::c_memory, manner::error, "malloc") ? nullptr : std::malloc(size);
}
void* openssl_realloc(void* old, std::size_t size, const char*, int) {
  return armed::fails(family::c_memory, manner::error, "realloc") ? nullptr : std::realloc(old, size);
}
void openssl_free(void* what, const char*, int) { std::free(what); }

// Before OpenSSL takes any, which cpp-httplib's own beginning makes it do.
void set_openssl_functions(int, char**, char**) {
  (void)CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free);
}

}  // namespace

__attribute__((section(".preinit_array"), used)) void (*failing_calls_first)(int, char**,
                                                                             char**) = set_openssl_functions;

#else

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* what);
}

namespace {

constinit thread_local long pieces = 0;

void* counted(void* taken) noexcept {
  if (taken != nullptr) ++pieces;
  return taken;
}
bool fails(const char* name) noexcept {
  if (!armed::fails(family::c_memory, manner::error, name)) return false;
  errno = ENOMEM;
  return true;
}

void* take(std::size_t size) noexcept { return counted(__libc_malloc(size)); }
void* take(std::size_t size, std::size_t alignment) noexcept { return counted(__libc_memalign(alignment, size)); }

}  // namespace

long failing_calls::pieces_of_memory() noexcept { return pieces; }

extern "C" {
void* malloc(std::size_t size) noexcept { return fails("malloc") ? nullptr : take(size); }
void* calloc(std::size_t count, std::size_t size) noexcept {
  return fails("calloc") ? nullptr : counted(__libc_calloc(count, size));
}
void* realloc(void* old, std::size_t size) noexcept {
  if (fails("realloc")) return nullptr;
  void* const moved = __libc_realloc(old, size);
  if (old == nullptr) return counted(moved);
  if (size == 0) --pieces;
  return moved;
}
void* memalign(std::size_t alignment, std::size_t size) noexcept {
  return fails("memalign") ? nullptr : take(size, alignment);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept { return memalign(alignment, size); }
int posix_memalign(void** to, std::size_t alignment, std::size_t size) noexcept {
  *to = memalign(alignment, size);
  return *to == nullptr ? ENOMEM : 0;
}
void free(void* what) noexcept {
  if (what == nullptr) return;
  --pieces;
  __libc_free(what);
}
}

#endif

namespace {

void* made(std::size_t size) {
  if (armed::fails(family::cxx_memory, manner::error, "operator new")) throw std::bad_alloc{};
  void* const taken = take(size);
  if (taken == nullptr) throw std::bad_alloc{};
  return taken;
}
void* made(std::size_t size, std::align_val_t alignment) {
  if (armed::fails(family::cxx_memory, manner::error, "operator new")) throw std::bad_alloc{};
  void* const taken = take(size, static_cast<std::size_t>(alignment));
  if (taken == nullptr) throw std::bad_alloc{};
  return taken;
}
void* made_or_not(std::size_t size) noexcept {
  return armed::fails(family::cxx_memory, manner::error, "operator new (nothrow)") ? nullptr : take(size);
}

}  // namespace

void* operator new(std::size_t size) { return made(size); }
void* operator new[](std::size_t size) { return made(size); }
void* operator new(std::size_t size, std::align_val_t alignment) { return made(size, alignment); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return made(size, alignment); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return made_or_not(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return made_or_not(size); }
void operator delete(void* what) noexcept { std::free(what); }
void operator delete[](void* what) noexcept { std::free(what); }
void operator delete(void* what, std::size_t) noexcept { std::free(what); }
void operator delete[](void* what, std::size_t) noexcept { std::free(what); }
void operator delete(void* what, std::align_val_t) noexcept { std::free(what); }
void operator delete[](void* what, std::align_val_t) noexcept { std::free(what); }
void operator delete(void* what, std::size_t, std::align_val_t) noexcept { std::free(what); }
void operator delete[](void* what, std::size_t, std::align_val_t) noexcept { std::free(what); }
void operator delete(void* what, const std::nothrow_t&) noexcept { std::free(what); }
void operator delete[](void* what, const std::nothrow_t&) noexcept { std::free(what); }
