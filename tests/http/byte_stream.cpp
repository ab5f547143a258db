// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/http/byte_stream.hpp>

using upcall::byte_stream;
using upcall::stream_target;
using upcall::transferred;
using upcall::verdict;

namespace {

// The least that a byte stream is.
struct least {
  verdict connect(const stream_target&);
  transferred read(std::span<char>);
  transferred write(std::string_view);
  void close();
};
struct functions_of_the_class {
  static verdict connect(const stream_target&);
  static transferred read(std::span<char>);
  static transferred write(std::string_view);
  static void close();
};
struct looser_parameters {
  verdict connect(stream_target);
  transferred read(auto room);
  transferred write(auto text);
  bool close();
};

struct cannot_connect : least {
  verdict connect(const stream_target&) = delete;
};
struct connects_without_a_verdict : least {
  bool connect(const stream_target&);
};
struct reads_a_count : least {
  std::size_t read(std::span<char>);
};
struct reads_into_nothing : least {
  transferred read();
};
struct writes_without_a_count : least {
  void write(std::string_view);
};
struct writes_into_the_text : least {
  transferred write(std::span<char>);
};
struct stays_open : least {
  void close() = delete;
};
struct const_functions : least {
  verdict connect(const stream_target&) const;
};

struct serial_line : least {
  static constexpr bool point_to_point = true;
};
struct not_so : least {
  static constexpr bool point_to_point = false;
};

}  // namespace

TEST_CASE("what a byte stream is") {
  STATIC_REQUIRE(byte_stream<least>);
  STATIC_REQUIRE(byte_stream<functions_of_the_class>);
  STATIC_REQUIRE(byte_stream<looser_parameters>);
  STATIC_REQUIRE(byte_stream<const_functions>);
}

TEST_CASE("what is no byte stream") {
  STATIC_REQUIRE_FALSE(byte_stream<int>);
  STATIC_REQUIRE_FALSE(byte_stream<const least>);
  STATIC_REQUIRE_FALSE(byte_stream<cannot_connect>);
  STATIC_REQUIRE_FALSE(byte_stream<connects_without_a_verdict>);
  STATIC_REQUIRE_FALSE(byte_stream<reads_a_count>);
  STATIC_REQUIRE_FALSE(byte_stream<reads_into_nothing>);
  STATIC_REQUIRE_FALSE(byte_stream<writes_without_a_count>);
  STATIC_REQUIRE_FALSE(byte_stream<writes_into_the_text>);
  STATIC_REQUIRE_FALSE(byte_stream<stays_open>);
}

TEST_CASE("a stream says whether it leads to one place alone") {
  STATIC_REQUIRE(upcall::point_to_point<serial_line>);
  STATIC_REQUIRE_FALSE(upcall::point_to_point<not_so>);
  STATIC_REQUIRE_FALSE(upcall::point_to_point<least>);
}

TEST_CASE("nothing was moved, and nothing is wrong, unless said") {
  constexpr transferred none{};
  STATIC_REQUIRE((none.size == 0 && none.wrong.empty()));
  constexpr stream_target nowhere{};
  STATIC_REQUIRE((nowhere.host.empty() && nowhere.port == 0 && !nowhere.tls));
}
