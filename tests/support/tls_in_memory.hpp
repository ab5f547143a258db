// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/tls_peer.hpp"
#include <algorithm>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <upcall/http/byte_stream.hpp>
#include <upcall/policies/transport/tls.hpp>
#include <utility>
#include <vector>

namespace given {

// A TLS server in the client's own thread: it gets on when the client waits for it, so nothing depends on time.
class tls_in_memory {
 public:
  static constexpr std::size_t any = std::string::npos;

  explicit tls_in_memory(std::shared_ptr<SSL_CTX> context = trusted().server()) : context_(std::move(context)) {}

  std::string got = {};                   // what it has read
  std::size_t piece = any;                // the client reads at most so much at once,
  std::size_t capacity = any;             // and writes at most so much before the server has read
  std::size_t ends_after = any;           // bytes that the client has read; then the connection is cut
  std::size_t changes_at = any;           // this byte of all that it says is changed on its way
  std::size_t calls = 0, fails_at = any;  // of the client's reads and writes
  std::vector<upcall::stream_target> targets = {};
  std::function<void()> when_read = [] {};                // after it has read what there was
  std::function<void()> when_full = [this] { serve(); };  // when the client can write no more

  SSL* session() { return session_.get(); }
  std::string& unread() { return out_; }

  void say(std::string_view text) {
    CHECK(SSL_write(session(), text.data(), static_cast<int>(text.size())) == static_cast<int>(text.size()));
    collect();
  }
  void send_ticket() {
    CHECK(SSL_new_session_ticket(session()) == 1);
    say_more();
  }
  // Asks for new keys of the client's as well.
  void change_keys() {
    CHECK(SSL_key_update(session(), SSL_KEY_UPDATE_REQUESTED) == 1);
    say_more();
  }
  void say_goodbye() {
    SSL_shutdown(session());
    collect();
  }
  bool heard_goodbye() {
    serve();
    return (SSL_get_shutdown(session()) & SSL_RECEIVED_SHUTDOWN) != 0;
  }
  void cut() { ends_after = 0; }

  // Reads what there is.
  void serve() {
    pending_ = 0;
    ERR_clear_error();
    if (SSL_is_init_finished(session()) || SSL_accept(session()) == 1) {
      char some[4096];
      for (int size; (size = SSL_read(session(), some, sizeof some)) > 0;)
        got.append(some, static_cast<std::size_t>(size));
      when_read();
    }
    ERR_clear_error();
    collect();
  }

  // The client's side.
  upcall::verdict connect(const upcall::stream_target& to) {
    targets.push_back(to);
    session_.reset(SSL_new(context_.get()));
    SSL_set_bio(session(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    out_.clear();
    pending_ = 0;
    return upcall::nothing{};
  }
  upcall::transferred give(std::span<char> room) {
    if (calls++ == fails_at) return {0, "the memory failed to read"};
    if (out_.empty() && ends_after != 0) serve();
    if (ends_after == 0) return {};
    if (out_.empty()) return {0, "the memory has nothing to say"};
    const std::size_t size = std::min({room.size(), out_.size(), piece, ends_after});
    out_.copy(room.data(), size);
    out_.erase(0, size);
    if (ends_after != any) ends_after -= size;
    return {size, {}};
  }
  upcall::transferred take(std::string_view text) {
    if (calls++ == fails_at) return {0, "the memory failed to write"};
    std::size_t done = 0;
    while (done != text.size()) {
      const std::size_t size = std::min(capacity - pending_, text.size() - done);
      if (size == 0 && !out_.empty()) break;
      if (size == 0) when_full();
      if (size != 0) BIO_write(SSL_get_rbio(session()), text.data() + done, static_cast<int>(size));
      pending_ += size;
      done += size;
    }
    return {done, {}};
  }
  bool ended() { return !out_.empty() || ends_after == 0; }

 private:
  void say_more() {
    CHECK(SSL_do_handshake(session()) == 1);
    collect();
  }
  void collect() {
    char some[4096];
    for (int size; (size = BIO_read(SSL_get_wbio(session()), some, sizeof some)) > 0;)
      for (char c : std::string_view{some, static_cast<std::size_t>(size)})
        out_.push_back(said_++ == changes_at ? static_cast<char>(c ^ 0x10) : c);
  }

  std::shared_ptr<SSL_CTX> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> session_{nullptr, &SSL_free};
  std::string out_ = {};
  std::size_t said_ = 0;
  std::size_t pending_ = 0;  // written by the client, not yet read
};

// The stream to it.
struct secure_memory_stream {
  tls_in_memory* far = nullptr;

  upcall::verdict connect(const upcall::stream_target& to) const { return far->connect(to); }
  upcall::transferred read(std::span<char> room) const { return far->give(room); }
  upcall::transferred write(std::string_view text) const { return far->take(text); }
  bool ended() const { return far->ended(); }
  static void close() {}
};

// A client's stream to it, which trusts trusted().
struct client_of_memory {
  using description = upcall::tls<secure_memory_stream>;

  description with;
  description::context shared{with};
  description::state stream{with, shared};

  explicit client_of_memory(tls_in_memory& far) : with{.below = {&far}, .ca_file = trusted().ca_file()} {}

  std::string read(std::size_t most = 100'000) {
    std::string out(most, '\0');
    const auto came = stream.read(out);
    out.resize(came.size);
    return came.size == 0 ? std::string{came.wrong} : out;
  }
};

}  // namespace given
