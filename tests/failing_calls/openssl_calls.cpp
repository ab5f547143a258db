// SPDX-License-Identifier: Apache-2.0
// Functions of OpenSSL that the library calls, where they can fail, as planned: each complains in OpenSSL's queue, as
// the real one does. (Hashes of SHA-1, SHA-256 and MD5 by contexts of the caller's own cannot fail.) What fails to be
// read has come.
#include "interposed.hpp"
#include "plan.hpp"
#include <cstddef>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace {

using failing_calls::armed;
using failing_calls::family;
using failing_calls::manner;

bool fails(const char* name) noexcept {
  if (!armed::fails(family::openssl, manner::error, name)) return false;
  ERR_raise(ERR_LIB_SSL, ERR_R_INTERNAL_ERROR);
  return true;
}

}  // namespace

INTERPOSED(SSL_CTX*, SSL_CTX_new, const SSL_METHOD* method) {
  return fails("SSL_CTX_new") ? nullptr : NEXT(SSL_CTX_new)(method);
}
INTERPOSED(long, SSL_CTX_ctrl, SSL_CTX* of, int what, long value, void* more) {
  if (what == SSL_CTRL_SET_MIN_PROTO_VERSION && fails("SSL_CTX_set_min_proto_version")) return 0;
  return NEXT(SSL_CTX_ctrl)(of, what, value, more);
}
INTERPOSED(int, SSL_CTX_load_verify_file, SSL_CTX* to, const char* path) {
  return fails("SSL_CTX_load_verify_file") ? 0 : NEXT(SSL_CTX_load_verify_file)(to, path);
}
INTERPOSED(int, SSL_CTX_load_verify_locations, SSL_CTX* to, const char* file, const char* folder) {
  return fails("SSL_CTX_load_verify_locations") ? 0 : NEXT(SSL_CTX_load_verify_locations)(to, file, folder);
}
INTERPOSED(int, SSL_CTX_use_certificate_chain_file, SSL_CTX* to, const char* path) {
  return fails("SSL_CTX_use_certificate_chain_file") ? 0 : NEXT(SSL_CTX_use_certificate_chain_file)(to, path);
}
INTERPOSED(int, SSL_CTX_use_PrivateKey_file, SSL_CTX* to, const char* path, int form) {
  return fails("SSL_CTX_use_PrivateKey_file") ? 0 : NEXT(SSL_CTX_use_PrivateKey_file)(to, path, form);
}
INTERPOSED(SSL*, SSL_new, SSL_CTX* of) { return fails("SSL_new") ? nullptr : NEXT(SSL_new)(of); }
INTERPOSED(long, SSL_ctrl, SSL* of, int what, long value, void* more) {
  if (what == SSL_CTRL_SET_TLSEXT_HOSTNAME && fails("SSL_set_tlsext_host_name")) return 0;
  return NEXT(SSL_ctrl)(of, what, value, more);
}
INTERPOSED(int, SSL_CTX_set_ex_data, SSL_CTX* of, int which, void* data) {
  return fails("SSL_CTX_set_ex_data") ? 0 : NEXT(SSL_CTX_set_ex_data)(of, which, data);
}
INTERPOSED(int, SSL_set_ex_data, SSL* of, int which, void* data) {
  return fails("SSL_set_ex_data") ? 0 : NEXT(SSL_set_ex_data)(of, which, data);
}
INTERPOSED(int, SSL_set_session, SSL* of, SSL_SESSION* session) {
  return fails("SSL_set_session") ? 0 : NEXT(SSL_set_session)(of, session);
}
INTERPOSED(int, SSL_connect, SSL* it) { return fails("SSL_connect") ? -1 : NEXT(SSL_connect)(it); }
INTERPOSED(int, SSL_read_ex, SSL* from, void* to, std::size_t size, std::size_t* got) {
  const int done = NEXT(SSL_read_ex)(from, to, size, got);
  if (!fails("SSL_read_ex")) return done;
  *got = 0;
  return 0;
}
INTERPOSED(int, SSL_read, SSL* from, void* to, int size) {
  const int done = NEXT(SSL_read)(from, to, size);
  return fails("SSL_read") ? -1 : done;
}
INTERPOSED(int, SSL_peek_ex, SSL* from, void* to, std::size_t size, std::size_t* got) {
  return fails("SSL_peek_ex") ? 0 : NEXT(SSL_peek_ex)(from, to, size, got);
}
INTERPOSED(int, SSL_write_ex, SSL* to, const void* from, std::size_t size, std::size_t* sent) {
  return fails("SSL_write_ex") ? 0 : NEXT(SSL_write_ex)(to, from, size, sent);
}
INTERPOSED(int, SSL_write, SSL* to, const void* from, int size) {
  return fails("SSL_write") ? -1 : NEXT(SSL_write)(to, from, size);
}
INTERPOSED(int, SSL_shutdown, SSL* it) { return fails("SSL_shutdown") ? -1 : NEXT(SSL_shutdown)(it); }
INTERPOSED(int, X509_VERIFY_PARAM_set1_host, X509_VERIFY_PARAM* to, const char* name, std::size_t size) {
  return fails("X509_VERIFY_PARAM_set1_host") ? 0 : NEXT(X509_VERIFY_PARAM_set1_host)(to, name, size);
}
INTERPOSED(int, X509_VERIFY_PARAM_set1_ip_asc, X509_VERIFY_PARAM* to, const char* address) {
  return fails("X509_VERIFY_PARAM_set1_ip_asc") ? 0 : NEXT(X509_VERIFY_PARAM_set1_ip_asc)(to, address);
}
INTERPOSED(BIO_METHOD*, BIO_meth_new, int type, const char* name) {
  return fails("BIO_meth_new") ? nullptr : NEXT(BIO_meth_new)(type, name);
}
INTERPOSED(BIO*, BIO_new, const BIO_METHOD* method) { return fails("BIO_new") ? nullptr : NEXT(BIO_new)(method); }
INTERPOSED(BIO*, BIO_new_socket, int descriptor, int close) {
  return fails("BIO_new_socket") ? nullptr : NEXT(BIO_new_socket)(descriptor, close);
}
INTERPOSED(BIO*, BIO_new_mem_buf, const void* text, int size) {
  return fails("BIO_new_mem_buf") ? nullptr : NEXT(BIO_new_mem_buf)(text, size);
}
INTERPOSED(EVP_PKEY*, PEM_read_bio_PUBKEY, BIO* from, EVP_PKEY** to, pem_password_cb* ask, void* with) {
  return fails("PEM_read_bio_PUBKEY") ? nullptr : NEXT(PEM_read_bio_PUBKEY)(from, to, ask, with);
}
INTERPOSED(EVP_MD_CTX*, EVP_MD_CTX_new, void) { return fails("EVP_MD_CTX_new") ? nullptr : NEXT(EVP_MD_CTX_new)(); }
INTERPOSED(int, EVP_DigestVerifyInit, EVP_MD_CTX* to, EVP_PKEY_CTX** key_context, const EVP_MD* hash, ENGINE* engine,
           EVP_PKEY* key) {
  return fails("EVP_DigestVerifyInit") ? 0 : NEXT(EVP_DigestVerifyInit)(to, key_context, hash, engine, key);
}
INTERPOSED(int, EVP_DigestVerifyUpdate, EVP_MD_CTX* to, const void* text, std::size_t size) {
  return fails("EVP_DigestVerifyUpdate") ? 0 : NEXT(EVP_DigestVerifyUpdate)(to, text, size);
}
INTERPOSED(int, EVP_DigestVerifyFinal, EVP_MD_CTX* of, const unsigned char* signature, std::size_t size) {
  return fails("EVP_DigestVerifyFinal") ? -1 : NEXT(EVP_DigestVerifyFinal)(of, signature, size);
}
