// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/ssl.h>
#include <string>
#include <string_view>
#include <upcall/core/literals.hpp>

namespace upcall::detail {

// Gives a context this client's certificate, with what lies between it and an authority, and its key, from PEM files;
// without a key_file that is in the certificate's. Empty, or what is wrong with the files. Nothing to show is not
// wrong.
inline std::string_view tls_show(SSL_CTX& it, const std::string& certificate_file, const std::string& key_file) {
  SSL_CTX_set_default_passwd_cb(&it, [](char*, int, int, void*) { return -1; });  // it would ask on the terminal
  const std::string& key = key_file.empty() ? certificate_file : key_file;
  if (key.empty()) return {};
  if (certificate_file.empty()) return "TLS: there is a key_file, but no certificate_file"sv;
  if (SSL_CTX_use_certificate_chain_file(&it, certificate_file.c_str()) != 1)
    return "TLS: certificate_file is not there, or holds no certificate in PEM form"sv;
  if (SSL_CTX_use_PrivateKey_file(&it, key.c_str(), SSL_FILETYPE_PEM) != 1)
    return "TLS: key_file is not there, or not the certificate's key in PEM form without a password"sv;
  return {};
}

}  // namespace upcall::detail
