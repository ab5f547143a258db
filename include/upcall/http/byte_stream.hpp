// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/time.hpp>
#include <upcall/core/verdict.hpp>

namespace upcall {

// Where a byte stream is to lead.
struct stream_target {
  std::string_view host = {};  // at most 255 bytes, without port; good until connect() returns
  std::uint16_t port = 0;
  bool tls = false;
};

// How many bytes a read or a write has moved; `wrong`: why it moved no more, as a sentence that is good until the
// stream's next call of the kind.
struct transferred {
  std::size_t size = 0;
  std::string_view wrong = {};
};

// A connection to one place at a time: a socket, a serial line, a modem. It waits as long as it thinks right and then
// says that this was too long. read() gives what is there, at least one byte; none and nothing wrong: the far end has
// finished. write() sends all of the text; it may stop early, with nothing wrong, when the far end has something to say
// meanwhile. close() may be called at any time, also twice; connect() only on a closed one. Nothing of one connection
// is left in the next: a request that was half sent is over for the far end, and an answer that comes late is never
// read. Where that cannot be, connect() fails after the first close(). Where `tls` is wanted and the stream has none,
// connect() refuses. It may have, besides:
//   verdict open(target)     connect() without a look at `tls`, for who has more to say until they are connected (TLS):
//   void opened()            what is read before opened() shares the time limit of connecting
//   void end_by(time_left)   ends_in_time: told before each exchange how long its waits may be, from now on and all in
//                            all (0: as it thinks right); then it fails with a sentence that begins with "deadline: "
//   bool point_to_point      true: it leads to one place, whatever is asked of it, as a serial line does; connect() is
//                            told no host then, and none is remembered
//   bool asks_proxy()        a proxied_stream: it leads to a proxy, which is asked by whole URLs, …
//   string_view proxy_authorization()   … with this, unless it is empty
//   bool ended()             whether something can be read of a stream that waits for its next use, such as its end
//   class state              what runs in place of it, made of it for each connection, with context as well if there is
//                            one; the stream itself is then its description
//   class context            what all its connections share, made of the description
//   template class pool      where its connections wait, such as connection_pool; else there is one
template <class S>
concept byte_stream = requires(S& s, const stream_target& to, std::span<char> room, std::string_view text) {
  { s.connect(to) } -> std::same_as<verdict>;
  { s.read(room) } -> std::same_as<transferred>;
  { s.write(text) } -> std::same_as<transferred>;
  s.close();
};

template <class S>
concept ends_in_time = requires(S& s, milliseconds time_left) {
  s.end_by(time_left);
};

// Whether a stream says that this end has come: who goes over another stream has nothing to add to that.
constexpr bool speaks_of_deadline(std::string_view wrong) { return wrong.starts_with("deadline: "); }

template <class S>
concept proxied_stream = requires(const S& s) {
  { s.asks_proxy() } -> std::same_as<bool>;
  { s.proxy_authorization() } -> std::same_as<std::string_view>;
};

template <class S>
concept point_to_point = requires {
  requires S::point_to_point;
};

}  // namespace upcall
