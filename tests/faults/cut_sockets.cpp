// SPDX-License-Identifier: Apache-2.0
// A put over real connections, by cpp-httplib and by sockets, the first of which is ended, reset or stalled in the
// request or in the answer. What the system took is sent as far as a client knows, so whether a cut in the request was
// seen is the system's; each byte by itself, and the other calls, are in cuts/cut_requests.cpp.
#include "catch.hpp"
#include "support/service.hpp"
#include "support/tls_peer.hpp"
#include <string>
#include <sys/socket.h>
#include <upcall/policies/clock/system.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/testing/http/connection.hpp>
#include <utility>
#include <vector>

using upcall::settlement;

namespace {

inline constexpr upcall::callback on_upload{.url = "http://127.0.0.1:23450/done", .body = "object=${object}"};
const std::string content = given::bytes(4096);

// The wall's time is the service's; what passes is real.
struct passing_clock : given::clock {
  static upcall::milliseconds elapsed() { return upcall::system_clock::elapsed(); }
  static void sleep(upcall::milliseconds) {}
};

enum class ending { finished, reset, stalled };
struct place {
  std::size_t takes = std::string::npos, gives = std::string::npos;  // bytes of the request, and of the answer
  bool in_request() const { return takes != std::string::npos; }
};

// A socket of which no more than some bytes are written.
struct limited_socket {
  upcall::testing::tcp_socket socket;
  std::size_t left;
  std::size_t written = 0;
  std::string taken = {};

  auto read(std::span<char> into, upcall::testing::deadline until) {
    const auto got = socket.read(into, until);
    taken.append(into.data(), got.value_or(0));
    return got;
  }
  bool write(std::string_view text) {
    const std::string_view allowed = text.substr(0, std::min(left, text.size()));
    left -= allowed.size();
    written += allowed.size();
    return socket.write(allowed) && allowed.size() == text.size() && left != 0;
  }
  static void finish() {}
  std::string peer() const { return socket.peer(); }
};

void wait_until_left(int socket) {
  char piece[4096];
  while (::recv(socket, piece, sizeof piece, 0) > 0) continue;
}
void end(int socket, ending how) {
  if (how == ending::finished) ::shutdown(socket, SHUT_WR);
  if (how != ending::reset) return wait_until_left(socket);
  const linger now{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

// The service, whose first connection ends so; the others go on.
class cut_server {
 public:
  cut_server(const place& at, ending how)
      : far_{{[this, at, how](int socket) { cut(socket, at, how); }, [this](int socket) { serve(socket, {}); },
              [this](int socket) { serve(socket, {}); }}} {}

  std::string url() const { return "http://127.0.0.1:" + std::to_string(far_.port()); }
  void wait_until_closed() { far_.wait_until_closed(); }
  // After the client has left.
  bool stored() { return service_.objects().open("examplebucket", "k") != nullptr; }
  bool is_whole() {
    const auto there = service_.objects().open("examplebucket", "k");
    std::string got(content.size() + 1, '\0');
    return there && there->read(0, got) == content.size() && std::string_view{got}.starts_with(content);
  }
  std::size_t callbacks() { return service_.callbacks().sent().size(); }
  std::string request = {};  // of a connection that was not cut …
  std::size_t answer = 0;    // … and how long its answer was

 private:
  void cut(int socket, const place& at, ending how) {
    if (at.in_request()) {
      std::string taken(at.takes, '\0');
      if (at.takes != 0) ::recv(socket, taken.data(), taken.size(), MSG_WAITALL);
    } else {
      serve(socket, at);
      if (at.gives == std::string::npos) return;
    }
    end(socket, how);
  }
  void serve(int socket, const place& at) {
    limited_socket limited{upcall::testing::tcp_socket{::dup(socket)}, at.gives};
    const upcall::testing::http_handler handler = [&](upcall::testing::http_request& got) {
      return service_.service().handle(got);
    };
    if (limited.left != 0) {
      upcall::testing::http_connection{limited, handler}.serve();
    } else {
      limited.left = 1;  // it is served, and the byte that would begin the answer is not written
      struct mute {
        limited_socket& of;
        auto read(std::span<char> into, upcall::testing::deadline until) { return of.read(into, until); }
        static bool write(std::string_view) { return false; }
        static void finish() {}
        std::string peer() const { return of.peer(); }
      } nothing_said{limited};
      upcall::testing::http_connection{nothing_said, handler}.serve();
    }
    request = limited.taken;
    answer = limited.written;
  }

  upcall::emulator service_{given::service_settings()};
  given::by_hand far_;
};

struct told {
  bool good = false;
  upcall::failure why = {};
};

template <class Transport>
told put(const std::string& url, bool with_callback, bool once, upcall::milliseconds deadline = {}) {
  given::client oss{upcall::endpoint{url}, Transport{}, upcall::exponential_backoff{}, upcall::openssl_crypto{},
                    passing_clock{}};
  upcall::put_object_options options{.deadline = deadline};
  if (with_callback) options.callback = upcall::encoded<on_upload>;
  auto bucket = oss.bucket("examplebucket");
  std::size_t gone = 0;
  const auto give = [&](std::span<char> piece) {
    const std::size_t size = std::min(piece.size(), content.size() - gone);
    std::copy_n(content.data() + gone, size, piece.data());
    gone += size;
    return size;
  };
  const auto out = once ? bucket.put_object("k", upcall::callable{content.size(), give}, options)
                        : bucket.put_object("k", upcall::text{content}, options);
  return out ? told{true} : told{false, out.error()};
}

// Whatever is told is true.
void check_truth(cut_server& far, const told& out, bool with_callback) {
  const bool stored = far.stored();
  CHECK(stored == far.is_whole());
  if (out.good) CHECK(stored);
  if (!out.good && out.why.outcome() == settlement::stored) CHECK(stored);
  if (!out.good && out.why.outcome() == settlement::not_stored) CHECK_FALSE(stored);
  CHECK(far.callbacks() == (with_callback && stored ? 1 : 0));
  if (far.callbacks() != 0 && !out.good) CHECK(out.why.callback_may_have_run);
}

template <class Transport>
void cut_at(const place& at, ending how) {
  for (const auto& [with_callback, once] : {std::pair{false, false}, {true, false}, {false, true}, {true, true}}) {
    INFO(int(how) << " after " << (at.in_request() ? at.takes : at.gives) << (at.in_request() ? " of the request" : "")
                  << (with_callback ? ", with a callback" : "") << (once ? ", once" : ""));
    cut_server far{at, how};
    const told out = put<Transport>(far.url(), with_callback, once);
    INFO(out.why.message.view());
    far.wait_until_closed();
    check_truth(far, out, with_callback);
    if (!with_callback && !once) {
      CHECK(out.good);
      continue;
    }
    if (out.good) {  // it was seen that the request was not whole
      CHECK((at.in_request() && !once));
      continue;
    }
    CHECK(out.why.kind == upcall::fault::transport);
    CHECK(out.why.outcome_unknown == (!at.in_request() || out.why.outcome() == settlement::unknown));
    if (with_callback) {
      CHECK(out.why.outcome() == (at.in_request() ? settlement::not_stored : settlement::stored));
      CHECK(out.why.callback_may_have_run == !at.in_request());
    } else if (!at.in_request()) {
      CHECK(out.why.outcome() == settlement::unknown);
    }
  }
}

// Where lines of the head begin and end, 64 places of the body, and some of the answer.
template <class Transport>
std::vector<place> places(std::size_t step_of_answer) {
  cut_server far{{}, ending::finished};
  REQUIRE(put<Transport>(far.url(), false, false).good);
  far.wait_until_closed();
  REQUIRE(far.request.ends_with(content));
  const std::size_t head = far.request.size() - content.size();
  REQUIRE(far.answer > 200);
  std::vector<place> out{{.takes = 0}};
  for (std::size_t end = far.request.find("\r\n"); end < head; end = far.request.find("\r\n", end + 2)) {
    for (std::size_t at : {end, end + 1, end + 2}) out.push_back({.takes = at});
  }
  for (std::size_t i = 1; i != 64; ++i) out.push_back({.takes = head + i * content.size() / 64});
  out.push_back({.takes = far.request.size() - 1});
  for (std::size_t at = 0; at < far.answer; at += step_of_answer) out.push_back({.gives = at});
  return out;
}

template <class Transport>
void stall_at(const place& at) {
  for (const bool with_callback : {false, true}) {
    INFO("stalled after " << (at.in_request() ? at.takes : at.gives) << (with_callback ? ", with a callback" : ""));
    cut_server far{at, ending::stalled};
    const told out = put<Transport>(far.url(), with_callback, false, {30});
    far.wait_until_closed();
    REQUIRE_FALSE(out.good);
    CHECK(out.why.kind == upcall::fault::transport);
    INFO(out.why.message.view());
    // With a callback it would be asked what is stored, but for the time.
    CHECK((with_callback || out.why.message.view().starts_with("deadline: ")));
    CHECK((out.why.outcome_unknown || !far.stored()));
    CHECK_FALSE(out.why.stored.known);
    check_truth(far, out, with_callback);
    if (at.in_request()) CHECK_FALSE(far.stored());
  }
}

using sockets = upcall::http1_transport<upcall::posix_socket>;
const place stalls[] = {{.takes = 0}, {.takes = 200}, {.takes = 2000}, {.gives = 0}, {.gives = 100}, {.gives = 200}};

}  // namespace

TEST_CASE("cpp-httplib's put, ended or reset in the request and the answer: what the system took it takes for sent") {
  const auto all = places<upcall::httplib_transport>(7);
  CHECK(all.size() > 120);
  for (const place& at : all) {
    for (const ending how : {ending::finished, ending::reset}) cut_at<upcall::httplib_transport>(at, how);
  }
}

TEST_CASE("a put by sockets, ended or reset in the request and the answer") {
  for (const place& at : places<sockets>(7)) {
    for (const ending how : {ending::finished, ending::reset}) cut_at<sockets>(at, how);
  }
}

TEST_CASE("a put with a deadline over sockets that stall: it ends by it, and no other request is begun") {
  for (const place& at : stalls) {
    stall_at<upcall::httplib_transport>(at);
    stall_at<sockets>(at);
  }
}
