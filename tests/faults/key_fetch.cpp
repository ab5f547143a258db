// SPDX-License-Identifier: Apache-2.0
// The fetch of a callback's key over a connection that is cut at every byte of the request and of the answer, and
// answers of every status: no key comes of it, none is remembered, and after the pause the next fetch gets it.
#include "catch.hpp"
#include "laws/peer.hpp"
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/keys/fetched.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <vector>

namespace {

enum class cut { finished, reset, stalled };
constexpr cut cuts[] = {cut::finished, cut::reset, cut::stalled};

// The key's host: one answer for each connection, and where that one is cut.
struct key_host {
  std::string answer = {};
  std::size_t takes = std::string::npos;  // bytes of a request, and then the cut
  std::size_t gives = std::string::npos;  // bytes of the answer, and then the cut
  std::size_t at_once = std::string::npos;
  cut how = cut::finished;
  int connections = 0;
  std::string request = {};  // of this connection
  std::size_t given = 0;

  void heal(const std::string& with) {
    answer = with;
    takes = gives = std::string::npos;
  }
  std::string_view wrong(std::string_view when_stalled) const {
    return how == cut::stalled ? when_stalled : how == cut::reset ? "the connection broke" : std::string_view{};
  }
};

struct host_stream {
  key_host* far;

  upcall::verdict connect(const upcall::stream_target&) const {
    ++far->connections;
    far->request.clear();
    far->given = 0;
    return upcall::nothing{};
  }
  upcall::transferred write(std::string_view text) const {
    const std::size_t size = std::min(text.size(), far->takes - std::min(far->takes, far->request.size()));
    far->request += text.substr(0, size);
    return {size, size == text.size() ? std::string_view{} : far->wrong("the request is not taken")};
  }
  upcall::transferred read(std::span<char> room) const {
    const bool is_asked = far->request.ends_with("\r\n\r\n");
    const std::size_t end = is_asked ? std::min(far->gives, far->answer.size()) : 0;
    const std::size_t size = std::min({room.size(), far->at_once, end - far->given});
    std::copy_n(far->answer.data() + far->given, size, room.data());
    far->given += size;
    return {size, size != 0 ? std::string_view{} : far->wrong("there is no answer")};
  }
  void close() const {}
};

struct pointed_clock {
  upcall::manual_clock* it = nullptr;
  upcall::timestamp now() const { return it->now(); }
  upcall::milliseconds elapsed() const { return it->elapsed(); }
  void sleep(upcall::milliseconds pause) const { it->sleep(pause); }
};

constexpr std::string_view key_url = "https://gosspublic.alicdn.com/callback_pub_key_v1.pem";
const std::string pem{upcall::callback_public_key};

std::string of_length(const std::string& body) { return laws::in_bytes({.body = body}); }
std::string in_chunks(const std::string& body) {
  std::string out = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (std::size_t i = 0; i < body.size(); i += 15) {
    const std::string piece = body.substr(i, 15);
    out += (piece.size() == 15 ? "f" : std::to_string(piece.size())) + "\r\n" + piece + "\r\n";
  }
  return out + "0\r\n\r\n";
}
std::string until_the_end(const std::string& body) { return "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body; }

// One fetch; whether it gave the key. Without it: remembered for the pause, and then there.
bool fetches(key_host& host) {
  upcall::manual_clock time;
  upcall::fetched_keys keys{upcall::http1_transport{host_stream{&host}}, {}, pointed_clock{&time}};
  const auto first = keys.key_for(key_url);
  CHECK(host.connections == 1);
  const std::string healthy = of_length(pem);
  host.heal(healthy);
  const auto second = keys.key_for(key_url);
  CHECK(host.connections == 1);
  if (first) {
    CHECK(first->view().substr(0, pem.size() - 1) == pem.substr(0, pem.size() - 1));
    CHECK(second);
    return true;
  }
  CHECK(first.error().kind != upcall::fault::client);
  REQUIRE_FALSE(second);
  CHECK(second.error().message == first.error().message.view());
  time.sleep(upcall::key_fetching{}.pause);
  const auto third = keys.key_for(key_url);
  REQUIRE(third);
  CHECK(third->view() == pem);
  CHECK(host.connections == 2);
  return false;
}

}  // namespace

TEST_CASE("a key's fetch, cut at every byte of the request") {
  key_host whole{.answer = of_length(pem)};
  REQUIRE(fetches(whole));
  REQUIRE(whole.request.size() > 60);
  for (const cut how : cuts) {
    for (std::size_t at = 0; at != whole.request.size(); ++at) {
      key_host host{.answer = of_length(pem), .takes = at, .how = how};
      INFO("cut " << int(how) << " at " << at);
      CHECK_FALSE(fetches(host));
    }
  }
}

TEST_CASE("a key's fetch, cut at every byte of an answer that says where it ends") {
  for (const std::string& answer : {of_length(pem), in_chunks(pem)}) {
    for (const cut how : cuts) {
      for (const std::size_t at_once : {std::size_t{1}, std::size_t{7}, std::string::npos}) {
        for (std::size_t at = 0; at <= answer.size(); ++at) {
          key_host host{.answer = answer, .gives = at, .at_once = at_once, .how = how};
          INFO("cut " << int(how) << " at " << at << " of " << answer.size());
          CHECK(fetches(host) == (at == answer.size()));
        }
      }
    }
  }
}

TEST_CASE("a key's fetch, cut at every byte of an answer that ends with its connection") {
  const std::string answer = until_the_end(pem);
  for (const cut how : cuts) {
    for (std::size_t at = 0; at <= answer.size(); ++at) {
      key_host host{.answer = answer, .gives = at, .how = how};
      INFO("cut " << int(how) << " at " << at << " of " << answer.size());
      // Without its last line break it is all there.
      CHECK(fetches(host) == (how == cut::finished && at + 1 >= answer.size()));
    }
  }
}

TEST_CASE("a key's fetch, answered with every status") {
  for (int status = 100; status != 600; ++status) {
    INFO(status);
    key_host host{.answer = laws::in_bytes(
                      {.status = status,
                       .headers = {{"Location", "https://gosspublic.alicdn.com/other.pem"}, {"Connection", "close"}},
                       .body = pem})};
    CHECK(fetches(host) == (status == 200));
  }
}

TEST_CASE("a key's fetch, answered with a body of every length up to the longest, and longer") {
  for (std::size_t size = pem.size(); size != 4200; ++size) {
    INFO(size);
    for (const bool told : {true, false}) {
      const std::string body = pem + std::string(size - pem.size(), '\n');
      key_host host{.answer = told ? of_length(body) : until_the_end(body)};
      CHECK(fetches(host) == (size <= 4096));
    }
  }
}

TEST_CASE("a key's fetch, answered with what is no HTTP") {
  for (const std::string& answer : {pem, std::string{}, std::string{"\r\n\r\n"}, "HTTP/2 200 OK\r\n\r\n" + pem,
                                    "SSH-2.0-x\r\n" + pem, std::string(100'000, 'x')}) {
    key_host host{.answer = answer};
    CHECK_FALSE(fetches(host));
  }
}
