// SPDX-License-Identifier: Apache-2.0
#pragma once
#if __has_include(<httplib.h>)
#include <httplib.h>
#endif

// What is missing is said in one sentence; UPCALL_HTTPLIB: nothing is. The macro of TLS changes the layout of its
// classes, so it must be that of the compiled library. The classes that are used here came with the version's macro.
#if !__has_include(<httplib.h>)
#error "upcall: <httplib.h> is not found: install cpp-httplib, or take upcall::socket_client of <upcall/sockets.hpp>"
#elif !defined CPPHTTPLIB_VERSION
#error \
    "upcall: this cpp-httplib is too old: 0.11.4 or later is needed, or upcall::socket_client of <upcall/sockets.hpp>"
#elif !defined CPPHTTPLIB_OPENSSL_SUPPORT
#error "upcall: define CPPHTTPLIB_OPENSSL_SUPPORT as cpp-httplib's package does: pkg-config --cflags cpp-httplib"
#else
#define UPCALL_HTTPLIB
#endif
