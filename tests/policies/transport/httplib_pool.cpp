// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/client.hpp"
#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <type_traits>
#include <upcall/profiles/hosted.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <vector>

using upcall::address;
using upcall::httplib_transport;
using upcall::detail::httplib_connection;
using upcall::detail::httplib_pool;

namespace {

constexpr address plain{.tls = false, .host = "127.0.0.1", .port = 9000};
constexpr address secure{.tls = true, .host = "127.0.0.1", .port = 9000};
constexpr address other_port{.tls = false, .host = "127.0.0.1", .port = 9001};

constexpr int threads = 8;

// Does the same in eight threads at once.
void in_threads(const auto& what) {
  std::vector<std::thread> running;
  for (int i = 0; i != threads; ++i) running.emplace_back([&what, i] { what(i); });
  for (auto& each : running) each.join();
}

// What one of the threads uploads: mostly small, now and then longer than cpp-httplib is handed at once.
struct upload {
  std::string key, content;
  bool from_function;

  upload(int thread, int number)
      : key("thread-" + std::to_string(thread) + "/object-" + std::to_string(number)),
        content(number % 50 == 49 ? 300'000 : static_cast<std::size_t>(number * 37 % 4000), '\0'),
        from_function(number % 2 != 0) {
    for (std::size_t i = 0; i != content.size(); ++i)
      content[i] = static_cast<char>(key[i % key.size()] + static_cast<char>(i / 251 % 64));
  }

  bool run(auto bucket) const {
    if (!from_function) return bucket.put_object(key, upcall::text{content}).has_value();
    std::size_t at = 0;
    return bucket
        .put_object(key, upcall::callable{content.size(),
                                          [&](std::span<char> piece) {
                                            const std::size_t n = std::min(piece.size(), content.size() - at);
                                            std::copy_n(content.data() + at, n, piece.data());
                                            at += n;
                                            return n;
                                          }})
        .has_value();
  }
  bool arrived(upcall::testing::object_store& store) const {
    const auto stored = store.open("examplebucket", key);
    if (!stored || stored->facts.size != content.size()) return false;
    std::string got(content.size() + 1, '\0');
    return stored->read(0, got) == content.size() && got.starts_with(content);
  }
};

}  // namespace

TEST_CASE("a connection is given to who wants its host, port and scheme, and to nobody else") {
  const httplib_transport settings;
  httplib_pool pool;
  auto first = pool.take("127.0.0.1", plain, settings);
  const auto* client = first.client.get();
  CHECK(first.leads_to("127.0.0.1", plain));
  CHECK_FALSE(first.leads_to("127.0.0.2", plain));
  CHECK_FALSE(first.leads_to("127.0.0.1", secure));
  CHECK_FALSE(first.leads_to("127.0.0.1", other_port));
  pool.give_back(std::move(first));
  CHECK(pool.take("127.0.0.2", plain, settings).client.get() != client);
  CHECK(pool.take("127.0.0.1", other_port, settings).client.get() != client);
  CHECK(pool.take("127.0.0.1", secure, settings).client.get() != client);
  CHECK(pool.take("127.0.0.1", plain, settings).client.get() == client);
}

TEST_CASE("one connection is never given to two") {
  const httplib_transport settings;
  httplib_pool pool;
  pool.give_back(pool.take("127.0.0.1", plain, settings));
  const auto a = pool.take("127.0.0.1", plain, settings), b = pool.take("127.0.0.1", plain, settings);
  CHECK(a.client.get() != b.client.get());
}

TEST_CASE("any number may be given back, of which 64 are kept") {
  const httplib_transport settings;
  httplib_pool pool;
  std::vector<httplib_connection> many;
  for (int i = 0; i != 100; ++i) many.push_back(pool.take("127.0.0.1", plain, settings));
  for (auto& each : many) {
    each.buffer = std::make_unique<char[]>(1);  // by which they are known again
    pool.give_back(std::move(each));
  }
  std::vector<httplib_connection> again;
  for (int i = 0; i != 65; ++i) again.push_back(pool.take("127.0.0.1", plain, settings));
  CHECK(std::count_if(again.begin(), again.end(), [](auto& each) { return each.buffer != nullptr; }) == 64);
}

TEST_CASE("of more than 64 places, those that were used last keep their cpp-httplib connections") {
  const httplib_transport settings;
  httplib_pool pool;
  const auto used_before = [&](int port) {
    auto connection = pool.take("127.0.0.1", {.tls = false, .port = static_cast<std::uint16_t>(port)}, settings);
    const bool before = connection.buffer != nullptr;
    connection.buffer = std::make_unique<char[]>(1);
    pool.give_back(std::move(connection));
    return before;
  };
  for (int port = 1; port <= 100; ++port) CHECK_FALSE(used_before(port));
  CHECK(used_before(100));
  CHECK(used_before(37));
  CHECK_FALSE(used_before(36));
}

TEST_CASE("TLS is 1.2 at least, whatever the system's settings are") {
  const httplib_transport settings;
  httplib_pool pool;
  const auto connection = pool.take("127.0.0.1", secure, settings);
  auto* client = dynamic_cast<httplib::SSLClient*>(connection.client.get());
  REQUIRE(client != nullptr);
  CHECK(SSL_CTX_get_min_proto_version(client->ssl_context()) == TLS1_2_VERSION);
}

TEST_CASE("a pool and its connections stay with their transport") {
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<httplib_pool>);
  STATIC_REQUIRE_FALSE(std::is_move_constructible_v<httplib_pool>);
}

TEST_CASE("threads have no more connections than there are threads") {
  constexpr int calls = 50;
  std::vector<laws::reaction> answers(threads * calls, {laws::in_bytes({})});
  laws::peer server{std::move(answers)};
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  given::client oss{upcall::endpoint{url}, httplib_transport{}};
  int done[threads] = {};
  in_threads([&](int thread) {
    for (int i = 0; i != calls; ++i)
      done[thread] += oss.bucket("examplebucket").put_object("k", upcall::text{"x"}) ? 1 : 0;
  });
  for (int each : done) CHECK(each == calls);
  CHECK(server.requests().size() == threads * calls);
  CHECK(server.connections() >= 1);
  CHECK(server.connections() <= threads);
}

TEST_CASE("threads that share a client upload 200 objects each, and all are right") {
  constexpr int uploads = 200;
  upcall::emulator_settings settings;
  settings.access_key_id = given::key_id;
  settings.access_key_secret = given::secret;
  upcall::emulator_server service{settings};
  const std::string url = service.url();
  // No retries: each upload must go through by itself.
  upcall::client oss{upcall::endpoint{url}, given::credentials{}, upcall::no_retry{}, upcall::returning{}};
  int done[threads] = {};
  in_threads([&](int thread) {
    for (int i = 0; i != uploads; ++i) done[thread] += upload{thread, i}.run(oss.bucket("examplebucket")) ? 1 : 0;
  });
  for (int thread = 0; thread != threads; ++thread) {
    CHECK(done[thread] == uploads);
    for (int i = 0; i != uploads; ++i) {
      INFO(thread << ' ' << i);
      CHECK(upload{thread, i}.arrived(service.objects()));
    }
  }
}
