// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "support/client.hpp"
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <upcall/http/byte_stream.hpp>
#include <vector>

// What every byte stream keeps to. A model is told by the place that it leads to:
//   FarEnd far;                     takes connections, one after the other
//   far.stream()                    a stream in the form that runs, not connected: by value, or a reference
//   far.target()                    where it leads
//   far.nowhere()                   a target that cannot be connected to, where there is such
//   far.accept()                    after a connect(): from now on the others are about this connection
//   far.read(size)                  so many bytes that were written to it; fewer when it was closed before
//   far.write(text), far.finish()   what can be read of it, and that no more will come
//   FarEnd::has_tls                 whether it connects where `tls` is wanted
//   FarEnd::shows_the_end           whether the stream can tell that the far end has finished
// and a test case that calls laws::byte_stream<FarEnd>(). read() and write() are called by another thread than the
// stream's functions.
namespace laws {

// Writes all of a text while the far end reads it.
template <class FarEnd>
void send(FarEnd& far, auto& stream, const std::string& text) {
  std::string got;
  std::thread reading{[&] { got = far.read(text.size()); }};
  const upcall::transferred sent = stream.write(text);
  if (sent.size != text.size()) stream.close();  // else it would be waited for
  reading.join();
  CHECK(sent.size == text.size());
  CHECK(sent.wrong.empty());
  CHECK((got == text));
}

// Reads so many bytes in pieces of at most so many; what came until then when something was wrong.
inline std::string received(auto& stream, std::size_t size, std::size_t at_once) {
  std::string out;
  std::vector<char> room(at_once);
  while (out.size() < size) {
    const std::span<char> free = std::span{room}.first(std::min(at_once, size - out.size()));
    const upcall::transferred got = stream.read(free);
    CHECK(got.size <= free.size());
    if (got.size == 0 || got.size > free.size()) break;
    out.append(room.data(), got.size);
  }
  return out;
}

// Nothing else can be told of a stream than that it will have ended at some time.
inline void wait_until_ended(auto& stream) {
  while (!stream.ended()) std::this_thread::yield();
}

template <class FarEnd>
void bytes_arrive_unchanged_both_ways() {
  FarEnd far;
  auto&& stream = far.stream();
  REQUIRE(stream.connect(far.target()));
  far.accept();
  CHECK(stream.write({}).size == 0);
  CHECK(stream.write({}).wrong.empty());
  std::string every;
  for (int c = 0; c != 256; ++c) every.push_back(static_cast<char>(c));
  send(far, stream, every);
  for (std::size_t size : {1u, 2u, 4'095u, 4'096u, 65'537u, 3'000'000u}) {
    INFO(size);
    send(far, stream, given::bytes(size));
  }
  for (std::size_t at_once : {1u, 2u, 127u, 4'096u, 1'000'000u}) {
    INFO(at_once);
    const std::string text = every + given::bytes(at_once * 100 < 300'000 ? at_once * 100 : 300'000);
    std::thread writing{[&] { far.write(text); }};
    CHECK((received(stream, text.size(), at_once) == text));
    writing.join();
  }
  stream.close();
}

template <class FarEnd>
void what_was_written_is_no_longer_needed() {
  FarEnd far;
  auto&& stream = far.stream();
  std::string host{far.target().host};
  upcall::stream_target to = far.target();
  to.host = host;
  REQUIRE(stream.connect(to));
  far.accept();
  host.assign(host.size(), '!');
  std::string text = "hello";
  REQUIRE(stream.write(text).size == text.size());
  text.assign(text.size(), '!');
  CHECK(far.read(5) == "hello");
  stream.close();
}

// As much as is there, and it is not waited for more.
template <class FarEnd>
void reading_gives_what_is_there() {
  FarEnd far;
  auto&& stream = far.stream();
  REQUIRE(stream.connect(far.target()));
  far.accept();
  std::vector<char> room(1'000);
  for (int i = 0; i != 3; ++i) {
    far.write("x");
    const upcall::transferred got = stream.read(room);
    CHECK(got.size == 1);
    CHECK(got.wrong.empty());
  }
  stream.close();
}

template <class FarEnd>
void the_end_is_no_failure() {
  for (const std::string_view last : {"", "bye"}) {
    FarEnd far;
    auto&& stream = far.stream();
    REQUIRE(stream.connect(far.target()));
    far.accept();
    far.write(last);
    far.finish();
    CHECK(received(stream, last.size(), 1) == last);
    char room[8];
    for (int i = 0; i != 2; ++i) {
      const upcall::transferred got = stream.read(room);
      CHECK(got.size == 0);
      CHECK(got.wrong.empty());
    }
    stream.close();
  }
}

// It either takes no notice, or stops without a complaint so that it can be read.
template <class FarEnd>
void the_far_end_may_speak_while_it_is_written_to() {
  FarEnd far;
  auto&& stream = far.stream();
  REQUIRE(stream.connect(far.target()));
  far.accept();
  far.write("stop");
  const std::string text(64'000'000, 'x');  // more than lies between two ends
  const upcall::transferred sent = stream.write(text);
  CHECK(sent.size <= text.size());
  CHECK(sent.wrong.empty());
  CHECK(received(stream, 4, 4) == "stop");
  stream.close();
}

template <class FarEnd>
void it_may_be_closed_at_any_time_and_connected_again() {
  FarEnd far;
  auto&& stream = far.stream();
  stream.close();
  for (const std::string text : {"first", "second", "third"}) {
    REQUIRE(stream.connect(far.target()));
    far.accept();
    far.write(text + " and what is left of it");
    CHECK(received(stream, text.size(), 100) == text);
    CHECK(stream.write(text).size == text.size());
    CHECK(far.read(text.size()) == text);
    stream.close();
    if (text != "first") stream.close();
    CHECK(far.read(1).empty());
  }
}

// Something to read of a connection that waits is its end, as HTTP has it.
template <class FarEnd>
void a_connection_that_waits_ends() {
  FarEnd far;
  auto&& stream = far.stream();
  REQUIRE(stream.connect(far.target()));
  far.accept();
  CHECK_FALSE(stream.ended());
  far.write("unasked");
  wait_until_ended(stream);
  CHECK(received(stream, 7, 7) == "unasked");
  CHECK_FALSE(stream.ended());
  if constexpr (FarEnd::shows_the_end) {
    far.finish();
    wait_until_ended(stream);
  }
  stream.close();
  REQUIRE(stream.connect(far.target()));
  far.accept();
  CHECK_FALSE(stream.ended());
  stream.close();
}

template <class FarEnd>
void without_tls_none_is_promised() {
  FarEnd far;
  auto&& stream = far.stream();
  upcall::stream_target to = far.target();
  to.tls = true;
  const upcall::verdict refused = stream.connect(to);
  REQUIRE_FALSE(refused);
  CHECK(refused.wrong().find("TLS") != std::string_view::npos);
  stream.close();
  to.tls = false;
  REQUIRE(stream.connect(to));
  far.accept();
  CHECK(stream.write("hello").size == 5);
  CHECK(far.read(5) == "hello");
  stream.close();
}

template <class FarEnd>
void where_nobody_is_nothing_is_connected() {
  FarEnd far;
  auto&& stream = far.stream();
  for (int i = 0; i != 2; ++i) {
    const upcall::verdict refused = stream.connect(far.nowhere());
    REQUIRE_FALSE(refused);
    CHECK_FALSE(refused.wrong().empty());
  }
  stream.close();
  REQUIRE(stream.connect(far.target()));
  far.accept();
  CHECK(stream.write("hello").size == 5);
  CHECK(far.read(5) == "hello");
  stream.close();
}

template <class FarEnd>
void byte_stream() {
  using stream = std::remove_reference_t<decltype(std::declval<FarEnd&>().stream())>;
  STATIC_REQUIRE(upcall::byte_stream<stream>);
  SECTION("bytes arrive unchanged both ways") { bytes_arrive_unchanged_both_ways<FarEnd>(); }
  SECTION("what was written is no longer needed") { what_was_written_is_no_longer_needed<FarEnd>(); }
  SECTION("reading gives what is there") { reading_gives_what_is_there<FarEnd>(); }
  if constexpr (FarEnd::shows_the_end) {
    SECTION("the end is no failure") { the_end_is_no_failure<FarEnd>(); }
  }
  SECTION("the far end may speak while it is written to") { the_far_end_may_speak_while_it_is_written_to<FarEnd>(); }
  SECTION("it may be closed at any time and connected again") {
    it_may_be_closed_at_any_time_and_connected_again<FarEnd>();
  }
  if constexpr (requires(stream & s) { s.ended(); }) {
    SECTION("a connection that waits ends") { a_connection_that_waits_ends<FarEnd>(); }
  }
  if constexpr (!FarEnd::has_tls) {
    SECTION("without TLS none is promised") { without_tls_none_is_promised<FarEnd>(); }
  }
  if constexpr (requires(FarEnd & far) { far.nowhere(); }) {
    SECTION("where nobody is nothing is connected") { where_nobody_is_nothing_is_connected<FarEnd>(); }
  }
}

}  // namespace laws
