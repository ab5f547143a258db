// SPDX-License-Identifier: Apache-2.0
#include "laws/byte_stream.hpp"
#include "laws/tls.hpp"
#include "support/tls_in_memory.hpp"
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>
#include <type_traits>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/tls.hpp>
#include <vector>

using given::by_hand;
using given::ok;
using given::over_tls;
using given::says;
using given::secure_memory_stream;
using given::tls_in_memory;
using given::tls_peer;
using given::trusted;
using upcall::fault;
using upcall::http1_transport;
using upcall::posix_socket;
using upcall::tls;

namespace {

using transport = http1_transport<tls<posix_socket>>;

struct by_tls {
  static constexpr bool changes_answer_headers = false;
  static auto transport(const std::string& ca_file) { return ::transport{.stream = {.ca_file = ca_file}}; }
};

auto client(const std::string& url) { return laws::client_over_tls<by_tls>(url); }
auto put(auto& oss, const std::string& content = "hello") {
  return oss.bucket("examplebucket").put_object("k", upcall::text{content});
}
auto put(const std::string& url, const upcall::tls<posix_socket>& stream, const std::string& content = "hello") {
  given::client<upcall::endpoint, transport> oss{upcall::endpoint{url}, transport{.stream = stream}};
  return put(oss, content);
}

// What runs over it may have a state and something shared of its own.
struct stream_with_context {
  tls_in_memory* far;

  struct context {
    int made = 0;
    explicit context(const stream_with_context&) {}
  };
  struct state : secure_memory_stream {
    state(const stream_with_context& with, context& shared) : secure_memory_stream{with.far} { ++shared.made; }
    int* closed = nullptr;
  };
};

// One that waits until all is written, and cannot be looked at.
struct blocking_stream {
  tls_in_memory* far = nullptr;

  upcall::verdict connect(const upcall::stream_target& to) const { return far->connect(to); }
  upcall::transferred read(std::span<char> room) const { return far->give(room); }
  upcall::transferred write(std::string_view text) const { return far->take(text); }
  static void close() {}
};

// The other end of a stream over sockets, in the test's own hands.
class far_end {
 public:
  static constexpr bool has_tls = true, shows_the_end = true;

  auto stream() { return tls<posix_socket>::state{with_, shared_}; }
  upcall::stream_target target() const { return {"127.0.0.1", server_.port(), true}; }
  upcall::stream_target nowhere() const { return {"127.0.0.1", static_cast<std::uint16_t>(nobody_.number()), true}; }
  void accept() {
    ready_.acquire();
    const std::lock_guard lock{mutex_};
    session_ = std::move(next_);
  }
  std::string read(std::size_t size) const {
    std::string out(size, '\0');
    std::size_t done = 0, got = 0;
    while (done != size && SSL_read_ex(session_.get(), out.data() + done, size - done, &got) == 1) done += got;
    out.resize(done);
    return out;
  }
  void write(std::string_view text) const {
    const upcall::detail::sigpipe_guard no_sigpipe;
    given::write_text(session_.get(), text);
  }
  void finish() const { SSL_shutdown(session_.get()); }

 private:
  struct closed_and_freed {
    void operator()(SSL* session) const {
      ::close(SSL_get_fd(session));
      SSL_free(session);
    }
  };
  using session = std::unique_ptr<SSL, closed_and_freed>;

  void take(int socket) {
    session taken{SSL_new(context_.get())};
    SSL_set_fd(taken.get(), ::fcntl(socket, F_DUPFD_CLOEXEC, 0));
    if (SSL_accept(taken.get()) != 1) return;
    const std::lock_guard lock{mutex_};
    next_ = std::move(taken);
    ready_.release();
  }

  tls<posix_socket> with_{.ca_file = trusted().ca_file()};
  tls<posix_socket>::context shared_{with_};
  laws::peer::closed_port nobody_;
  std::shared_ptr<SSL_CTX> context_ = trusted().server();
  std::mutex mutex_;
  std::counting_semaphore<> ready_{0};
  session session_, next_;
  by_hand server_{std::vector<by_hand::served>(3, [this](int socket) { take(socket); })};
};

template <class Stream>
concept has_ended = requires(Stream& stream) {
  stream.ended();
};
template <class Stream>
concept has_pool = requires {
  typename Stream::template pool<int, int>;
};

// Answers each request that ends so.
void answer_in_memory(tls_in_memory& server) {
  server.when_read = [&server] {
    if (!server.got.ends_with("\r\n\r\nhello")) return;
    server.got.clear();
    server.say(ok);
  };
}

}  // namespace

TEST_CASE("tls keeps the laws over TLS") { laws::tls<by_tls>(); }

TEST_CASE("tls keeps the laws of a byte stream") { laws::byte_stream<far_end>(); }

TEST_CASE("what tls is, and has of what it runs over") {
  STATIC_REQUIRE(upcall::byte_stream<tls<posix_socket>::state>);
  STATIC_REQUIRE(upcall::role::transport::played<http1_transport<tls<posix_socket>>>);
  STATIC_REQUIRE(!std::is_copy_constructible_v<tls<posix_socket>::state>);
  STATIC_REQUIRE(has_pool<tls<posix_socket>>);
  STATIC_REQUIRE(!has_pool<tls<secure_memory_stream>>);
  STATIC_REQUIRE(has_ended<tls<posix_socket>::state>);
  STATIC_REQUIRE(has_ended<tls<secure_memory_stream>::state>);
  STATIC_REQUIRE(!has_ended<tls<blocking_stream>::state>);
}

TEST_CASE("an http:// endpoint is spoken to in clear") {
  laws::peer plain{{{ok}, {ok, false}, {ok}}};
  const std::string url = "http://127.0.0.1:" + std::to_string(plain.port());
  // Files are not looked at where there is no TLS.
  given::client<upcall::endpoint, transport> oss{upcall::endpoint{url}, transport{.stream = {.ca_file = "/not-there"}}};
  CHECK(put(oss));
  CHECK(put(oss));
  CHECK(plain.connections() == 1);
  plain.wait_until_all_closed();
  CHECK(put(oss));
  CHECK(plain.connections() == 2);
}

TEST_CASE("tls runs over streams that are no sockets") {
  tls_in_memory server;
  answer_in_memory(server);
  const upcall::endpoint localhost{"https://localhost"};
  SECTION("one that can be looked at") {
    given::client oss{localhost, http1_transport<tls<secure_memory_stream>>{
                                     .stream = {.below = {&server}, .ca_file = trusted().ca_file()}}};
    for (int i = 0; i != 3; ++i) CHECK(put(oss));
  }
  SECTION("one that cannot, with a buffer as a device has it") {
    given::client oss{localhost, http1_transport<tls<blocking_stream>, 256>{
                                     .stream = {.below = {&server}, .ca_file = trusted().ca_file()}}};
    for (int i = 0; i != 3; ++i) CHECK(put(oss));
  }
  REQUIRE(server.targets.size() == 1);
  CHECK(server.targets[0].port == 443);
  CHECK_FALSE(server.targets[0].tls);  // it adds that
}

TEST_CASE("tls runs over streams that share something") {
  tls_in_memory server;
  answer_in_memory(server);
  given::client oss{
      upcall::endpoint{"https://localhost"},
      http1_transport<tls<stream_with_context>>{.stream = {.below = {&server}, .ca_file = trusted().ca_file()}}};
  CHECK(put(oss));
}

// The service answers before it has read the body. What it says is worth more than that it goes.
TEST_CASE("a refusal that comes while the body is sent arrives as the service's") {
  const std::string content = given::bytes(20'000'000);
  const std::string refused =
      laws::in_bytes({.status = 403, .body = "<Error><Code>AccessDenied</Code><Message>m</Message></Error>"});
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  const auto context = trusted().server({.lowest = version, .highest = version});
  const bool goes = GENERATE(true, false);
  std::counting_semaphore<> told{0};
  by_hand server{{over_tls(
      [&](SSL* session, int) {
        char some[1000];
        SSL_read(session, some, sizeof some);
        given::write_text(session, refused);
        if (!goes) told.acquire();
      },
      context)}};
  const std::string url = server.url();
  auto oss = client(url);
  const auto out = put(oss, content);
  told.release();
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::server);
  CHECK(out.error().status == 403);
  CHECK(out.error().code == "AccessDenied");
  CHECK_FALSE(out.error().outcome_unknown);
}

TEST_CASE("tickets that come late disturb no connection") {
  std::counting_semaphore<> sent{0};
  by_hand server{{over_tls([&](SSL* session, int) {
    given::answer(session);
    SSL_new_session_ticket(session);
    SSL_do_handshake(session);
    sent.release();
    given::answer(session);
    // While a body is sent that is longer than what the system takes for it.
    SSL_new_session_ticket(session);
    SSL_do_handshake(session);
    sent.release();
    given::read_request(session, "the end");
    given::write_text(session, ok);
  })}};
  const std::string url = server.url();
  auto oss = client(url);
  CHECK(put(oss));
  sent.acquire();
  CHECK(put(oss));
  sent.acquire();
  CHECK(put(oss, given::bytes(20'000'000) + "the end"));
}

TEST_CASE("connections are resumed from earlier ones") {
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  const auto context = trusted().server({.names = "DNS:localhost", .lowest = version, .highest = version});
  bool by_ticket = true;  // else by the server's memory, which keeps none of a connection that was cut
  SECTION("by tickets") {}
  SECTION("by the server's memory") {
    by_ticket = false;
    SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
  }
  std::vector<bool> resumed;
  const auto serve = [&](bool says_goodbye) {
    return over_tls(
        [&, says_goodbye](SSL* session, int) {
          resumed.push_back(SSL_session_reused(session) == 1);
          given::answer(session);
          if (says_goodbye) SSL_shutdown(session);
        },
        context);
  };
  by_hand server{{serve(true), serve(!by_ticket), serve(true), serve(true)}};
  const std::string url = server.url("localhost");
  auto oss = client(url);
  for (int i = 0; i != 4; ++i) {
    CHECK(put(oss));
    server.wait_until_closed();
  }
  CHECK(resumed == std::vector<bool>{false, true, true, true});
}

TEST_CASE("a body that goes on until the end of the connection ends with TLS's goodbye") {
  const std::string begun = "HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\nConnection: close\r\n\r\nuntil the end";
  by_hand server{{over_tls([&](SSL* session, int) {
                    given::read_request(session);
                    given::write_text(session, begun);
                    SSL_shutdown(session);
                  }),
                  over_tls([&](SSL* session, int) {
                    given::read_request(session);
                    given::write_text(session, begun);
                  })}};
  const std::string url = server.url();
  auto oss = client(url);
  const auto whole = put(oss);
  REQUIRE(whole);
  CHECK(whole->answer == "until the end");
  const auto cut = put(oss);
  REQUIRE_FALSE(cut);
  CHECK(cut.error().kind == fault::transport);
  CHECK(cut.error().outcome_unknown);
  CHECK(says(cut.error(), "cut"));
}

TEST_CASE("why a service is refused is said") {
  const auto refusal = [](const given::tls_settings& settings, const given::authority& by = trusted()) {
    return std::string{laws::refusal<by_tls>(settings, by).message.view()};
  };
  const std::string invalid = "the service's certificate is not valid for this endpoint: ";
  CHECK(refusal({.names = "IP:127.0.0.2"}) == invalid + "it is for another host");
  CHECK(refusal({.valid_from = -7200, .valid_until = -3600}) == invalid + "it has expired");
  CHECK(refusal({.valid_from = 3600, .valid_until = 7200}).starts_with(invalid + "it is not yet valid"));
  const given::authority another{"another authority"};
  CHECK(refusal({}, another).starts_with(invalid + "its authority is not trusted here; see ca_file"));
  CHECK(refusal({.self_signed = true}).starts_with(invalid + "it is self-signed; see ca_file"));
  CHECK(refusal({.lowest = TLS1_1_VERSION, .highest = TLS1_1_VERSION}).ends_with("does not speak TLS 1.2 or later"));

  const auto refusal_of = [](const by_hand::served& serve) {
    by_hand server{{serve}};
    const auto out = laws::put_over_tls<by_tls>(server.url());
    REQUIRE_FALSE(out);
    CHECK_FALSE(out.error().outcome_unknown);
    const std::string why{out.error().message.view()};
    const std::string none = "cannot connect to the service: no TLS connection came about: ";
    CHECK(why.starts_with(none));
    return why.substr(none.size());
  };
  CHECK(refusal_of(given::in_clear) == "what answers there speaks no TLS; check the endpoint's scheme and port");
  for (std::string_view begun : {std::string_view{}, std::string_view{"\x16\x03\x03\x00\x7a\x02\x00", 7}}) {
    CHECK(refusal_of([begun](int socket) {
            char some[4096];
            while (::recv(socket, some, sizeof some, 0) == 0) continue;
            ::send(socket, begun.data(), begun.size(), MSG_NOSIGNAL);
          }) == "the far end has cut it off");
  }
}

TEST_CASE("certificates that the system trusts are good") {
  const char* const before = std::getenv("SSL_CERT_FILE");
  const std::string kept = before != nullptr ? before : "";
  ::setenv("SSL_CERT_FILE", trusted().ca_file().c_str(), 1);
  {
    const tls_peer peer{{{ok}}};
    CHECK(put(peer.url(), {}));
  }
  if (before != nullptr) {
    ::setenv("SSL_CERT_FILE", kept.c_str(), 1);
  } else {
    ::unsetenv("SSL_CERT_FILE");
  }
}

TEST_CASE("a service may want to know who its client is") {
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  const auto context = trusted().server({.lowest = version, .highest = version});
  trusted().make_demanding(*context);
  const auto known = trusted().client("known");
  const given::authority another{"another authority"};
  const auto unknown = another.client("unknown");
  laws::peer server{{{ok}, {ok}, {ok}}, context};
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port()), ca_file = trusted().ca_file();
  CHECK(put(url, {.ca_file = ca_file, .certificate_file = known.certificate, .key_file = known.key}));
  CHECK(put(url, {.ca_file = ca_file, .certificate_file = known.both}));
  CHECK(server.requests().size() == 2);

  // With TLS 1.3 that is told when something was sent already.
  for (const std::string& content : {std::string{"hello"}, given::bytes(20'000'000)}) {
    const auto none = put(url, {.ca_file = ca_file}, content);
    REQUIRE_FALSE(none);
    CHECK(none.error().kind == fault::transport);
    CHECK(says(none.error(), "certificate_file"));
    const auto refused = put(url, {.ca_file = ca_file, .certificate_file = unknown.both}, content);
    REQUIRE_FALSE(refused);
    CHECK(says(refused.error(), "refuses our certificate"));
  }
  CHECK(server.requests().size() == 2);
}

TEST_CASE("threads share a client") {
  constexpr int threads = 16, calls = 25;
  const tls_peer peer{std::vector<laws::reaction>(threads * calls, {ok})};
  const std::string url = peer.url();
  auto oss = client(url);
  int done[threads] = {};
  std::vector<std::thread> running;
  for (int& each : done) {
    running.emplace_back([&] {
      for (int i = 0; i != calls; ++i) each += put(oss) ? 1 : 0;
    });
  }
  for (auto& each : running) each.join();
  for (int each : done) CHECK(each == calls);
  CHECK(peer.server.requests().size() == threads * calls);
  CHECK(peer.server.connections() <= threads);
}

TEST_CASE("whatever becomes of a connection over TLS, it leaves no file open") {
  if (!std::filesystem::exists("/proc/self/fd")) return;
  const auto open = [] { return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {}); };
  const auto each_way = [] {
    laws::refusal<by_tls>({.names = "IP:127.0.0.2"});
    laws::refusal<by_tls>({.lowest = TLS1_1_VERSION, .highest = TLS1_1_VERSION});
    CHECK_FALSE(laws::put_over_tls<by_tls>(by_hand{{given::in_clear}}.url()));
    CHECK(laws::put_over_tls<by_tls>(tls_peer{{{ok}}}.url()));
    CHECK_FALSE(laws::put_over_tls<by_tls>(tls_peer{{{ok.substr(0, 20), false}}}.url()));
    CHECK_FALSE(laws::put_over_tls<by_tls>(tls_peer{{{ok}}}.url(), "/not-there"));
  };
  each_way();  // what is opened once and stays
  const auto before = open();
  each_way();
  CHECK(open() == before);

  const by_hand plain{{given::in_clear}};
  const auto with_listener = open();
  const tls<posix_socket> with{.ca_file = trusted().ca_file()};
  tls<posix_socket>::context shared{with};
  tls<posix_socket>::state stream{with, shared};
  CHECK_FALSE(stream.connect({"127.0.0.1", plain.port(), true}));
  CHECK(open() == with_listener);
}
