// SPDX-License-Identifier: Apache-2.0
#pragma once
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

}  // namespace upcall
