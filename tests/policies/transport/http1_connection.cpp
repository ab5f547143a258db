// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/acting_transport.hpp"
#include "support/client.hpp"
#include "support/memory_peer.hpp"
#include <stdexcept>
#include <string>
#include <upcall/policies/transport/http1_connection.hpp>
#include <vector>

using given::memory_peer;
using given::memory_stream;
using upcall::address_style;
using upcall::fault;
using upcall::http1_connection;

namespace {

// The least that connections are made from.
template <class Stream>
struct makes {
  memory_peer& far;
  Stream make() const { return Stream{&far}; }
};

// A client whose calls all go over one connection.
template <class Stream = memory_stream>
struct over_one {
  memory_peer far;
  makes<Stream> streams{far};
  http1_connection<Stream> connection{streams};
  std::vector<char> room = std::vector<char>(1024);

  explicit over_one(std::vector<laws::reaction> reactions) : far(std::move(reactions)) {}

  auto call(auto with_bucket, const upcall::endpoint& to = given::service, std::string_view bucket = "examplebucket") {
    auto exchange = [this](const upcall::signed_request& request, auto& from, upcall::response& answer) {
      auto done = connection.exchange(request, from, answer, room);
      CHECK(connection.is_idle() == connection.leads_to_place_of(request.message()));
      return done;
    };
    given::client oss{to, given::acting_transport<decltype(exchange)>{&exchange}};
    return with_bucket(oss.bucket(bucket));
  }
  auto put(const upcall::endpoint& to = given::service, std::string_view bucket = "examplebucket") {
    return call([](auto in) { return in.put_object("k", upcall::text{"hello"}); }, to, bucket);
  }
};

// Cannot tell whether it has ended.
struct blind_stream {
  memory_peer* far;
  upcall::verdict connect(const upcall::stream_target& to) const { return far->connect(to); }
  upcall::transferred read(std::span<char> into) const { return far->read(into); }
  upcall::transferred write(std::string_view text) const { return far->write(text); }
  void close() const { far->close(); }
};

// What is wrong with it is told in a text of its own, which changes with each call.
struct telling_stream : blind_stream {
  std::string text = {};
  explicit telling_stream(memory_peer* peer) : blind_stream{peer} {}

  upcall::verdict connect(const upcall::stream_target& to) {
    text = "dial tone missing on this line, more than fits in a string";
    return to.port == 80 ? far->connect(to) : upcall::verdict{std::string_view{text}};
  }
  upcall::transferred read(std::span<char> into) {
    const auto got = far->read(into);
    if (got.wrong.empty()) return got;
    text = "carrier lost on this line, which is more than fits in a string";
    return {got.size, text};
  }
  void close() {
    text.assign(text.size(), '!');
    far->close();
  }
};

const std::string ok = laws::in_bytes({.headers = {{"ETag", "\"1\""}}, .body = "hello"});
const std::string denied = laws::in_bytes({.status = 403, .body = "<Error><Code>AccessDenied</Code></Error>"});

upcall::request to(const upcall::address& where, std::string_view bucket) {
  upcall::request out{{}, {}};
  out.to = where;
  out.bucket = bucket;
  return out;
}

}  // namespace

TEST_CASE("exchanges go over one connection as long as each comes whole") {
  over_one with{{{ok}, {denied}, {laws::in_bytes({.status = 204})}, {ok}}};
  CHECK_FALSE(with.connection.is_idle());
  CHECK(with.put()->answer == "hello");
  CHECK(with.connection.is_idle());
  CHECK(with.put().error().code == "AccessDenied");
  CHECK(with.call([](auto bucket) { return bucket.delete_object("k"); }));
  CHECK(with.put());
  CHECK(with.far.connections() == 1);
  CHECK(with.far.closed == 0);
  CHECK(with.far.is_open());
}

TEST_CASE("an answer to HEAD has no body, whatever its length") {
  over_one with{{{laws::in_bytes({.headers = {{"Content-Length", "123456"}}})}, {ok}}};
  CHECK(with.call([](auto bucket) { return bucket.head_object("k"); })->size == 123'456);
  CHECK(with.put()->answer == "hello");
  CHECK(with.far.connections() == 1);
}

TEST_CASE("a connection leads where the request goes") {
  over_one with{{{ok}, {ok}, {ok}, {ok}, {ok}, {ok}}};
  CHECK(with.put());
  CHECK(with.put({"https://oss-cn-hangzhou.aliyuncs.com"}));
  CHECK(with.put({"http://oss-cn-hangzhou.aliyuncs.com:8080"}));
  CHECK(with.put(given::service, "another-bucket"));
  CHECK(with.put({"http://127.0.0.1:9000"}));
  CHECK(with.put({"http://127.0.0.1:9000"}, "another-bucket"));
  CHECK(with.far.places == std::vector<std::string>{"http://examplebucket.oss-cn-hangzhou.aliyuncs.com:80",
                                                    "https://examplebucket.oss-cn-hangzhou.aliyuncs.com:443",
                                                    "http://examplebucket.oss-cn-hangzhou.aliyuncs.com:8080",
                                                    "http://another-bucket.oss-cn-hangzhou.aliyuncs.com:80",
                                                    "http://127.0.0.1:9000"});
  CHECK(with.far.closed == 4);
}

TEST_CASE("only a connection that waits leads anywhere") {
  over_one with{{{ok}, {laws::in_bytes({.headers = {{"x-oss-request-id", "R"}, {"Connection", "close"}}})}}};
  const auto there = to({.tls = false, .host = "oss-cn-hangzhou.aliyuncs.com", .port = 80}, "examplebucket");
  CHECK_FALSE(with.connection.leads_to_place_of(there));
  CHECK(with.put());
  CHECK(with.connection.leads_to_place_of(there));
  CHECK_FALSE(with.connection.leads_to_place_of(
      to({.tls = false, .host = "oss-cn-hangzhou.aliyuncs.com", .port = 80}, "other-bucket")));
  CHECK(with.put());
  CHECK_FALSE(with.connection.leads_to_place_of(there));
}

TEST_CASE("a host's name that is too long is connected to by nobody") {
  over_one with{{{ok}}};
  const std::string bucket(63, 'b'), host(255 - 64, 'h'), fits = "http://" + host, longer = fits + "h";
  const auto refused = with.put({.url = longer, .region = "cn-hangzhou"}, bucket);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "endpoint: a host's name has at most 255 characters");
  CHECK_FALSE(refused.error().outcome_unknown);
  CHECK(with.far.connections() == 0);
  CHECK(with.put({.url = fits, .region = "cn-hangzhou"}, bucket));
}

TEST_CASE("what a connection says or does while it waits ends it") {
  over_one with{{{ok}, {ok}, {ok}, {ok + "!"}, {ok}}};
  CHECK(with.put());
  with.far.say("HTTP/1.1 408 Request Timeout\r\n\r\n");
  CHECK(with.put()->answer == "hello");
  CHECK(with.far.connections() == 2);
  with.far.finish();
  CHECK(with.put());
  CHECK(with.far.connections() == 3);
  CHECK(with.put());
  CHECK_FALSE(with.connection.is_idle());
  CHECK(with.put());
  CHECK(with.far.connections() == 4);
  CHECK(with.far.closed == 3);
}

TEST_CASE("a stream that cannot tell its end is used until it fails") {
  over_one<blind_stream> with{{{ok}, {ok}}};
  CHECK(with.put());
  with.far.finish();
  const auto out = with.put();
  REQUIRE_FALSE(out);
  CHECK(out.error().message == "the far end has gone");
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(with.put());
  CHECK(with.far.connections() == 2);
}

TEST_CASE("whatever leaves a doubt closes the connection") {
  const auto closes = [](laws::reaction reaction, bool whole) {
    over_one with{{std::move(reaction), {ok}}};
    INFO(with.far.requests().size());
    CHECK(with.put().has_value() == whole);
    CHECK_FALSE(with.connection.is_idle());
    CHECK_FALSE(with.far.is_open());
    CHECK(with.far.closed == 1);
    CHECK(with.put());
    CHECK(with.far.connections() == 2);
  };
  closes({laws::in_bytes({.headers = {{"Connection", "close"}, {"ETag", "\"E\""}}})}, true);
  closes({"HTTP/1.0 200 OK\r\nETag: \"E\"\r\nContent-Length: 0\r\n\r\n"}, true);
  closes({"HTTP/1.1 200 OK\r\nETag: \"E\"\r\n\r\nuntil the end", false}, true);
  closes({ok + "more"}, true);
  closes({"rubbish\r\n"}, false);
  closes({ok.substr(0, 20)}, false);
  closes({ok.substr(0, 20), false}, false);
  closes({"", false}, false);
  closes({denied, false, true}, false);
  closes({ok, false, true}, false);
}

TEST_CASE("when the outcome is known") {
  const auto outcome_unknown = [](laws::reaction reaction) {
    over_one with{{std::move(reaction)}};
    const auto out = with.put();
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    return out.error().outcome_unknown;
  };
  for (std::size_t size = 0; size != ok.size(); ++size) {
    INFO(size);
    CHECK(outcome_unknown({ok.substr(0, size), false}));
    CHECK(outcome_unknown({ok.substr(0, size)}));  // and nothing follows
    CHECK_FALSE(outcome_unknown({ok.substr(0, size), false, true}));
  }
  CHECK_FALSE(outcome_unknown({ok, false, true}));
}

TEST_CASE("a refusal that comes before the request was taken is the service's, a success is none") {
  over_one refused{{{denied, false, true}}};
  const auto out = refused.put();
  CHECK(out.error().kind == fault::server);
  CHECK(out.error().code == "AccessDenied");
  CHECK(refused.far.requests().empty());
  over_one praised{{{ok, false, true}}};
  CHECK(praised.put().error().message == "the answer came before the request was sent");
  for (int status : {200, 203, 204, 299}) {
    over_one with{{{laws::in_bytes({.status = status}), false, true}}};
    CHECK(with.put().error().kind == fault::transport);
  }
  for (int status : {300, 304, 404, 503}) {
    over_one with{{{laws::in_bytes({.status = status}), false, true}}};
    CHECK(with.put().error().status == status);
  }
}

TEST_CASE("a body that fails closes the connection before it can be taken for whole") {
  over_one with{{{ok}, {ok}}};
  const auto out = with.call([](auto bucket) {
    return bucket.put_object("k", upcall::callable{100, [](std::span<char>) { return std::size_t{0}; }});
  });
  CHECK(out.error().kind == fault::file_inconsistent);
  CHECK_FALSE(with.far.is_open());
  CHECK(with.far.requests().empty());
  CHECK(with.put());
  CHECK(with.far.requests().size() == 1);
}

TEST_CASE("a connection that an exception went through is not used again") {
  over_one with{{{ok}, {ok}, {ok}, {ok}}};
  CHECK(with.put());
  auto enough = [](std::uint64_t, std::uint64_t) -> bool { throw std::runtime_error{"enough"}; };
  CHECK_THROWS_WITH(
      with.call([&](auto bucket) { return bucket.put_object("k", upcall::text{"hello"}, {.progress = enough}); }),
      "enough");
  CHECK_FALSE(with.connection.is_idle());
  CHECK(with.put());
  CHECK(with.far.connections() == 2);
  CHECK_THROWS_WITH(with.call([](auto bucket) {
    return bucket.get_object("k", [](std::string_view) { throw std::runtime_error{"full"}; });
  }),
                    "full");
  CHECK_FALSE(with.connection.is_idle());
  CHECK(with.put());
  CHECK(with.far.connections() == 3);
  CHECK(with.far.closed == 2);
}

TEST_CASE("what is wrong is told in the stream's words, also when they change with its next call") {
  over_one<telling_stream> with{{{ok.substr(0, 20)}}};
  CHECK(with.put({"http://127.0.0.1:81"}).error().message ==
        "dial tone missing on this line, more than fits in a string");
  CHECK(with.put().error().message == "carrier lost on this line, which is more than fits in a string");
}
