// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <netdb.h>
#include <netinet/in.h>
#include <span>
#include <string_view>
#include <sys/socket.h>
#include <upcall/core/literals.hpp>
#include <upcall/core/time.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/policies/transport/address_race.hpp>
#include <upcall/policies/transport/exchange_end.hpp>

namespace upcall::detail {

// The addresses of a name, of the two families in turn, in the order that getaddrinfo() gives each (RFC 8305 §4).
class address_list {
 public:
  address_list(const char* host, std::uint16_t port) {
    char service[8] = {};
    std::to_chars(service, service + sizeof service - 1, port);
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    // A name is looked up for the families that the network here has; an IPv6 address, such as ::1, needs none.
    const bool is_address = std::string_view{host}.find(':') != std::string_view::npos;
    wanted.ai_flags = AI_NUMERICSERV | (is_address ? AI_NUMERICHOST : AI_ADDRCONFIG);
    error_ = ::getaddrinfo(host, service, &wanted, &found_);
    if (error_ != 0) return;
    const int first = found_->ai_family;
    const addrinfo *same = found_, *other = found_;
    while (count_ != address_race::most && (same != nullptr || other != nullptr)) {
      take(same, true, first);
      take(other, false, first);
    }
  }
  address_list(const address_list&) = delete;
  ~address_list() {
    if (error_ == 0) ::freeaddrinfo(found_);
  }

  int error() const { return error_; }
  std::span<const addrinfo* const> all() const { return {all_, count_}; }

 private:
  void take(const addrinfo*& next, bool of_first, int first) {
    while (next != nullptr && (next->ai_family == first) != of_first) next = next->ai_next;
    if (next == nullptr || count_ == address_race::most) return;
    all_[count_++] = next;
    next = next->ai_next;
  }

  addrinfo* found_ = nullptr;
  const addrinfo* all_[address_race::most] = {};
  std::size_t count_ = 0;
  int error_;
};

// A socket that leads there, and what is left of the limit; -1: `wrong` says why there is none. The name's look-up ends
// by getaddrinfo()'s own limits.
inline int connect_to(const stream_target& to, milliseconds& limit, std::string_view& wrong,
                      const exchange_end& end = {}) {
  char host[256] = {};
  if (to.host.size() >= sizeof host) {
    wrong = "endpoint: a host's name has at most 255 characters"sv;
    return -1;
  }
  for (std::size_t i = 0; i != to.host.size(); ++i) host[i] = to.host[i];
  const address_list addresses{host, to.port};
  if (addresses.error() != 0) {
    const bool is_known_not = addresses.error() != EAI_SYSTEM && addresses.error() != EAI_MEMORY;
    wrong = is_known_not ? "cannot connect to the service: its name is not known; check the endpoint and the network"sv
                         : "cannot connect to the service: its name cannot be looked up here and now"sv;
    return -1;
  }
  const milliseconds most = end.within(limit);
  address_race race{most};
  const int socket = end.passed() ? -1 : race.run(addresses.all());
  if (most == limit) limit = race.left();  // else the end comes before
  if (socket >= 0) return socket;
  if (end.passed()) {
    wrong = deadline_in_connecting;
    return -1;
  }
  switch (race.error()) {
    case ETIMEDOUT: wrong = "cannot connect to the service: it did not answer in time"sv; break;
    case ECONNREFUSED: wrong = "cannot connect to the service: nobody listens there; check the endpoint"sv; break;
    case EMFILE:
    case ENFILE: wrong = "cannot connect to the service: too many files are open"sv; break;
    default: wrong = "cannot connect to the service: check the endpoint and the network"sv;
  }
  return -1;
}

}  // namespace upcall::detail
