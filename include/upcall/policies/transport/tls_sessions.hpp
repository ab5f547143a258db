// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <mutex>
#include <openssl/ssl.h>
#include <upcall/policies/transport/tls_owned.hpp>
#include <upcall/policies/transport/tls_place.hpp>
#include <utility>
#include <vector>

namespace upcall::detail {

// Sessions by which later connections are resumed: a round trip less with TLS 1.2, and with both no certificates.
// Threads may share it. keep() allocates nothing, since it is called from within OpenSSL.
class tls_sessions {
 public:
  static constexpr std::size_t most = 64, most_of_place = 8;

  tls_sessions() { kept_.reserve(most); }

  // Takes the place of the oldest where there are too many.
  void keep(const tls_place& of, tls_owned<SSL_SESSION> session) {
    const std::lock_guard lock{mutex_};
    std::size_t same = 0, oldest_same = 0;
    for (std::size_t i = kept_.size(); i-- != 0;) {
      if (!(kept_[i].of == of)) continue;
      ++same;
      oldest_same = i;
    }
    if (same == most_of_place) {
      erase(oldest_same);
    } else if (kept_.size() == most) {
      erase(0);
    }
    kept_.push_back({of, std::move(session)});
  }
  // The latest; none: nullptr. One of TLS 1.3 is for one connection only, since it would let who listens tell that two
  // are of the same client (RFC 8446 Appendix C.4).
  tls_owned<SSL_SESSION> take(const tls_place& of) {
    const std::lock_guard lock{mutex_};
    for (std::size_t i = kept_.size(); i-- != 0;) {
      if (!(kept_[i].of == of)) continue;
      SSL_SESSION* found = kept_[i].session.get();
      SSL_SESSION_up_ref(found);
      if (SSL_SESSION_get_protocol_version(found) >= TLS1_3_VERSION) erase(i);
      return tls_owned<SSL_SESSION>{found};
    }
    return {};
  }

 private:
  struct kept {
    tls_place of;
    tls_owned<SSL_SESSION> session;
  };

  void erase(std::size_t index) { kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(index)); }

  std::mutex mutex_;
  std::vector<kept> kept_;
};

}  // namespace upcall::detail
