// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include "support/tls_in_memory.hpp"
#include <string>
#include <upcall/policies/transport/tls_channel.hpp>

using given::client_of_memory;
using given::tls_in_memory;
using given::tls_settings;
using given::trusted;

namespace {

constexpr upcall::stream_target localhost{"localhost", 443, true};

struct pair {
  tls_in_memory server;
  client_of_memory client{server};

  explicit pair(const tls_settings& settings = {}) : server(trusted().server(settings)) {}
  bool connect() { return client.stream.connect(localhost).has_value(); }
};

constexpr tls_settings only(int version) { return {.lowest = version, .highest = version}; }

bool contains(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

}  // namespace

TEST_CASE("what is written over TLS arrives, both ways, in whatever pieces") {
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    for (std::size_t piece : {std::size_t{1}, std::size_t{5}, std::size_t{17'000}, tls_in_memory::any}) {
      pair with{only(version)};
      with.server.piece = piece;
      REQUIRE(with.connect());
      for (std::size_t size : {1u, 2u, 16'383u, 16'384u, 16'385u, 70'000u}) {
        INFO(version << ' ' << piece << ' ' << size);
        const std::string content = given::bytes(size);
        with.server.got.clear();
        const auto sent = with.client.stream.write(content);
        CHECK(sent.size == size);
        CHECK(sent.wrong.empty());
        with.server.serve();
        CHECK((with.server.got == content));

        with.server.say(content);
        std::string got;
        while (got.size() < size) got += with.client.read(9'000);
        CHECK((got == content));
      }
    }
  }
}

TEST_CASE("nothing to write is nothing written") {
  pair with;
  REQUIRE(with.connect());
  const auto sent = with.client.stream.write("");
  CHECK(sent.size == 0);
  CHECK(sent.wrong.empty());
}

// A stream stops writing as soon as something can be read. With TLS 1.3 that is two tickets at first.
TEST_CASE("what TLS itself has to say is no reason to stop writing") {
  const std::string content = given::bytes(300'000);
  pair with;
  with.server.capacity = 20'000;
  int filled = 0;
  SECTION("tickets") {
    with.server.when_full = [&] {
      if (++filled % 3 == 2) return with.server.send_ticket();
      with.server.serve();
    };
  }
  SECTION("new keys") {
    with.server.when_full = [&] {
      if (++filled == 2) return with.server.change_keys();
      with.server.serve();
    };
  }
  SECTION("all of that in pieces") {
    with.server.piece = 50;
    with.server.when_full = [&] {
      ++filled;
      if (filled == 6) return with.server.change_keys();
      if (filled % 3 == 2) return with.server.send_ticket();
      with.server.serve();
    };
  }
  REQUIRE(with.connect());
  const auto sent = with.client.stream.write(content);
  CHECK(sent.size == content.size());
  CHECK(sent.wrong.empty());
  CHECK(filled > 10);
  with.server.serve();
  CHECK((with.server.got == content));
  with.server.say("answer");
  CHECK(with.client.read() == "answer");
  CHECK(with.client.stream.write("more").size == 4);
  with.server.serve();
  CHECK(with.server.got.ends_with("more"));
}

TEST_CASE("an answer is a reason to stop writing, and is there to be read") {
  const std::string content = given::bytes(300'000);
  for (std::size_t piece : {std::size_t{3}, tls_in_memory::any}) {
    for (bool after_ticket : {false, true}) {
      INFO(piece << ' ' << after_ticket);
      pair with;
      with.server.capacity = 20'000;
      with.server.piece = piece;
      int filled = 0;
      with.server.when_full = [&] {
        if (++filled != 5) return with.server.serve();
        if (after_ticket) with.server.send_ticket();
        with.server.say("refused");
      };
      REQUIRE(with.connect());
      const auto sent = with.client.stream.write(content);
      CHECK(sent.wrong.empty());
      CHECK(sent.size < content.size());
      CHECK(sent.size > 60'000);
      CHECK(filled == 5);
      CHECK(with.client.read() == "refused");

      // Who goes on after that loses nothing.
      with.server.when_full = [&] { with.server.serve(); };
      const std::string left = content.substr(sent.size);
      CHECK(with.client.stream.write(left).size == left.size());
      with.server.serve();
      CHECK((with.server.got == content));
    }
  }
}

TEST_CASE("an end is a reason to stop writing") {
  pair with;
  with.server.capacity = 20'000;
  REQUIRE(with.connect());
  SECTION("with a goodbye") {
    int filled = 0;
    with.server.when_full = [&] {
      if (++filled == 1) return with.server.serve();
      with.server.say_goodbye();
    };
    const auto sent = with.client.stream.write(given::bytes(100'000));
    CHECK(sent.wrong.empty());
    CHECK(sent.size < 100'000);
    CHECK(with.client.read().empty());
  }
  SECTION("without") {
    with.server.when_full = [&] {
      with.server.unread() = "x";  // something can be read
      with.server.cut();
    };
    const auto sent = with.client.stream.write(given::bytes(100'000));
    CHECK(sent.wrong.empty());
    CHECK(sent.size < 100'000);
    CHECK(contains(with.client.read(), "cut"));
  }
}

// Else who can cut a connection could make a body look whole that goes on until the end.
TEST_CASE("an end without TLS's goodbye is none") {
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    pair said{only(version)}, cut{only(version)};
    REQUIRE(said.connect());
    REQUIRE(cut.connect());
    for (pair* each : {&said, &cut}) {
      each->server.serve();
      each->server.say("until the end");
      CHECK(each->client.read() == "until the end");
    }
    said.server.say_goodbye();
    cut.server.cut();
    for (int twice = 0; twice != 2; ++twice) {
      const auto end = said.client.stream.read({});
      CHECK(end.size == 0);
      CHECK(end.wrong.empty());
      CHECK(contains(cut.client.read(), "cut"));
    }
  }
}

TEST_CASE("what is no TLS, or was changed on its way, is a failure, and no end afterwards") {
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  pair with{only(version)};
  REQUIRE(with.connect());
  with.server.serve();
  SECTION("changed") {
    with.server.say("answer");
    with.server.unread().back() ^= 1;
  }
  SECTION("rubbish") { with.server.unread() += std::string(100, 'x'); }
  SECTION("the server complains") {
    const std::string rubbish = "\x17\x03\x03" + std::string{'\0', '\x30'} + std::string(48, 'x');
    BIO_write(SSL_get_rbio(with.server.session()), rubbish.data(), static_cast<int>(rubbish.size()));
    with.server.serve();
  }
  const std::string why = with.client.read();
  CHECK(why.starts_with("the TLS connection broke: "));
  CHECK(with.client.read() == why);
  CHECK(with.client.stream.write("more").wrong == why);
  CHECK(with.client.stream.ended());
}

TEST_CASE("the stream's failures are told in its words, and what came before one can be read") {
  pair with;
  REQUIRE(with.connect());
  with.server.serve();
  with.server.say("refused");
  with.server.fails_at = with.server.calls;
  const auto sent = with.client.stream.write("hello");
  CHECK(sent.size == 0);
  CHECK(sent.wrong == "the TLS connection broke: the memory failed to write");
  CHECK(with.client.read() == "refused");
  with.server.fails_at = with.server.calls;
  CHECK(with.client.read() == "the TLS connection broke: the memory failed to read");
}

TEST_CASE("late tickets are no end of a connection that waits") {
  pair with;
  REQUIRE(with.connect());
  CHECK_FALSE(with.client.stream.ended());
  with.server.serve();
  CHECK_FALSE(with.client.stream.ended());
  with.server.send_ticket();
  CHECK_FALSE(with.client.stream.ended());
  CHECK(with.server.unread().empty());
  SECTION("nor is half a ticket") {
    with.server.send_ticket();
    const std::string rest = with.server.unread().substr(100);
    with.server.unread().resize(100);
    CHECK_FALSE(with.client.stream.ended());
    with.server.unread() = rest;
    with.server.say("answer");
    CHECK(with.client.read() == "answer");
  }
  SECTION("an answer that nobody asked for is") {
    with.server.say("answer");
    CHECK(with.client.stream.ended());
  }
  SECTION("so is a goodbye") {
    with.server.say_goodbye();
    CHECK(with.client.stream.ended());
  }
  SECTION("behind a ticket, too") {
    with.server.piece = 30;
    with.server.send_ticket();
    with.server.say_goodbye();
    CHECK(with.client.stream.ended());
  }
  SECTION("which may have been read already") {
    with.server.say("answer");
    with.server.say_goodbye();
    CHECK(with.client.read() == "answer");
    CHECK(with.server.unread().empty());
    CHECK(with.client.stream.ended());
  }
  SECTION("and an end without one") {
    with.server.cut();
    CHECK(with.client.stream.ended());
  }
  SECTION("and rubbish") {
    with.server.unread() = std::string(100, 'x');
    CHECK(with.client.stream.ended());
  }
  SECTION("and tickets without end") {
    with.server.piece = 1;
    with.server.send_ticket();
    CHECK(with.client.stream.ended());
  }
}

TEST_CASE("a goodbye is said after what came whole, and after nothing else") {
  pair with;
  REQUIRE(with.connect());
  with.server.serve();
  SECTION("nothing was asked") {
    with.client.stream.close();
    CHECK(with.server.heard_goodbye());
  }
  SECTION("all was answered") {
    with.client.stream.write("hello");
    with.server.serve();
    with.server.say("answer");
    CHECK(with.client.read() == "answer");
    with.client.stream.close();
    CHECK(with.server.heard_goodbye());
  }
  SECTION("the answer is missing") {
    with.client.stream.write("hello");
    with.client.stream.close();
    CHECK_FALSE(with.server.heard_goodbye());
  }
  SECTION("not all was written") {
    with.server.capacity = 20'000;
    with.server.when_full = [&] { with.server.say("refused"); };
    with.client.stream.write(given::bytes(100'000));
    CHECK(with.client.read() == "refused");
    with.client.stream.close();
    CHECK_FALSE(with.server.heard_goodbye());
  }
}

// Nothing is verified where a session is resumed.
TEST_CASE("a connection is resumed from one to the same place alone") {
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  pair with{{.names = "DNS:localhost", .lowest = version, .highest = version}};
  const auto resumed = [&](std::string_view host, std::uint16_t port) {
    with.client.stream.close();
    const auto out = with.client.stream.connect({host, port, true});
    if (!out) return std::string{out.wrong()};
    with.server.serve();
    with.server.say("answer");
    CHECK(with.client.read() == "answer");
    return std::string{SSL_session_reused(with.server.session()) == 1 ? "resumed" : "anew"};
  };
  CHECK(resumed("localhost", 443) == "anew");
  CHECK(resumed("localhost", 443) == "resumed");
  CHECK(with.client.stream.write("not answered").size == 12);
  CHECK(resumed("LocalHost", 443) == "resumed");
  CHECK(resumed("localhost", 444) == "anew");
  CHECK(contains(resumed("127.0.0.1", 443), "another host"));
  CHECK(contains(resumed("example.com", 443), "another host"));
  CHECK(resumed("localhost", 444) == "resumed");
}

TEST_CASE("a handshake may fail at each of its reads and writes") {
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    std::size_t calls = 0;
    for (;; ++calls) {
      pair with{only(version)};
      with.server.piece = 200;
      with.server.fails_at = calls;
      const auto out = with.client.stream.connect(localhost);
      if (out) break;
      INFO(calls << ' ' << out.wrong());
      CHECK(out.wrong().starts_with("cannot connect to the service: no TLS connection came about: the memory failed"));
      with.server.fails_at = tls_in_memory::any;
      CHECK(with.connect());  // the next one is not disturbed
    }
    CHECK(calls > 5);
  }
}

TEST_CASE("a handshake that is cut off is told") {
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    std::size_t cuts = 0;
    for (std::size_t size = 0;; size += 23, ++cuts) {
      pair with{only(version)};
      with.server.ends_after = size;
      const auto out = with.client.stream.connect(localhost);
      if (out) break;
      INFO(size);
      CHECK(out.wrong() == "cannot connect to the service: no TLS connection came about: the far end has cut it off");
    }
    CHECK(cuts > 20);
  }
}

// Whatever came of it, nothing wrong was read.
TEST_CASE("a handshake that was changed on its way is refused, or makes no difference") {
  int refused = 0;
  for (std::size_t at = 0; at < 900; at += 11) {
    pair with;
    with.server.changes_at = at;
    if (!with.connect()) {
      ++refused;
      continue;
    }
    INFO(at);
    CHECK(with.client.stream.write("hello").size == 5);
    with.server.serve();
    CHECK(with.server.got == "hello");
  }
  CHECK(refused > 60);
}

TEST_CASE("what waits in OpenSSL's queue of errors disturbs nothing, and stays") {
  pair with;
  with.server.capacity = 20'000;
  int filled = 0;
  with.server.when_full = [&] {
    if (++filled == 2) return with.server.send_ticket();
    with.server.serve();
  };
  const auto remains = [] {
    return ERR_GET_REASON(ERR_peek_error()) == 7 && ERR_peek_last_error() == ERR_peek_error();
  };
  const auto raise = [] {
    ERR_clear_error();
    ERR_raise(ERR_LIB_USER, 7);
  };
  raise();
  REQUIRE(with.connect());
  CHECK(remains());
  CHECK(with.client.stream.write(given::bytes(100'000)).size == 100'000);
  CHECK(filled > 2);
  CHECK(remains());
  with.server.say("answer");
  CHECK(with.client.read() == "answer");
  CHECK(remains());
  with.server.send_ticket();
  raise();
  CHECK_FALSE(with.client.stream.ended());
  CHECK(remains());
  with.server.cut();
  CHECK(contains(with.client.read(), "cut"));
  CHECK(remains());
  with.client.stream.close();
  CHECK(remains());
  ERR_clear_error();
}
