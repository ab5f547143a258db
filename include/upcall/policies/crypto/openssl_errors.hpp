// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/err.h>

namespace upcall::detail {

// What OpenSSL complains about meanwhile is taken from its queue again, which belongs to the whole thread: what stays
// there is taken for the failure of whatever this thread asks of OpenSSL next.
class openssl_errors_dropped {
 public:
  openssl_errors_dropped() { ERR_set_mark(); }
  ~openssl_errors_dropped() { ERR_pop_to_mark(); }
  openssl_errors_dropped(const openssl_errors_dropped&) = delete;
};

}  // namespace upcall::detail
