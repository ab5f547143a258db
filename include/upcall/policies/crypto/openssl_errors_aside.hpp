// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/err.h>
#include <string>
#include <vector>

namespace upcall::detail {

// OpenSSL's queue of errors, which belongs to the whole thread, is empty meanwhile, and afterwards as it was before.
// SSL_get_error() takes whatever it finds there for the failure that it is asked about, and a handshake empties it.
class openssl_errors_aside {
 public:
  openssl_errors_aside() {
    if (ERR_peek_error() != 0) take();
  }
  openssl_errors_aside(const openssl_errors_aside&) = delete;
  ~openssl_errors_aside() {
    if (ERR_peek_error() != 0) ERR_clear_error();
    for (const error& each : before_) {
      ERR_new();
      ERR_set_debug(each.file.c_str(), each.line, each.function.c_str());
      ERR_set_error(ERR_GET_LIB(each.code), ERR_GET_REASON(each.code), each.text.empty() ? nullptr : "%s",
                    each.text.c_str());
    }
  }

 private:
  struct error {
    unsigned long code;
    int line;
    std::string file, function, text;
  };

  void take() {
    const char *file, *function, *text;
    int line, flags;
    while (const unsigned long code = ERR_get_error_all(&file, &line, &function, &text, &flags))
      before_.push_back({code, line, file, function, (flags & ERR_TXT_STRING) != 0 ? text : ""});
  }

  std::vector<error> before_ = {};
};

}  // namespace upcall::detail
