// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/acting_transport.hpp"
#include "support/client.hpp"
#include <algorithm>
#include <string>
#include <upcall/http/http1_interim.hpp>
#include <upcall/policies/transport/http1_connection.hpp>
#include <vector>

using namespace std::literals;
using upcall::fault;
using upcall::http1_interim;

namespace {

// The far end of a request: it takes so much and speaks, before it takes the rest, if it does.
struct interrupting_far_end {
  std::string says;  // in the middle of the request
  std::size_t at_once = std::string::npos;
  std::size_t takes_first = 300;
  std::string then = "HTTP/1.1 200 OK\r\nETag: \"E\"\r\nContent-Length: 2\r\n\r\n{}";  // when it has all
  std::string taken = {};
  bool finished = false;

  upcall::transferred read(std::span<char> room) {
    const std::size_t size = std::min({room.size(), at_once, says.size()});
    std::copy_n(says.data(), size, room.data());
    says.erase(0, size);
    return {size, size != 0 || finished ? std::string_view{} : "there is nothing to read"sv};
  }
  upcall::transferred write(std::string_view text) {
    const std::size_t size = says.empty() ? text.size() : std::min(text.size(), takes_first - taken.size());
    taken += text.substr(0, size);
    if (says.empty() && taken.ends_with("the end")) says = then;
    return {size, {}};
  }
};

struct interrupted {
  interrupting_far_end* far;
  static upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
  upcall::transferred read(std::span<char> room) const { return far->read(room); }
  upcall::transferred write(std::string_view text) const { return far->write(text); }
  bool ended() const { return !far->says.empty(); }
  static void close() {}
};
struct makes_interrupted {
  interrupting_far_end& far;
  interrupted make() const { return {&far}; }
};

const std::string content = std::string(5'000, 'x') + "the end";

auto put_over(interrupting_far_end& far, auto from, std::size_t room_size = 1024) {
  makes_interrupted streams{far};
  upcall::http1_connection<interrupted> connection{streams};
  std::vector<char> room(room_size);
  auto exchange = [&](const upcall::signed_request& request, auto& body, upcall::response& answer) {
    return connection.exchange(request, body, answer, room);
  };
  given::client oss{given::service, given::acting_transport<decltype(exchange)>{&exchange}};
  return oss.bucket("examplebucket").put_object("k", from);
}
auto from_function() {
  return upcall::callable{content.size(), [at = std::size_t{0}](std::span<char> piece) mutable {
                            const std::size_t size = content.copy(piece.data(), piece.size(), at);
                            at += size;
                            return size;
                          }};
}

const std::string proceed = "HTTP/1.1 100 Continue\r\n\r\n", hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
                  refused = "HTTP/1.1 403 Forbidden\r\nx-oss-request-id: R\r\nContent-Length: 0\r\n\r\n";

}  // namespace

TEST_CASE("a request goes on after an interim answer in its middle, as who gave it waits for the rest") {
  const std::size_t at_once = GENERATE(1u, 7u, 1'000u), room = GENERATE(256u, 1'024u, 64 * 1'024u);
  for (const std::string& said : {proceed, hints, proceed + hints + proceed}) {
    INFO(said << at_once << " of " << room);
    interrupting_far_end far{.says = said, .at_once = at_once};
    CHECK(put_over(far, upcall::text{content}, room));
    CHECK(far.taken.ends_with("\r\n\r\n" + content));
    interrupting_far_end of_function{.says = said, .at_once = at_once};
    CHECK(put_over(of_function, from_function(), room));
    CHECK(of_function.taken.ends_with("\r\n\r\n" + content));
  }
}

TEST_CASE("what comes after an interim answer in the middle of a request, or in place of one, is its answer") {
  const std::size_t at_once = GENERATE(1u, 7u, 1'000u);
  for (const std::string& said : {refused, proceed + refused, hints + proceed + refused}) {
    INFO(said << at_once);
    interrupting_far_end far{.says = said, .at_once = at_once};
    const auto out = put_over(far, upcall::text{content});
    REQUIRE(!out);
    CHECK(out.error().status == 403);
    CHECK(out.error().request_id == "R");
    CHECK_FALSE(far.taken.ends_with("the end"));
  }
}

TEST_CASE("what is no interim answer in the middle of a request fails it") {
  for (const std::string_view said :
       {"HTTP/1.1 101 Switching Protocols\r\n\r\n"sv, "HTTP/1.1 100 Continue\n\n\r\n\r\n"sv, "HTTP/2 100\r\n\r\n"sv,
        "HTTP/1.1 100 Continue\r\nfolded\r\n\r\n"sv, "\r\n\r\n"sv, "hello"sv, "HTTP/1.1 1"sv,
        "HTTP/1.1 200 OK\r\nETag: \"E\"\r\nContent-Length: 0\r\n\r\n"sv}) {
    INFO(said);
    interrupting_far_end far{.says = std::string{said}, .finished = true};
    const auto out = put_over(far, upcall::text{content});
    REQUIRE(!out);
    CHECK(out.error().kind == fault::transport);
    CHECK_FALSE(out.error().outcome_unknown);
    CHECK_FALSE(far.taken.ends_with("the end"));
  }
}

TEST_CASE("interim answers without end, and ones without an end, are given up") {
  struct endless {
    std::string text;
    std::size_t at = 0;
    static upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
    upcall::transferred read(std::span<char> room) {
      for (char& c : room) c = text[at++ % text.size()];
      return {room.size(), {}};
    }
    static upcall::transferred write(std::string_view text) { return {text.size(), {}}; }
    static void close() {}
  };
  endless many{proceed}, long_one{"HTTP/1.1 100 Continue\r\n" + std::string(1'000, 'a')};
  http1_interim of_many, of_long;
  CHECK_FALSE(of_many.passes_over(many, 64 * 1024));
  CHECK(many.at < 70'000);
  CHECK_FALSE(of_long.passes_over(long_one, 64 * 1024));
  CHECK(long_one.at == 512);
  http1_interim in_less;
  CHECK_FALSE(in_less.passes_over(long_one, 128));
  CHECK(in_less.kept().size() == 128);
}
