// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/result.hpp>

namespace upcall {

// What is sent with a request: exactly size() bytes, read in pieces (a read of 0 is the end), and from the start again
// after rewind(), which says whether that was possible.
template <class B>
concept body = requires(B& b, std::span<char> piece) {
  { b.size() } -> std::convertible_to<std::uint64_t>;
  { b.read(piece) } -> std::same_as<result<std::size_t>>;
  { b.rewind() } -> std::same_as<bool>;
};

// What is sent without knowing its size before: read in pieces up to a read of 0, its end. rewind() says whether the
// next read gives the first byte, and makes it so where it can; it is asked before the first attempt too.
template <class B>
concept unsized_body = requires(B& b, std::span<char> piece) {
  requires !requires { b.size(); };
  { b.read(piece) } -> std::same_as<result<std::size_t>>;
  { b.rewind() } -> std::same_as<bool>;
};

// What goes with a request.
template <class B>
concept payload = body<B> || unsized_body<B>;

// A body that lies in memory as a whole.
template <class B>
concept contiguous_body = body<B> && requires(B& b) {
  { b.view() } -> std::same_as<std::string_view>;
};

// A body that gives its pieces where they lie, without a copy; an empty one is the end.
template <class B>
concept lending_body = body<B> && requires(B& b, std::size_t most) {
  { b.next(most) } -> std::same_as<result<std::string_view>>;
};

// A body whose parts can be read at the same time: slice(at, size) is a body of its own, which the other must outlive;
// it is called by several threads.
template <class B>
concept sliceable_body = body<B> && requires(B& b, std::uint64_t at, std::uint64_t size) {
  { b.slice(at, size) } -> body;
};

// What has no size and gives its parts one after the other, each once.
template <class S>
concept part_stream = requires(S& s, std::size_t size) {
  { s.next(size)->has_value() } -> std::same_as<bool>;
  { (*s.next(size))->view() } -> body;
  { s.ended() } -> std::same_as<bool>;
};

// What can be uploaded: a body, or a description that opens one.
template <class S>
concept source = body<S> || requires(S& s) {
  { *s.open() } -> body;
};

// The body of a request that has none.
struct no_body {
  static constexpr std::uint64_t size() { return 0; }
  static constexpr result<std::size_t> read(std::span<char>) { return std::size_t{0}; }
  static constexpr bool rewind() { return true; }
};

namespace exemplar {
// The least that a body is; what a transport must be able to send.
struct body {
  std::uint64_t size();
  result<std::size_t> read(std::span<char>);
  bool rewind();
};
struct unsized_body {
  result<std::size_t> read(std::span<char>);
  bool rewind();
};
}  // namespace exemplar

}  // namespace upcall
