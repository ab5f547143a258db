// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "laws/service.hpp"
#include "laws/time_limits.hpp"
#include "laws/transport.hpp"
#include "posix_far_end.hpp"
#include "support/memory_peer.hpp"
#include "support/open_descriptors.hpp"
#include "support/sigpipe_count.hpp"
#include <functional>
#include <semaphore>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/testing/emulator_server.hpp>

using upcall::fault;
using upcall::http1_transport;
using upcall::posix_socket;

namespace {

template <std::size_t Room>
using sockets = http1_transport<posix_socket, Room>;

// Over loopback.
template <std::size_t Room>
struct far_end {
  static constexpr bool changes_answer_headers = false;

  laws::peer server;
  std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  explicit far_end(const std::vector<upcall::recorded_answer>& answers) : server(laws::in_order(answers)) {}
  upcall::endpoint endpoint() const { return {url}; }
  static sockets<Room> transport() { return {}; }
  auto requests(auto&) const { return server.requests(); }
};

// In memory.
template <std::size_t Room, std::size_t AtOnce = std::string::npos>
struct far_end_in_memory {
  static constexpr bool changes_answer_headers = false;

  given::memory_peer peer;
  explicit far_end_in_memory(const std::vector<upcall::recorded_answer>& answers) : peer(laws::in_order(answers)) {
    peer.at_once = AtOnce;
  }
  upcall::endpoint endpoint() const { return given::service; }
  http1_transport<given::memory_stream, Room> transport() { return {{&peer}}; }
  auto requests(auto&) const { return peer.requests(); }
};

template <std::size_t Room>
struct service {
  upcall::emulator_server emulator;
  std::string url = emulator.url();
  explicit service(upcall::emulator_settings settings) : emulator(std::move(settings)) {}
  upcall::endpoint endpoint() const { return {url}; }
  static sockets<Room> transport() { return {}; }
};

// A client of a peer that reacts in bytes.
struct pair {
  laws::peer server;
  std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  given::client<upcall::endpoint, sockets<1024>> client{upcall::endpoint{url}, sockets<1024>{}};

  explicit pair(std::vector<laws::reaction> reactions) : server(std::move(reactions)) {}
  auto bucket() { return client.bucket("examplebucket"); }
  auto put() { return bucket().put_object("k", upcall::text{"hello"}); }
};

const std::string ok = laws::in_bytes({.headers = {{"ETag", "\"1\""}}, .body = "{\"Status\":\"OK\"}"});
const std::string denied =
    laws::in_bytes({.status = 403, .body = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"});
const std::string large = given::bytes(20'000'000);

upcall::failure why_not(laws::reaction reaction) {
  pair with{{std::move(reaction)}};
  const auto out = with.put();
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  return out.error();
}

// A far end that does as the test says, in a thread of its own, once for each connection.
class by_hand {
 public:
  explicit by_hand(std::vector<std::function<void(given::posix_far_end&)>> each)
      : thread_([this, each = std::move(each)] {
          for (const auto& serve : each) {
            far_.accept();
            serve(far_);
          }
        }) {}
  ~by_hand() { thread_.join(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(far_.target().port); }

 private:
  given::posix_far_end far_ = given::posix_far_end{};
  std::thread thread_;
};

std::string read_head(const given::posix_far_end& far) {
  std::string out;
  while (!out.ends_with("\r\n\r\n")) {
    const std::string more = far.read(1);
    if (more.empty()) break;
    out += more;
  }
  return out;
}

}  // namespace

TEST_CASE("http1_transport over sockets keeps the laws of a transport") { laws::transport<far_end<64 * 1024>>(); }
TEST_CASE("http1_transport with a small buffer keeps the laws of a transport") { laws::transport<far_end<256>>(); }
TEST_CASE("http1_transport with the smallest buffer keeps the laws of a transport") { laws::transport<far_end<128>>(); }

TEST_CASE("http1_transport over bytes in memory keeps the laws of a transport") {
  laws::transport<far_end_in_memory<64 * 1024>>();
}
TEST_CASE("http1_transport over bytes that come one at a time keeps the laws of a transport") {
  laws::transport<far_end_in_memory<64 * 1024, 1>>();
}
TEST_CASE("http1_transport through 256 bytes keeps the laws of a transport") {
  laws::transport<far_end_in_memory<256, 100>>();
}
TEST_CASE("http1_transport through 128 bytes, one at a time, keeps the laws of a transport") {
  laws::transport<far_end_in_memory<128, 1>>();
}

TEST_CASE("http1_transport keeps the laws of a service's transport") { laws::service<service<64 * 1024>>(); }
// The error document of a HEAD is one long header.
TEST_CASE("http1_transport with a small buffer keeps the laws of a service's transport") {
  laws::service<service<1024>>();
}

TEST_CASE("http1_transport keeps to its time limits") {
  laws::time_limits([](upcall::milliseconds connect, upcall::milliseconds read, upcall::milliseconds write) {
    return http1_transport{posix_socket{.connect_timeout = connect, .read_timeout = read, .write_timeout = write}};
  });
}

TEST_CASE("http1_transport plays the role") {
  STATIC_REQUIRE(upcall::role::transport::played<http1_transport<posix_socket>>);
  STATIC_REQUIRE(upcall::role::transport::played<http1_transport<given::memory_stream, 128>>);
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<http1_transport<posix_socket>::state>);
  STATIC_REQUIRE(std::is_same_v<decltype(http1_transport{posix_socket{}}), http1_transport<posix_socket>>);
}

TEST_CASE("a request has what HTTP wants, once") {
  pair with{{{ok}}};
  REQUIRE(with.put());
  const auto sent = with.server.requests().at(0);
  CHECK(sent.host == "127.0.0.1:" + std::to_string(with.server.port()));
  CHECK(sent.content_length == 5);
  CHECK(*sent.header("accept-encoding") == "identity");
  CHECK(sent.header("expect") == nullptr);
  CHECK(sent.header("transfer-encoding") == nullptr);
  CHECK(sent.header("connection") == nullptr);
}

TEST_CASE("a connection is used again by later calls") {
  pair with{{{ok}, {ok}, {laws::in_bytes({.status = 404})}, {laws::in_bytes({.status = 204})}, {denied}, {ok}}};
  CHECK(with.put());
  CHECK(with.put());
  CHECK_FALSE(with.bucket().head_object("k"));
  CHECK(with.bucket().delete_object("k"));
  CHECK(with.put().error().code == "AccessDenied");
  CHECK(with.put());
  CHECK(with.server.connections() == 1);
}

TEST_CASE("a connection that the service ends is not used again") {
  SECTION("and says so") {
    pair with{{{laws::in_bytes({.headers = {{"x-oss-request-id", "R"}, {"Connection", "close"}}})}, {ok}}};
    CHECK(with.put());
    CHECK(with.put());
    CHECK(with.server.connections() == 2);
  }
  SECTION("as HTTP/1.0 does") {
    pair with{{{"HTTP/1.0 200 OK\r\nx-oss-request-id: R\r\nContent-Length: 2\r\n\r\nhi"}, {ok}}};
    CHECK(with.put()->answer == "hi");
    CHECK(with.put());
    CHECK(with.server.connections() == 2);
  }
  SECTION("without a word") {
    pair with{{{ok, false}, {ok}}};
    CHECK(with.put());
    with.server.wait_until_all_closed();
    CHECK(with.put());
    CHECK(with.server.connections() == 2);
  }
  SECTION("with more than was asked for") {
    pair with{{{ok + "HTTP/1.1 408 Request Timeout\r\n"}, {ok}}};
    CHECK(with.put());
    CHECK(with.put()->answer == "{\"Status\":\"OK\"}");
    CHECK(with.server.connections() == 2);
  }
}

TEST_CASE("an idle connection that was reset is replaced") {
  std::counting_semaphore<> answered{0}, gone{0};
  by_hand server{{[&](given::posix_far_end& far) {
                    read_head(far);
                    far.read(5);
                    far.write(ok);
                    answered.acquire();
                    far.reset();
                    gone.release();
                  },
                  [](given::posix_far_end& far) {
                    read_head(far);
                    far.read(5);
                    far.write(ok);
                  }}};
  const std::string url = server.url();
  given::client oss{upcall::endpoint{url}, http1_transport{posix_socket{}}};
  auto bucket = oss.bucket("examplebucket");
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
  answered.release();
  gone.acquire();
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
}

TEST_CASE("a refused connection is no unknown outcome") {
  const laws::peer::closed_port nobody;
  const std::string url = "http://127.0.0.1:" + std::to_string(nobody.number());
  given::client oss{upcall::endpoint{url}, http1_transport{posix_socket{}}};
  auto bucket = oss.bucket("examplebucket");
  for (const auto& out : {bucket.put_object("k", upcall::text{"hello"}), bucket.put_object("k", upcall::text{""})}) {
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK_FALSE(out.error().outcome_unknown);
    CHECK(out.error().message == "cannot connect to the service: nobody listens there; check the endpoint");
  }
  CHECK_FALSE(bucket.delete_object("k").error().outcome_unknown);
}

TEST_CASE("without TLS nothing is sent to an https:// endpoint") {
  const laws::peer server{{{ok}}};
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port());
  given::client oss{upcall::endpoint{url}, http1_transport{posix_socket{}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(out.error().message.view().find("TLS") != std::string_view::npos);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(server.connections() == 0);
}

TEST_CASE("a lost answer is an unknown outcome, wherever it was cut") {
  const std::string chunks =
      "HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n";
  for (const std::string& whole : {ok, chunks, "HTTP/1.1 100 Continue\r\n\r\n" + ok}) {
    for (std::size_t size = 0; size != whole.size(); ++size) {
      INFO(size);
      CHECK(why_not({whole.substr(0, size), false}).outcome_unknown);
    }
  }
  CHECK(why_not({"", false}).message == "no answer came");
  CHECK(why_not({"H", false}).message == "the answer ended before it was whole");
}

TEST_CASE("what is no HTTP is no answer, and ends the connection") {
  for (const char* rubbish : {"SSH-2.0-OpenSSH_9.2\r\n", "\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
                              "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n"}) {
    INFO(rubbish);
    pair with{{{rubbish}, {ok}}};  // which the peer does not close
    const auto out = with.put();
    REQUIRE_FALSE(out);
    CHECK(out.error().message == "the answer is no HTTP/1.1");
    CHECK(out.error().outcome_unknown);
    CHECK(with.put());
    CHECK(with.server.connections() == 2);
  }
}

TEST_CASE("an interim answer is not the answer") {
  for (const char* interim : {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
                              "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"}) {
    INFO(interim);
    pair with{{{interim + denied}, {interim + laws::in_bytes({.status = 404})}, {interim + ok}, {ok}}};
    CHECK(with.put().error().code == "AccessDenied");
    CHECK(with.bucket().head_object("k").error().status == 404);
    CHECK(with.put()->answer == "{\"Status\":\"OK\"}");
    CHECK(with.put());
    CHECK(with.server.connections() == 1);
  }
}

TEST_CASE("answers framed in all ways that HTTP has") {
  pair with{{{"HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;a=b\r\n, "
              "world\r\n0\r\nX: y\r\n\r\n"},
             {"HTTP/1.1 200 \r\nx-oss-request-id:R\r\ncontent-length:5\r\n\r\nhello"},
             {"HTTP/1.1 204 No Content\r\n\r\n"},
             {"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"},
             {"HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\n\r\nuntil the end", false},
             {"HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\nConnection: close\r\n\r\nuntil the end", false},
             {"HTTP/1.0 200 OK\r\nx-oss-request-id: R\r\n\r\n", false},
             {ok}}};
  CHECK(with.put()->answer == "hello, world");
  CHECK(with.put()->answer == "hello");
  CHECK(with.bucket().delete_object("k")->status == 204);
  CHECK(with.put().error().status == 304);
  CHECK(with.server.connections() == 1);
  CHECK(with.put()->answer == "until the end");
  CHECK(with.put()->answer == "until the end");
  CHECK(with.put()->answer.empty());
  CHECK(with.put());
  CHECK(with.server.connections() == 4);
}

// A body that ends with the connection is whole when the connection ends, not when it breaks.
TEST_CASE("an answer that the connection's end ends is none when it breaks") {
  by_hand server{{[](given::posix_far_end& far) {
    read_head(far);
    far.read(5);
    far.write("HTTP/1.1 200 OK\r\n\r\nhel");
    far.reset();
  }}};
  const std::string url = server.url();
  given::client oss{upcall::endpoint{url}, http1_transport{posix_socket{}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(out.error().outcome_unknown);
}

// The peer answers and closes without having read the body, which resets the connection.
TEST_CASE("a refusal that comes before the body was sent is the service's refusal") {
  const given::sigpipe_count raised;
  std::size_t at = 0;
  auto read = [&](std::span<char> piece) {
    const std::size_t n = std::min(piece.size(), large.size() - at);
    std::copy_n(large.data() + at, n, piece.data());
    at += n;
    return n;
  };
  for (int i = 0; i != 10; ++i) {
    pair with{{{denied, false, true}, {denied, false, true}, {ok}}};
    at = 0;
    for (const auto& out : {with.bucket().put_object("k", upcall::text{large}),
                            with.bucket().put_object("k", upcall::callable{large.size(), read})}) {
      REQUIRE_FALSE(out);
      CHECK(out.error().kind == fault::server);
      CHECK(out.error().status == 403);
      CHECK(out.error().code == "AccessDenied");
      CHECK_FALSE(out.error().outcome_unknown);
    }
    CHECK(with.server.requests().empty());
    CHECK(with.put());
    CHECK(with.server.connections() == 3);
  }
  CHECK(raised.value() == 0);
}

TEST_CASE("a refusal comes through whatever the peer does with the rest of the body") {
  const std::string document = "<Error><Code>AccessDenied</Code></Error>";
  std::counting_semaphore<> returned{0};            // from a call
  by_hand server{{[&](given::posix_far_end& far) {  // waits, and does not read
                    read_head(far);
                    far.write(denied);
                    returned.acquire();
                  },
                  [&](given::posix_far_end& far) {  // has no more to say, and does not read
                    read_head(far);
                    far.write("HTTP/1.1 403 Forbidden\r\n\r\n" + document);
                    far.finish();
                    returned.acquire();
                  },
                  [&](given::posix_far_end& far) {  // says that it closes, and reads all
                    read_head(far);
                    far.write(laws::in_bytes({.status = 403, .headers = {{"Connection", "close"}}, .body = document}));
                    far.finish();
                    far.read(large.size());
                    returned.acquire();
                  },
                  [&](given::posix_far_end& far) {  // has read some
                    read_head(far);
                    far.read(1'000'000);
                    far.write(denied);
                    far.leave();
                    returned.acquire();
                  }}};
  const std::string url = server.url();
  given::client oss{upcall::endpoint{url}, http1_transport{posix_socket{}}};
  for (int i = 0; i != 4; ++i) {
    INFO(i);
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{large});
    returned.release();
    REQUIRE_FALSE(out);
    INFO(out.error().message.view());
    CHECK(out.error().kind == fault::server);
    CHECK(out.error().code == "AccessDenied");
    CHECK_FALSE(out.error().outcome_unknown);
  }
}

TEST_CASE("a refusal whose sender takes the whole body all the same keeps the connection") {
  pair with{{{denied, true, true}, {ok}}};
  CHECK(with.bucket().put_object("k", upcall::text{std::string(100'000, 'x')}).error().code == "AccessDenied");
  CHECK(with.put());
  CHECK(with.server.connections() == 1);
  CHECK(with.server.requests().size() == 2);
}

TEST_CASE("a success that comes before the body was sent is none") {
  for (const std::string& early : {ok, laws::in_bytes({.status = 203}), laws::in_bytes({.status = 204})}) {
    pair with{{{early, false, true}, {ok}}};
    const auto out = with.bucket().put_object("k", upcall::text{large});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK_FALSE(out.error().outcome_unknown);
    CHECK(with.server.requests().empty());
    CHECK(with.put());
  }
}

TEST_CASE("what is answered while a body of unknown size is sent is a refusal, or nothing") {
  const given::sigpipe_count raised;
  pair with{{{denied, false, true}, {ok, false, true}, {"", false, true}, {ok}}};
  std::vector<upcall::failure> failures;
  for (int i = 0; i != 3; ++i) {
    std::size_t left = 1'000'000'000;  // more than a socket takes that nobody reads
    const auto out = with.bucket().put_object("k", upcall::one_pass{[&](std::span<char> piece) {
                                                const std::size_t n = std::min(piece.size(), left);
                                                std::fill_n(piece.data(), n, 'x');
                                                left -= n;
                                                return n;
                                              }});
    REQUIRE_FALSE(out);
    CHECK(left != 0);
    CHECK_FALSE(out.error().outcome_unknown);
    failures.push_back(out.error());
  }
  CHECK(failures[0].kind == fault::server);
  CHECK(failures[0].code == "AccessDenied");
  CHECK(failures[1].kind == fault::transport);
  CHECK(failures[2].kind == fault::transport);
  CHECK(with.server.requests().empty());
  CHECK(with.put());
  CHECK(raised.value() == 0);
}

TEST_CASE("a connection that breaks while the body is sent is a known outcome") {
  const given::sigpipe_count raised;
  for (const std::string& early : {std::string{}, std::string{"HTTP/1.1 403 Forb"}, std::string{"rubbish\r\n"}}) {
    pair with{{{early, false, true}, {ok}}};
    const auto out = with.bucket().put_object("k", upcall::text{large});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK_FALSE(out.error().outcome_unknown);
    CHECK(with.put());
  }
  CHECK(raised.value() == 0);
}

TEST_CASE("what functions of the caller throw comes through, and the client goes on") {
  const auto before = given::open_descriptors();
  {
    pair with{{{ok}, {ok}, {ok}, {ok}, {ok}}};
    auto progress = [](std::uint64_t, std::uint64_t) -> bool { throw std::runtime_error{"enough"}; };
    auto see = [](std::string_view, std::string_view) { throw std::runtime_error{"seen"}; };
    auto read = [](std::span<char>) -> std::size_t { throw std::runtime_error{"empty"}; };
    for (int i = 0; i != 2; ++i) {
      CHECK_THROWS_WITH(with.bucket().put_object("k", upcall::text{"hello"}, {.progress = progress}), "enough");
      CHECK_THROWS_WITH(with.bucket().put_object("k", upcall::callable{5, read}), "empty");
    }
    CHECK_THROWS_WITH(with.bucket().get_object("k", [](std::string_view) { throw std::runtime_error{"full"}; }),
                      "full");
    CHECK_THROWS_WITH(with.bucket().head_object("k", {.header = see}), "seen");
    CHECK(with.put());
    CHECK(with.put());
    CHECK(with.server.requests().size() == 4);
  }
  CHECK(given::open_descriptors() == before);
}

TEST_CASE("a source that fails or lies is told, stored by nobody, and ends the connection") {
  pair with{{{ok}, {ok}, {ok}, {ok}, {ok}, {ok}}};
  const auto give = [](std::size_t most) {
    return [left = most](std::span<char> piece) mutable {
      const std::size_t n = std::min(piece.size(), left);
      left -= n;
      return n;
    };
  };
  for (std::size_t has : {0u, 1u, 1'023u, 1'024u, 1'000'000u, 2'999'999u}) {
    INFO(has);
    const auto out = with.bucket().put_object("k", upcall::callable{3'000'000, give(has)});
    CHECK(out.error().kind == fault::file_inconsistent);
    CHECK_FALSE(out.error().outcome_unknown);
  }
  const auto lies = [](std::span<char> piece) { return piece.size() + 1; };
  CHECK(with.bucket().put_object("k", upcall::callable{3'000'000, lies}).error().kind == fault::file_inconsistent);
  CHECK(with.server.requests().empty());
  CHECK(with.put());
  CHECK(with.server.requests().size() == 1);
}

TEST_CASE("lines that are longer than the buffer") {
  const std::string longest(3'000, 'v');
  pair with{{{laws::in_bytes({.headers = {{"X-Long", longest}, {"ETag", "\"1\""}}, .body = "hello"})},
             {laws::in_bytes({.headers = {{"X-Long", longest}, {"ETag", "\"1\""}}})},
             {laws::in_bytes({.headers = {{"Connection", longest}}})},
             {"HTTP/1.1 200 " + longest + "\r\n\r\n"},
             {ok}}};
  const auto out = with.put();
  REQUIRE(out);
  CHECK(out->etag == "\"1\"");
  CHECK(out->answer == "hello");
  CHECK(with.server.connections() == 1);
  const auto seen = with.bucket().head_object("k", {.header = [](std::string_view, std::string_view) {}});
  REQUIRE_FALSE(seen);
  CHECK(seen.error().message == "the answer has a line longer than the transport's Room; give it a larger one");
  CHECK(with.put().error().message == "the answer is no HTTP/1.1");
  CHECK(with.put().error().message == "the answer has a line longer than the transport's Room; give it a larger one");
  CHECK(with.put());
}

TEST_CASE("who looks for a short line does not mind a long one, unless somebody looks at all") {
  const std::string answer = laws::in_bytes({.headers = {{"X-Long", std::string(3'000, 'v')}, {"ETag", "\"1\""}}});
  laws::peer server{{{answer}, {answer}, {answer}}};
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  given::client corrected{upcall::endpoint{url}, sockets<1024>{}, upcall::corrected_clock{given::clock{}}};
  CHECK(corrected.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  given::client repeated{upcall::endpoint{url}, sockets<1024>{}, upcall::exponential_backoff{}};
  CHECK(repeated.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(server.requests().size() == 2);
  const auto seen = corrected.bucket("examplebucket").head_object("k", {.header = [](auto, auto) {}});
  REQUIRE_FALSE(seen);
  CHECK(seen.error().message == "the answer has a line longer than the transport's Room; give it a larger one");
}

TEST_CASE("no way to fail leaves a connection open or raises SIGPIPE") {
  const given::sigpipe_count raised;
  const auto before = given::open_descriptors();
  {
    pair with{{{"", false},
               {"rubbish\r\n"},
               {ok.substr(0, 30), false},
               {denied, false, true},
               {ok, false, true},
               {"", false, true},
               {laws::in_bytes({.headers = {{"x-oss-request-id", "R"}, {"Connection", "close"}}})},
               {ok + "more"},
               {"HTTP/1.1 200 OK\r\n\r\nhello", false}}};
    for (int i = 0; i != 9; ++i) {
      (void)with.bucket().put_object("k", upcall::text{std::string_view{large}.substr(0, 1'000'000)});
      with.server.wait_until_all_closed();  // since the client closed it
    }
    CHECK(with.server.connections() == 9);
  }
  CHECK(given::open_descriptors() == before);
  CHECK(raised.value() == 0);
}

TEST_CASE("the end of a client closes its connections") {
  const auto before = given::open_descriptors();
  laws::peer server{{{ok}, {ok}}};
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  {
    given::client oss{upcall::endpoint{url}, http1_transport{posix_socket{}}};
    CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
    CHECK(given::open_descriptors() > before);
  }
  server.wait_until_all_closed();
}
