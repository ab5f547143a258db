// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <openssl/ssl.h>
#include <span>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/policies/crypto/openssl_errors_aside.hpp>
#include <upcall/policies/transport/tls_context.hpp>
#include <upcall/policies/transport/tls_host.hpp>
#include <upcall/policies/transport/tls_refusal.hpp>
#include <upcall/policies/transport/tls_wire.hpp>

namespace upcall::detail {

// The TLS of one connection, over a byte stream that leads to the far end already. It belongs to one thread at a time.
template <byte_stream Stream>
class tls_channel {
 public:
  tls_channel(auto& streams, tls_context& shared) : wire_(streams), shared_(shared) {}
  tls_channel(const tls_channel&) = delete;
  ~tls_channel() { close(); }

  Stream& below() { return wire_.stream(); }
  const Stream& below() const { return wire_.stream(); }
  bool is_open() const { return session_ != nullptr; }

  // What comes first. The sentence is good until the next call.
  verdict open(SSL_CTX* context, const BIO_METHOD* method, const stream_target& to) {
    const openssl_errors_aside quietly;
    rests_ = failed_ = false;
    session_.reset(SSL_new(context));
    BIO* const over = session_ ? wire_.bio(method) : nullptr;
    if (over == nullptr) return tls_context::out_of_memory;
    SSL_set_bio(session_.get(), over, over);
    if (!tls_expect(session_.get(), to.host)) return "endpoint: no certificate can be for this host"sv;
    place_.assign(to.host, to.port);
    if (SSL_set_app_data(session_.get(), &place_) != 1) return tls_context::out_of_memory;
    if (const auto earlier = shared_.sessions().take(place_)) SSL_set_session(session_.get(), earlier.get());
    wire_.begin(wire::any_number);
    if (SSL_connect(session_.get()) != 1) return refusal();
    rests_ = true;
    return nothing{};
  }

  transferred read(std::span<char> room) {
    if (failed_) return {0, wrong_};
    const openssl_errors_aside quietly;
    std::size_t got = 0;
    wire_.begin(wire::any_number);
    const int done = SSL_read_ex(session_.get(), room.data(), room.size(), &got);
    rests_ = done == 1 || SSL_get_error(session_.get(), done) == SSL_ERROR_ZERO_RETURN;
    return {got, rests_ ? std::string_view{} : failure(wrong_)};
  }

  // What the far end has to say meanwhile may be TLS's own, such as tickets: that is no reason to stop.
  transferred write(std::string_view text) {
    if (failed_) return {0, wrong_};
    std::string_view wrong;
    const openssl_errors_aside quietly;
    rests_ = false;
    for (std::size_t done = 0, sent = 0; done != text.size(); done += sent) {
      wire_.begin(0);
      if (SSL_write_ex(session_.get(), text.data() + done, text.size() - done, &sent) == 1) continue;
      sent = 0;
      const bool broke = !wire_.stopped() || !wire_.wrong().empty();
      if (broke) wrong = failure(unsent_);
      const bool more = !failed_ && (!broke || comes()) && says_more(1);
      if (!broke && !more) continue;
      if (ERR_peek_error() != 0) wrong = failure(unsent_);  // the far end has said why it goes
      return {done, wrong};
    }
    return {text.size(), {}};
  }

  // Tickets that came late are taken, and are no end. Nobody needs to be waited for.
  bool ended() requires requires(Stream& stream) { stream.ended(); }
  {
    const openssl_errors_aside quietly;
    for (int pieces = 0; pieces != most_late_pieces; ++pieces) {
      const bool more = comes();
      if (says_more(more ? 1 : 0)) return true;
      if (!more) return false;
    }
    return true;
  }

  // Says goodbye when nothing waits for an answer: what was cut off shall look so, and nobody waits for room to say it.
  void close() {
    if (!session_) return;
    const openssl_errors_aside quietly;
    wire_.begin(0);
    if (rests_) SSL_shutdown(session_.get());
    SSL_set_shutdown(session_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);  // else OpenSSL gives its session up
    session_.reset();
  }

 private:
  using wire = tls_wire<Stream>;
  static constexpr int most_late_pieces = 64;

  bool comes() {
    if constexpr (requires { below().ended(); }) {
      return below().ended();
    } else {
      return false;
    }
  }
  // Whether there is anything but TLS's own in what has come, or an end.
  bool says_more(unsigned reads) {
    char first;
    std::size_t size;
    wire_.begin(reads);
    return SSL_peek_ex(session_.get(), &first, 1, &size) == 1 || !wire_.starved();
  }

  std::string_view refusal() {
    wrong_.clear();
    if (out_of_time()) return wire_.wrong();
    const long certificate = SSL_get_verify_result(session_.get());
    if (certificate != X509_V_OK) {
      wrong_.append("the service's certificate is not valid for this endpoint: "sv);
      wrong_.append(certificate_fault(certificate));
    } else {
      wrong_.append("cannot connect to the service: no TLS connection came about: "sv);
      wrong_.append(reason());
    }
    return wrong_;
  }
  std::string_view failure(inline_string<200>& told) {
    failed_ = ERR_peek_error() != 0;
    if (!failed_ && out_of_time()) return wire_.wrong();
    told.assign("the TLS connection broke: "sv);
    told.append(reason());
    if (failed_) wrong_ = told;
    return told;
  }
  bool out_of_time() const { return speaks_of_deadline(wire_.wrong()); }
  std::string_view reason() const {
    if (const unsigned long first = ERR_peek_error(); first != 0) return tls_fault(first);
    if (!wire_.wrong().empty()) return wire_.wrong();
    return "the far end has cut it off"sv;
  }

  wire wire_;
  tls_context& shared_;
  tls_owned<SSL> session_;
  tls_place place_;
  inline_string<200> wrong_, unsent_;  // what a write said stays while an answer to what went out is read
  bool rests_ = false;                 // the last word was the far end's
  bool failed_ = false;                // OpenSSL has given it up: wrong_ says why
};

}  // namespace upcall::detail
