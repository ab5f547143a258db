// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/client.hpp"
#include "support/open_descriptors.hpp"
#include <algorithm>
#include <atomic>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <upcall/policies/transport/connection_pool.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <vector>

using upcall::connection_pool;
using upcall::http1_transport;
using upcall::posix_socket;

namespace {

// Counts what was made and what is still there.
struct numbers {
  int made = 0, alive = 0;
};

// A connection that leads to a port once it was used for that, and is then of use again or not.
class numbered {
 public:
  explicit numbered(numbers& of) : of_(of), number(++of.made) { ++of_.alive; }
  numbered(const numbered&) = delete;
  ~numbered() { --of_.alive; }

  bool is_idle() const { return idle; }
  bool leads_to_place_of(const upcall::request& next) const { return idle && port == next.to.port; }

 private:
  numbers& of_;

 public:
  int number;
  bool idle = false;
  int port = 0;
};

using pool = connection_pool<numbered, std::reference_wrapper<numbers>>;

upcall::request to_port(std::uint16_t port) {
  upcall::request out{{}, {}};
  out.to.port = port;
  return out;
}

// The number of the connection that an exchange went over.
int number_of(pool& of, std::uint16_t port, bool comes_whole = true) {
  return of.with<16>(to_port(port), [&](numbered& over, std::span<char> room) {
    CHECK(room.size() == 16);
    over.port = port;
    over.idle = comes_whole;
    return over.number;
  });
}

constexpr int threads = 16;

// Does the same in sixteen threads at once.
void in_threads(const auto& what) {
  std::vector<std::thread> running;
  for (int i = 0; i != threads; ++i) running.emplace_back([&what, i] { what(i); });
  for (auto& each : running) each.join();
}

// What one of the threads uploads: mostly small, now and then longer than lies between two ends.
struct upload {
  std::string key, content;
  bool from_function;

  upload(int thread, int number)
      : key("thread-" + std::to_string(thread) + "/object-" + std::to_string(number)),
        content(number % 25 == 24 ? 300'000 : static_cast<std::size_t>(number * 37 % 4000), '\0'),
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

TEST_CASE("a connection is given to who wants its place, and to nobody else") {
  numbers count;
  pool connections{count};
  CHECK(number_of(connections, 80) == 1);
  CHECK(number_of(connections, 80) == 1);
  CHECK(number_of(connections, 81) == 2);
  CHECK(number_of(connections, 80) == 1);
  CHECK(number_of(connections, 81) == 2);
  CHECK(count.alive == 2);
}

TEST_CASE("what did not come whole ends its connection") {
  numbers count;
  pool connections{count};
  CHECK(number_of(connections, 80, false) == 1);
  CHECK(count.alive == 0);
  CHECK(number_of(connections, 80) == 2);
  CHECK(number_of(connections, 80, false) == 2);
  CHECK(count.alive == 0);
}

TEST_CASE("an exception ends its connection") {
  numbers count;
  pool connections{count};
  CHECK(number_of(connections, 80) == 1);
  const auto fail = [](numbered& over, std::span<char>) -> int {
    over.idle = false;
    throw std::runtime_error{"enough"};
  };
  CHECK_THROWS_WITH(connections.with<16>(to_port(80), fail), "enough");
  CHECK(count.alive == 0);
  CHECK(number_of(connections, 80) == 2);
}

TEST_CASE("one connection is never given to two, and the one that was used last is used again") {
  numbers count;
  pool connections{count};
  connections.with<16>(to_port(80), [&](numbered& outer, std::span<char> room) {
    connections.with<16>(to_port(80), [&](numbered& inner, std::span<char> other_room) {
      CHECK(&inner != &outer);
      CHECK(room.data() != other_room.data());
      inner.port = outer.port = 80;
      inner.idle = outer.idle = true;
      return 0;
    });
    return 0;
  });
  CHECK(count.made == 2);
  CHECK(number_of(connections, 80) == 1);
  CHECK(number_of(connections, 80) == 1);
}

TEST_CASE("any number may be under way, of which 64 stay") {
  numbers count;
  pool connections{count};
  std::function<void(int)> nest = [&](int left) {
    if (left == 0) return;
    connections.with<16>(to_port(80), [&](numbered& over, std::span<char>) {
      nest(left - 1);
      over.port = 80;
      over.idle = true;
      return 0;
    });
  };
  nest(100);
  CHECK(count.made == 100);
  CHECK(count.alive == 64);
}

TEST_CASE("of more than 64 places, those that were used last keep their connections") {
  numbers count;
  pool connections{count};
  for (std::uint16_t port = 1; port <= 100; ++port) number_of(connections, port);
  CHECK(count.alive == 64);
  CHECK(number_of(connections, 100) == 100);
  CHECK(number_of(connections, 37) == 37);
  CHECK(number_of(connections, 36) == 101);
}

TEST_CASE("a pool's end is that of its connections") {
  numbers count;
  {
    pool connections{count};
    number_of(connections, 80);
    number_of(connections, 81);
    CHECK(count.alive == 2);
  }
  CHECK(count.alive == 0);
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<pool>);
  STATIC_REQUIRE_FALSE(std::is_move_constructible_v<pool>);
}

TEST_CASE("threads have no more connections than there are threads, and leave none open") {
  constexpr int calls = 50;
  std::vector<laws::reaction> answers(threads * calls, {laws::in_bytes({})});
  laws::peer server{std::move(answers)};
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  {
    given::client oss{upcall::endpoint{url}, http1_transport{posix_socket{}}};
    std::atomic<int> done = 0;
    in_threads([&](int) {
      for (int i = 0; i != calls; ++i) done += oss.bucket("examplebucket").put_object("k", upcall::text{"x"}) ? 1 : 0;
    });
    CHECK(done == threads * calls);
    CHECK(server.requests().size() == threads * calls);
    CHECK(server.connections() >= 1);
    CHECK(server.connections() <= threads);
  }
  server.wait_until_all_closed();
}

TEST_CASE("threads that share a client upload objects side by side, and all are right") {
  constexpr int uploads = 50;
  upcall::emulator_settings settings;
  settings.access_key_id = given::key_id;
  settings.access_key_secret = given::secret;
  settings.now = [] { return given::clock{}.now(); };
  upcall::emulator_server service{settings};
  const std::string url = service.url();
  given::client oss{upcall::endpoint{url}, http1_transport{posix_socket{}}};
  std::atomic<int> done = 0;
  in_threads([&](int thread) {
    for (int i = 0; i != uploads; ++i) done += upload{thread, i}.run(oss.bucket("examplebucket")) ? 1 : 0;
  });
  CHECK(done == threads * uploads);
  for (int thread = 0; thread != threads; ++thread) {
    for (int i = 0; i != uploads; ++i) {
      INFO(thread << ' ' << i);
      CHECK(upload{thread, i}.arrived(service.objects()));
    }
  }
}
