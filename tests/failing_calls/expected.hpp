// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan.hpp"
#include "scenarios.hpp"
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

// How a program's calls may end when one of a kind fails, written by hand.
namespace failing_calls {

inline std::string words(const plan& which) {
  constexpr const char* families[] = {"C++ memory", "C memory", "files", "sockets", "OpenSSL"};
  constexpr const char* manners[] = {"", ", interrupted", ", piecemeal", ", late"};
  return std::string{families[static_cast<int>(which.of)]} + manners[static_cast<int>(which.how)];
}
inline std::string words(const outcome& ended) {
  if (ended.how == outcome::end::good) return "good";
  if (ended.how == outcome::end::no_memory) return "std::bad_alloc";
  return "fault " + std::to_string(static_cast<int>(ended.why.kind)) + ": " + std::string{ended.why.message.view()};
}

struct expected_failure {
  std::string_view call;
  upcall::fault kind;
  std::string_view begins, says;
};

// Of files: what went wrong, by the system's words, and with which file. The source is compared with what it was by
// fstat(): without that it counts as changed.
inline constexpr expected_failure file_failures[] = {
    {"open", upcall::fault::client, "file: cannot be opened (Too many open files): ", "/source"},
    {"open", upcall::fault::checkpoint_broken, "checkpoint: cannot be opened (Too many open files): ", "/journal"},
    {"open", upcall::fault::client, "checkpoint: cannot be written (Too many open files): ", "/journal"},
    {"fstat", upcall::fault::client, "file: cannot be opened (Input/output error): ", "/source"},
    {"fstat", upcall::fault::file_inconsistent, "file: changed while it was read", "/source"},
    {"fstat", upcall::fault::file_inconsistent, "the source changed while it was uploaded", ""},
    {"fstat", upcall::fault::checkpoint_broken, "checkpoint: cannot be opened (Input/output error): ", "/journal"},
    {"fstat", upcall::fault::client, "checkpoint: cannot be written (Input/output error): ", "/journal"},
    {"pread", upcall::fault::client, "file: cannot be read (Input/output error): ", "/source"},
    {"pread", upcall::fault::checkpoint_broken, "checkpoint: cannot be read (Input/output error): ", "/journal"},
    {"write", upcall::fault::client, "checkpoint: cannot be written (No space left on device): ", "/journal"},
    {"fsync", upcall::fault::client, "checkpoint: cannot be written (Input/output error): ", "/journal"},
    {"ftruncate", upcall::fault::client, "checkpoint: cannot be written (Input/output error): ", "/journal"},
    {"fchmod", upcall::fault::client, "checkpoint: cannot be written (Operation not permitted): ", "/journal"},
    {"rename", upcall::fault::client, "checkpoint: cannot be written (Permission denied): ", "/journal"},
    {"flock", upcall::fault::checkpoint_broken, "checkpoint: cannot be locked (No locks available): ", "/journal"},
    {"fopen", upcall::fault::transport, "", "cannot load the certificates to trust"},
};
// What matters to nobody: a file that is closed or stays, the folder's being on the disk; whether a name still leads to
// the journal is looked at once more. A nonce is the better for chance, and made without.
inline constexpr std::string_view harmless_file_calls[] = {"close", "unlink", "lstat",     "fstat",
                                                           "open",  "fsync",  "getentropy"};

// The next address may do; what a socket is set to makes it faster; a connection that cannot be looked at is taken for
// one that has ended.
inline constexpr std::string_view harmless_socket_calls[] = {"setsockopt", "shutdown", "connect",   "socket",
                                                             "fcntl",      "poll",     "getsockopt"};
// Late is who is waited for. A socket that takes nothing for the moment, or has nothing, is asked again.
inline constexpr std::string_view harmless_when_late[] = {"send", "read", "poll", "connect", "getsockopt", "recv"};

// What only makes things faster or more polite; or OpenSSL asks itself, and has another way. Nothing of what makes TLS
// trustworthy is here.
inline constexpr std::string_view harmless_openssl_calls[] = {
    "SSL_shutdown", "SSL_set_session", "SSL_peek_ex",    "SSL_set_tlsext_host_name",
    "BIO_new",      "EVP_MD_CTX_new",  "BIO_new_mem_buf"};

template <std::size_t Size>
bool is_one_of(const std::string_view (&names)[Size], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// May the calls of a program that tries each once succeed all the same?
inline bool may_be_good(const plan& which, std::string_view failed) {
  if (which.how == manner::interrupted || which.how == manner::piecemeal) return true;
  switch (which.of) {
    case family::cxx_memory: return false;
    case family::c_memory: return true;
    case family::files: return is_one_of(harmless_file_calls, failed);
    case family::sockets:
      return which.how == manner::late ? is_one_of(harmless_when_late, failed)
                                       : is_one_of(harmless_socket_calls, failed);
    case family::openssl: return is_one_of(harmless_openssl_calls, failed);
  }
  return false;
}

inline bool is_expected_failure(const plan& which, std::string_view failed, const upcall::failure& why) {
  const std::string_view told = why.message.view();
  if (which.how == manner::interrupted || which.how == manner::piecemeal || told.empty()) return false;
  if (which.of == family::files) {
    return std::any_of(std::begin(file_failures), std::end(file_failures), [&](const expected_failure& each) {
      return each.call == failed && each.kind == why.kind && told.starts_with(each.begins) &&
             told.find(each.says) != told.npos;
    });
  }
  return which.of != family::cxx_memory && why.kind == upcall::fault::transport;
}

// Empty, or what is wrong with this end. A program that tries again succeeds where one attempt's call has failed; or
// its object is stored, and only the callback's answer is lost, or what was being got of it.
template <class Scenario>
std::string wrong_with(const plan& which, std::string_view failed, const outcome& ended) {
  const bool is_network =
      which.of == family::sockets || which.of == family::openssl || which.of == family::c_memory || failed == "fopen";
  switch (ended.how) {
    case outcome::end::no_memory: return which.of == family::cxx_memory ? "" : "std::bad_alloc";
    case outcome::end::good:
      if (Scenario::judges || (Scenario::retries && is_network) || may_be_good(which, failed)) return {};
      return "success in spite of it";
    case outcome::end::failed:
      if (which.how == manner::interrupted || which.how == manner::piecemeal) return "it is no fault";
      if (Scenario::judges) return {};
      if (!is_expected_failure(which, failed, ended.why)) return "not the failure that belongs to it";
      if (Scenario::retries && is_network && ended.object != upcall::settlement::stored) return "is not tried again";
      return {};
  }
  return "no end";
}

}  // namespace failing_calls
