// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <type_traits>
#include <upcall/http/signed_request.hpp>
#include <upcall/roles/role.hpp>
#include <utility>

namespace upcall {

namespace detail {

struct no_context {
  constexpr explicit no_context(const auto&) {}
};
template <class Stream>
struct context_of {
  using type = no_context;
};
template <class Stream>
  requires requires { typename Stream::context; }
struct context_of<Stream> {
  using type = typename Stream::context;
};

}  // namespace detail

// Makes the streams of a transport's connections, from their description and what they share.
template <class Stream>
class stream_factory {
 public:
  using stream = running_policy<Stream>;

  constexpr explicit stream_factory(Stream&& description)
      : description_(std::move(description)), context_(description_) {}

  constexpr stream make() {
    if constexpr (requires { typename Stream::context; }) {
      return stream{Stream{description_}, context_};
    } else {
      return stream{Stream{description_}};
    }
  }

 private:
  [[no_unique_address]] Stream description_;
  [[no_unique_address]] typename detail::context_of<Stream>::type context_;
};

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

}  // namespace upcall
