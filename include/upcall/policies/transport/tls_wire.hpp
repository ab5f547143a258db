// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <openssl/bio.h>
#include <string_view>
#include <upcall/http/byte_stream.hpp>
#include <upcall/policies/transport/tls_owned.hpp>

namespace upcall::detail {

// A byte stream as OpenSSL reads and writes it. OpenSSL is never told that it has ended or broken, only that nothing
// more moves: so what came before an end can be read after a write has failed, and reasons are told in the stream's own
// words. The stream throws nothing.
template <byte_stream Stream>
class tls_wire {
 public:
  static constexpr unsigned any_number = ~0u;

  explicit tls_wire(auto& streams) : stream_(streams.make()) {}
  tls_wire(const tls_wire&) = delete;

  Stream& stream() { return stream_; }
  const Stream& stream() const { return stream_; }

  static tls_owned<BIO_METHOD> method() {
    tls_owned<BIO_METHOD> made{BIO_meth_new(BIO_TYPE_SOURCE_SINK, "upcall byte stream")};
    if (!made) return made;
    BIO_meth_set_read(made.get(), read);
    BIO_meth_set_write(made.get(), write);
    BIO_meth_set_ctrl(made.get(), control);
    return made;
  }
  // For OpenSSL to own; nullptr: out of memory.
  BIO* bio(const BIO_METHOD* method) {
    BIO* made = method != nullptr ? BIO_new(method) : nullptr;
    if (made == nullptr) return made;
    BIO_set_data(made, this);
    BIO_set_init(made, 1);
    return made;
  }

  // Before each call of OpenSSL: how often it may read, each time of what is there or comes next.
  void begin(unsigned reads) {
    reads_left_ = reads;
    starved_ = ended_ = stopped_ = false;
    wrong_ = {};
  }
  // What came of it: it may not read more often; the far end has finished; it could not write all, for the far end has
  // something to say or the stream has failed; how the stream has failed.
  bool starved() const { return starved_; }
  bool ended() const { return ended_; }
  bool stopped() const { return stopped_; }
  std::string_view wrong() const { return wrong_; }

 private:
  static int read(BIO* it, char* to, int size) noexcept {
    BIO_clear_retry_flags(it);
    const int got = of(it).read({to, static_cast<std::size_t>(size)});
    if (got == 0) BIO_set_retry_read(it);
    return got != 0 ? got : -1;
  }
  static int write(BIO* it, const char* text, int size) noexcept {
    BIO_clear_retry_flags(it);
    const int sent = of(it).write({text, static_cast<std::size_t>(size)});
    if (sent == 0) BIO_set_retry_write(it);
    return sent != 0 ? sent : -1;
  }
  static long control(BIO*, int what, long, void*) noexcept { return what == BIO_CTRL_FLUSH ? 1 : 0; }
  static tls_wire& of(BIO* it) { return *static_cast<tls_wire*>(BIO_get_data(it)); }

  int read(std::span<char> room) {
    if (ended_ || !wrong_.empty()) return 0;
    starved_ = reads_left_ == 0;
    if (starved_) return 0;
    if (reads_left_ != any_number) --reads_left_;
    const transferred got = stream_.read(room);
    wrong_ = got.wrong;
    ended_ = got.size == 0 && got.wrong.empty();
    return static_cast<int>(got.size);
  }
  int write(std::string_view text) {
    if (stopped_) return 0;
    const transferred sent = stream_.write(text);
    stopped_ = sent.size != text.size();
    if (stopped_) wrong_ = sent.wrong;
    return static_cast<int>(sent.size);
  }

  Stream stream_;
  std::string_view wrong_ = {};
  unsigned reads_left_ = 0;
  bool starved_ = false, ended_ = false, stopped_ = false;
};

}  // namespace upcall::detail
