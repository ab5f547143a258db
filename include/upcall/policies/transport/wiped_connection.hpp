// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <upcall/core/bytes.hpp>
#include <upcall/http/request.hpp>
#include <upcall/policies/transport/one_connection.hpp>
#include <utility>

namespace upcall {

// Memory of the caller's that is overwritten at the end, also when an exception passes.
class wiped_at_end {
 public:
  explicit wiped_at_end(std::span<char> memory) : memory_(memory) {}
  wiped_at_end(const wiped_at_end&) = delete;
  ~wiped_at_end() { wipe(memory_.data(), memory_.size()); }

 private:
  std::span<char> memory_;
};

// The connection of a transport whose answers are secrets: one, for one thread, and nothing of an exchange stays in its
// buffer.
template <class Connection, class Factory>
class wiped_connection {
 public:
  explicit wiped_connection(Factory&& streams) : one_(std::move(streams)) {}

  template <std::size_t Room, class Action>
  auto with(const request& next, Action action) {
    return one_.template with<Room>(next, [&](auto& held, std::span<char> room) {
      const wiped_at_end wiping{room};
      return action(held, room);
    });
  }

 private:
  one_connection<Connection, Factory> one_;
};

// A stream whose transport has such a connection, and no pool: http1_transport<secretive<posix_socket>>.
template <class Stream>
struct secretive : Stream {
  template <class Connection, class Factory>
  using pool = wiped_connection<Connection, Factory>;
};

}  // namespace upcall
