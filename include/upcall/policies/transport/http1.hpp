// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <type_traits>
#include <upcall/policies/transport/http1_connection.hpp>
#include <upcall/policies/transport/one_connection.hpp>
#include <upcall/policies/transport/stream_factory.hpp>
#include <upcall/roles/transport.hpp>
#include <utility>

namespace upcall {

// HTTP/1.1 (RFC 9112) over any byte stream. Requests go out straight from where their texts lie; of an answer,
// everything doubtful closes the connection and is a failure. Connections are used again, by threads at the same time
// where the stream brings a pool. Room: the bytes of a connection's buffer, where the longest line of an answer's head
// has to fit; 256 are enough for a device.
template <class Stream, std::size_t Room = 64 * 1024>
struct http1_transport {
  using role = upcall::role::transport;
  static_assert(byte_stream<running_policy<Stream>>,
                "http1_transport: its stream needs `verdict connect(const stream_target&)`, `transferred "
                "read(std::span<char>)`, `transferred write(std::string_view)` and `close()`");
  static_assert(Room >= 128, "http1_transport: a Room of less than 128 bytes holds no line of an answer");

  [[no_unique_address]] Stream stream;

  class state;
};
template <class Stream>
http1_transport(Stream) -> http1_transport<Stream>;

namespace detail {

// In place of the connections of what is no byte stream, which has been told.
struct no_connections {
  using type = no_connections;
  constexpr explicit no_connections(auto&&) {}
  template <std::size_t Room>
  constexpr result<nothing> with(const request&, auto&&) {
    return nothing{};
  }
};

}  // namespace detail

template <class Stream, std::size_t Room>
class http1_transport<Stream, Room>::state {
  using connection = http1_connection<running_policy<Stream>>;

 public:
  static constexpr bool sends_unsized = true;
  static constexpr bool heeds_time_left = ends_in_time<running_policy<Stream>>;

  constexpr explicit state(http1_transport&& policy) : connections_(stream_factory<Stream>{std::move(policy.stream)}) {}

  template <payload B>
  constexpr result<nothing> send(const signed_request& request, B& from, response& answer) {
    return connections_.template with<Room>(request.message(), [&](auto& over, std::span<char> room) {
      return over.exchange(request, from, answer, room);
    });
  }

 private:
  typename std::conditional_t<byte_stream<running_policy<Stream>>, detail::pool_of<Stream, connection>,
                              detail::no_connections>::type connections_;
};

}  // namespace upcall
