// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <openssl/ssl.h>

namespace upcall::detail {

struct tls_freed {
  void operator()(SSL_CTX* what) const { SSL_CTX_free(what); }
  void operator()(SSL* what) const { SSL_free(what); }
  void operator()(SSL_SESSION* what) const { SSL_SESSION_free(what); }
  void operator()(BIO_METHOD* what) const { BIO_meth_free(what); }
};

// Something of OpenSSL's that has one owner here.
template <class T>
using tls_owned = std::unique_ptr<T, tls_freed>;

}  // namespace upcall::detail
