// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <type_traits>
#include <upcall/http/request.hpp>
#include <upcall/policies/transport/stream_factory.hpp>
#include <utility>

namespace upcall {

// The connection of a transport whose stream brings no pool: one, for one thread. Its buffer is on the stack of a call.
template <class Connection, class Factory>
class one_connection {
 public:
  constexpr explicit one_connection(Factory&& streams) : streams_(std::move(streams)), held_(streams_) {}

  template <std::size_t Room, class Action>
  constexpr auto with(const request&, Action action) {
    char room[Room];
    if (std::is_constant_evaluated()) {
      for (char& c : room) c = '\0';
    }
    return action(held_, std::span<char>{room});
  }

 private:
  [[no_unique_address]] Factory streams_;
  Connection held_;
};

namespace detail {

template <class Stream, class Connection>
struct pool_of {
  using type = one_connection<Connection, stream_factory<Stream>>;
};
template <class Stream, class Connection>
  requires requires { typename Stream::template pool<Connection, stream_factory<Stream>>; }
struct pool_of<Stream, Connection> {
  using type = typename Stream::template pool<Connection, stream_factory<Stream>>;
};

}  // namespace detail

}  // namespace upcall
