// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/byte_stream.hpp"
#include "posix_far_end.hpp"
#include "support/open_descriptors.hpp"
#include "support/sigpipe_count.hpp"
#include <atomic>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <optional>
#include <pthread.h>
#include <string>
#include <thread>
#include <type_traits>
#include <upcall/policies/transport/posix_socket.hpp>

using given::posix_far_end;
using upcall::posix_socket;
using upcall::transferred;

namespace {

constexpr upcall::milliseconds soon{50}, late{600'000};
const std::string much(64'000'000, 'x');  // more than the system takes for a far end that does not read

// A far end and a stream that leads to it.
struct connected : posix_far_end {
  posix_socket::state stream;

  explicit connected(const posix_socket& settings = {}) : posix_far_end(settings), stream(settings) {
    REQUIRE(stream.connect(target()));
    accept();
  }
  transferred next() {
    char room[64];
    return stream.read(room);
  }
};

// This process's socket that is connected to a port.
int socket_to(std::uint16_t port) {
  for (int each = 0; each != 1024; ++each) {
    sockaddr_in there{};
    socklen_t size = sizeof there;
    if (::getpeername(each, reinterpret_cast<sockaddr*>(&there), &size) == 0 && there.sin_family == AF_INET &&
        ntohs(there.sin_port) == port) {
      return each;
    }
  }
  return -1;
}

}  // namespace

TEST_CASE("posix_socket keeps the laws of a byte stream") { laws::byte_stream<posix_far_end>(); }

TEST_CASE("a description of a socket may be copied, a socket not") {
  STATIC_REQUIRE(std::is_copy_constructible_v<posix_socket>);
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<posix_socket::state>);
  STATIC_REQUIRE_FALSE(std::is_move_constructible_v<posix_socket::state>);
}

TEST_CASE("a socket sends small requests at once, blocks, and is no child's") {
  const connected pair;
  const int socket = socket_to(pair.target().port);
  REQUIRE(socket >= 0);
  int no_delay = 0;
  socklen_t size = sizeof no_delay;
  REQUIRE(::getsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &no_delay, &size) == 0);
  CHECK(no_delay != 0);
  CHECK((::fcntl(socket, F_GETFL) & O_NONBLOCK) == 0);
  CHECK((::fcntl(socket, F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("waiting for the far end takes no longer than was said") {
  SECTION("until it says something") {
    connected pair{{.read_timeout = soon, .write_timeout = late}};
    for (int i = 0; i != 2; ++i) {
      const transferred got = pair.next();
      CHECK(got.size == 0);
      CHECK(got.wrong == "the service did not answer in time");
    }
    pair.write("hello");
    CHECK(pair.next().size == 5);
  }
  SECTION("until it takes something") {
    connected pair{{.read_timeout = late, .write_timeout = soon}};
    const transferred sent = pair.stream.write(much);
    CHECK(sent.size < much.size());
    CHECK(sent.wrong == "the service did not take the request in time");
    CHECK(pair.next().size == 0);  // and is not waited for
  }
}

TEST_CASE("the end of an exchange ends a socket's waits, until it is told another") {
  connected pair{{.read_timeout = late, .write_timeout = late}};
  pair.stream.end_by(soon);
  CHECK(pair.next().wrong == "deadline: it passed before an answer came");
  const upcall::transferred little = pair.stream.write("hello");  // which the far end would take at once
  CHECK(little.size == 0);
  CHECK(little.wrong == "deadline: it passed while the request was sent");
  CHECK(pair.stream.write(much).wrong == "deadline: it passed while the request was sent");
  pair.stream.end_by({});
  timeval limit{};
  socklen_t size = sizeof limit;
  REQUIRE(::getsockopt(socket_to(pair.target().port), SOL_SOCKET, SO_RCVTIMEO, &limit, &size) == 0);
  CHECK(limit.tv_sec == 600);
  pair.write("hello");
  CHECK(pair.next().size == 5);
  pair.stream.end_by(soon);
  pair.write("hello");
  CHECK(pair.next().size == 5);
  CHECK(pair.next().wrong == "deadline: it passed before the answer was whole");
}

TEST_CASE("a wait that is shorter than the end of the exchange is told as itself") {
  connected pair{{.read_timeout = soon, .write_timeout = soon}};
  pair.stream.end_by(late);
  CHECK(pair.next().wrong == "the service did not answer in time");
  CHECK(pair.stream.write(much).wrong == "the service did not take the request in time");
}

TEST_CASE("a socket that is late for its exchange is not connected") {
  posix_far_end far;
  const auto before = given::open_descriptors();
  posix_socket::state stream{{}};
  stream.end_by({1});
  upcall::detail::exchange_end same;
  same.set({1});
  while (!same.passed()) continue;
  CHECK(stream.connect(far.target()).wrong() == "deadline: it passed before the service was connected to");
  CHECK(given::open_descriptors() == before);
}

TEST_CASE("a time limit of 0 is none") {
  connected pair{{.connect_timeout = {0}, .read_timeout = {0}, .write_timeout = {0}}};
  laws::send(pair, pair.stream, much);
  std::thread writing{[&] { pair.write("hello"); }};
  CHECK(pair.next().size == 5);
  writing.join();
}

TEST_CASE("a negative time limit is none, also where connecting had one") {
  posix_far_end far;
  posix_socket::state stream{{.connect_timeout = late, .read_timeout = {-1}}};
  REQUIRE(stream.open(far.target()));
  far.accept();
  far.write("hello");
  CHECK(laws::received(stream, 5, 5) == "hello");
  stream.opened();
  timeval limit{};
  socklen_t size = sizeof limit;
  REQUIRE(::getsockopt(socket_to(far.target().port), SOL_SOCKET, SO_RCVTIMEO, &limit, &size) == 0);
  CHECK(limit.tv_sec == 0);
  CHECK(limit.tv_usec == 0);
}

TEST_CASE("a connection that breaks is told from one that ends") {
  const given::sigpipe_count raised;
  connected pair;
  SECTION("before anything came") {
    pair.reset();
    laws::wait_until_ended(pair.stream);
    CHECK(pair.next().wrong == "the connection broke before the answer was whole");
  }
  SECTION("after something came") {
    pair.write("hello");
    laws::wait_until_ended(pair.stream);
    REQUIRE(pair.stream.write("not read").size == 8);
    pair.leave();
    CHECK(laws::received(pair.stream, 5, 2) == "hello");
    CHECK(pair.next().wrong == "the connection broke before the answer was whole");
  }
  SECTION("while it is written to") {
    pair.reset();
    const transferred sent = pair.stream.write(much);
    CHECK(sent.size < much.size());
    CHECK(sent.wrong == "the connection broke while the request was sent");
    CHECK(pair.stream.write("more").wrong == "the connection broke while the request was sent");
  }
  CHECK(raised.value() == 0);
}

TEST_CASE("a far end that has finished is not written to for long") {
  const given::sigpipe_count raised;
  connected pair;
  pair.finish();
  const transferred sent = pair.stream.write(much);
  CHECK(sent.size < much.size());
  CHECK(sent.wrong.empty());
  CHECK(pair.next().size == 0);
  CHECK(pair.next().wrong.empty());
  CHECK(raised.value() == 0);
}

TEST_CASE("signals end no wait") {
  struct sigaction counting {
  }, before;
  counting.sa_handler = [](int) {};
  REQUIRE(::sigaction(SIGUSR1, &counting, &before) == 0);
  {
    connected pair;
    const pthread_t waiting = ::pthread_self();
    std::thread disturbing{[&] {
      for (int i = 0; i != 200; ++i) {
        ::pthread_kill(waiting, SIGUSR1);
        std::this_thread::yield();
      }
      pair.write("hello");
    }};
    CHECK(laws::received(pair.stream, 5, 5) == "hello");
    disturbing.join();

    std::atomic<bool> over = false;
    std::string got;
    std::thread reading{[&] { got = pair.read(much.size()); }};
    std::thread again{[&] {
      while (!over) {
        ::pthread_kill(waiting, SIGUSR1);
        std::this_thread::yield();
      }
    }};
    CHECK(pair.stream.write(much).size == much.size());
    over = true;
    again.join();
    pair.stream.close();
    reading.join();
    CHECK((got == much));
  }
  ::sigaction(SIGUSR1, &before, nullptr);
}

TEST_CASE("no way to end leaves a socket open") {
  posix_far_end far;
  const auto before = given::open_descriptors();
  {
    posix_socket::state stream{{.connect_timeout = soon}};
    CHECK_FALSE(stream.connect(far.nowhere()));
    CHECK(given::open_descriptors() == before);
    CHECK_FALSE(stream.connect({"127.0.0.1", far.target().port, true}));
    CHECK(given::open_descriptors() == before);
    CHECK_FALSE(stream.connect({std::string(256, 'a'), 80, false}));
    CHECK(given::open_descriptors() == before);
    CHECK(stream.connect(far.target()));
    CHECK(given::open_descriptors() == before + 1);
    stream.close();
    CHECK(given::open_descriptors() == before);
    const int another = ::dup(0);  // which gets the number that is free
    stream.close();
    CHECK(::fcntl(another, F_GETFD) >= 0);
    ::close(another);
    CHECK(stream.connect(far.target()));
  }
  CHECK(given::open_descriptors() == before);
}

TEST_CASE("whoever wants TLS is told where it is to be had") {
  const posix_far_end far;
  posix_socket::state stream{{}};
  const auto refused = stream.connect({"127.0.0.1", far.target().port, true});
  CHECK(refused.wrong() == "this transport has no TLS: use http1_transport<tls<posix_socket>>, or an http:// endpoint");
}
