// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <mutex>
#include <openssl/ssl.h>
#include <string>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/policies/crypto/openssl_errors_aside.hpp>
#include <upcall/policies/transport/tls_own_certificate.hpp>
#include <upcall/policies/transport/tls_owned.hpp>
#include <upcall/policies/transport/tls_sessions.hpp>
#include <utility>

namespace upcall::detail {

// PEM files; empty: the system's authorities, no certificate of the client's, the key in the certificate's file.
struct tls_files {
  std::string ca_file = {}, certificate_file = {}, key_file = {};
};

// What all TLS connections of a client share. Threads may share it.
class tls_context {
 public:
  explicit tls_context(tls_files files) : files_(std::move(files)) {}

  // Made by the first that needs it; nullptr: `wrong` says why, and the next call tries again.
  tls_owned<SSL_CTX> get(std::string_view& wrong) {
    const std::lock_guard lock{mutex_};
    const openssl_errors_aside quietly;
    if (!made_) {
      tls_owned<SSL_CTX> made = make();
      wrong = made ? prepared(*made) : out_of_memory;
      if (wrong.empty()) made_ = std::move(made);
    }
    if (made_) SSL_CTX_up_ref(made_.get());
    return tls_owned<SSL_CTX>{made_.get()};
  }
  // Whether a connection came about. OpenSSL may leave things out for want of memory and not say so, such as a cipher
  // or an authority's key: what has not led anywhere is not kept.
  void judge(const SSL_CTX* it, bool connected) {
    const std::lock_guard lock{mutex_};
    if (made_.get() != it) return;
    proven_ = proven_ || connected;
    if (!proven_) made_.reset();
  }
  // Whose connections keep their sessions here: SSL_set_app_data(session, place) with a tls_place that outlives it.
  tls_sessions& sessions() { return sessions_; }

  static constexpr std::string_view out_of_memory = "TLS: out of memory";

 private:
  tls_owned<SSL_CTX> make() {
    tls_owned<SSL_CTX> out{SSL_CTX_new(TLS_client_method())};
    if (!out) return out;
    SSL_CTX* const it = out.get();
    // The system's configuration may ask for more.
    if (SSL_CTX_get_min_proto_version(it) < TLS1_2_VERSION && SSL_CTX_set_min_proto_version(it, TLS1_2_VERSION) != 1)
      return {};
    SSL_CTX_set_options(it, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(it, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_read_ahead(it, 1);
    SSL_CTX_set_verify(it, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(it, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    if (SSL_CTX_set_app_data(it, this) != 1) return {};
    SSL_CTX_sess_set_new_cb(it, [](SSL* of, SSL_SESSION* session) {
      auto& shared = *static_cast<tls_context*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(of)));
      shared.sessions_.keep(*static_cast<const tls_place*>(SSL_get_app_data(of)), tls_owned<SSL_SESSION>{session});
      return 1;
    });
    return out;
  }

  // Empty, or what is wrong with the files.
  std::string_view prepared(SSL_CTX& it) const {
    if (files_.ca_file.empty() ? SSL_CTX_set_default_verify_paths(&it) != 1
                               : SSL_CTX_load_verify_file(&it, files_.ca_file.c_str()) != 1)
      return "TLS: cannot load the certificates to trust: ca_file is not there, or holds none in PEM form"sv;
    return tls_show(it, files_.certificate_file, files_.key_file);
  }

  tls_files files_;
  std::mutex mutex_;
  tls_sessions sessions_;
  tls_owned<SSL_CTX> made_;
  bool proven_ = false;  // a connection came about with it
};

}  // namespace upcall::detail
