// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "testing/temporary_folder.hpp"
#include <fstream>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <string>

namespace given {

// What a server of a test shows, and speaks. Times are seconds from now.
struct tls_settings {
  std::string names = "IP:127.0.0.1,DNS:localhost";  // subjectAltName as OpenSSL writes it; empty: none
  std::string common_name = "upcall test";
  long valid_from = -3600, valid_until = 3600;
  int lowest = TLS1_2_VERSION, highest = 0;  // 0: whatever OpenSSL has
  bool self_signed = false;
};

// A certificate authority of a test's own: ca_file() is what a client trusts to trust it.
class authority {
 public:
  explicit authority(const std::string& name = "upcall test authority") {
    sign(*certificate_, *key_, {.names = "", .common_name = name}, "CA:TRUE");
    if (PEM_write_bio_X509(file(ca_file()).get(), certificate_.get()) != 1)
      throw std::runtime_error{"cannot write a PEM"};
  }

  std::string ca_file() const { return folder_.path + "/ca.pem"; }

  // What a server has whose certificate this authority signed.
  std::shared_ptr<SSL_CTX> server(const tls_settings& settings = {}) const {
    const auto key = new_key();
    const auto certificate = new_certificate();
    sign(*certificate, *key, settings, "CA:FALSE");
    std::shared_ptr<SSL_CTX> out{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
    // Level 0 is what TLS below 1.2 needs on the server's side.
    if (!out || SSL_CTX_set_cipher_list(out.get(), "DEFAULT:@SECLEVEL=0") != 1 ||
        SSL_CTX_use_certificate(out.get(), certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(out.get(), key.get()) != 1 ||
        SSL_CTX_set_min_proto_version(out.get(), settings.lowest) != 1 ||
        SSL_CTX_set_max_proto_version(out.get(), settings.highest) != 1) {
      throw std::runtime_error{"OpenSSL makes no server"};
    }
    return out;
  }

  // Makes a server want certificates of its clients, too, that this authority signed.
  void make_demanding(SSL_CTX& server) const {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(&server), certificate_.get());
    SSL_CTX_set_verify(&server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_session_id_context(&server, reinterpret_cast<const unsigned char*>("test"), 4);
  }
  // Such a certificate, and its key, as files of the folder that ca_file() is in.
  struct client_files {
    std::string certificate, key, key_with_password, both;
  };
  client_files client(const std::string& name) const {
    const auto key = new_key();
    const auto certificate = new_certificate();
    sign(*certificate, *key, {.names = "", .common_name = name}, "CA:FALSE");
    const std::string path = folder_.path + "/" + name;
    client_files out{path + ".pem", path + ".key", path + ".secret-key", path + ".both"};
    char password[] = "fake-password";
    if (PEM_write_bio_X509(file(out.certificate).get(), certificate.get()) != 1 ||
        PEM_write_bio_PrivateKey(file(out.key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_bio_PrivateKey(file(out.key_with_password).get(), key.get(), EVP_aes_128_cbc(), nullptr, 0, nullptr,
                                 password) != 1) {
      throw std::runtime_error{"cannot write a PEM"};
    }
    const file_owner both = file(out.both);
    PEM_write_bio_X509(both.get(), certificate.get());
    PEM_write_bio_PrivateKey(both.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return out;
  }

 private:
  using key_owner = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
  using certificate_owner = std::unique_ptr<X509, decltype(&X509_free)>;
  using file_owner = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

  static file_owner file(const std::string& path) {
    file_owner out{BIO_new_file(path.c_str(), "w"), &BIO_free_all};
    if (!out) throw std::runtime_error{"cannot write " + path};
    return out;
  }

  static key_owner new_key() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }
  static certificate_owner new_certificate() { return {X509_new(), &X509_free}; }

  void sign(X509& it, EVP_PKEY& its_key, const tls_settings& settings, const char* constraints) const {
    X509_set_version(&it, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(&it), ++serial_);
    X509_gmtime_adj(X509_getm_notBefore(&it), settings.valid_from);
    X509_gmtime_adj(X509_getm_notAfter(&it), settings.valid_until);
    X509_set_pubkey(&it, &its_key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(&it), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(settings.common_name.c_str()), -1, -1, 0);
    X509_set_issuer_name(&it, X509_get_subject_name(settings.self_signed ? &it : certificate_.get()));
    extend(it, NID_basic_constraints, constraints);
    if (!settings.names.empty()) extend(it, NID_subject_alt_name, settings.names.c_str());
    if (X509_sign(&it, settings.self_signed ? &its_key : key_.get(), EVP_sha256()) == 0)
      throw std::runtime_error{"OpenSSL signs no certificate"};
  }
  static void extend(X509& it, int what, const char* value) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> made{
        X509V3_EXT_conf_nid(nullptr, nullptr, what, value), &X509_EXTENSION_free};
    if (!made || X509_add_ext(&it, made.get(), -1) != 1)
      throw std::runtime_error{"OpenSSL does not know " + std::string{value}};
  }

  temporary_folder folder_ = {};
  mutable long serial_ = 0;
  key_owner key_ = new_key();
  certificate_owner certificate_ = new_certificate();
};

}  // namespace given
