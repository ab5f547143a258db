// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/temporary_file.hpp"
#include "support/tls_peer.hpp"
#include <fstream>
#include <openssl/err.h>
#include <thread>
#include <upcall/policies/transport/tls_context.hpp>
#include <vector>

using given::trusted;
using upcall::detail::tls_context;
using upcall::detail::tls_files;

namespace {

std::string wrong_with(const tls_files& files) {
  std::string_view wrong;
  tls_context context{files};
  const bool made = context.get(wrong) != nullptr;
  CHECK(made == wrong.empty());
  CHECK(ERR_peek_error() == 0);
  return std::string{wrong};
}

}  // namespace

TEST_CASE("it is made once, by the first that needs it") {
  tls_context context{{.ca_file = trusted().ca_file()}};
  SSL_CTX* got[8] = {};
  std::vector<std::thread> running;
  for (SSL_CTX*& each : got) {
    running.emplace_back([&context, &each] {
      std::string_view wrong;
      each = context.get(wrong).get();
    });
  }
  for (auto& each : running) each.join();
  for (SSL_CTX* each : got) {
    CHECK(each != nullptr);
    CHECK(each == got[0]);
  }
}

TEST_CASE("what is asked of TLS") {
  tls_context context{{}};
  std::string_view wrong;
  const auto made = context.get(wrong);
  SSL_CTX* const it = made.get();
  REQUIRE(it != nullptr);
  CHECK(SSL_CTX_get_min_proto_version(it) >= TLS1_2_VERSION);
  CHECK(SSL_CTX_get_verify_mode(it) == SSL_VERIFY_PEER);
  CHECK(SSL_CTX_get_default_passwd_cb(it) != nullptr);
  CHECK((SSL_CTX_get_options(it) & SSL_OP_NO_RENEGOTIATION) != 0);
  CHECK((SSL_CTX_get_options(it) & SSL_OP_NO_COMPRESSION) != 0);
}

TEST_CASE("files that cannot be used are told by the setting's name") {
  const given::temporary_file empty, rubbish{"-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n"};
  const auto client = trusted().client("client"), other = trusted().client("other");
  const std::string missing = trusted().ca_file() + ".not-there";
  CHECK(wrong_with({}).empty());
  CHECK(wrong_with({.ca_file = trusted().ca_file()}).empty());
  for (const std::string& file : {missing, empty.path(), rubbish.path(), client.key, std::string{"/"}})
    CHECK(
        wrong_with({.ca_file = file}).starts_with("TLS: cannot load the certificates to trust: ca_file is not there"));

  CHECK(wrong_with({.certificate_file = client.certificate, .key_file = client.key}).empty());
  CHECK(wrong_with({.certificate_file = client.both}).empty());
  for (const std::string& file : {missing, empty.path(), rubbish.path(), client.key})
    CHECK(wrong_with({.certificate_file = file, .key_file = client.key}).starts_with("TLS: certificate_file is not"));
  for (const std::string& file : {missing, empty.path(), rubbish.path(), client.certificate, other.key})
    CHECK(wrong_with({.certificate_file = client.certificate, .key_file = file}).starts_with("TLS: key_file is not"));
  CHECK(wrong_with({.certificate_file = client.certificate}).starts_with("TLS: key_file is not"));
  CHECK(wrong_with({.key_file = client.key}) == "TLS: there is a key_file, but no certificate_file");
}

// OpenSSL would ask for it on the terminal, and wait.
TEST_CASE("nobody is asked for a key's password") {
  const auto client = trusted().client("locked");
  CHECK(wrong_with({.certificate_file = client.certificate, .key_file = client.key_with_password})
            .ends_with("without a password"));
}

TEST_CASE("a file that was not there is looked for again") {
  const given::temporary_file late;
  tls_context context{{.ca_file = late.path()}};
  std::string_view wrong;
  CHECK(context.get(wrong) == nullptr);
  CHECK_FALSE(wrong.empty());
  std::ofstream{late.path()} << std::ifstream{trusted().ca_file()}.rdbuf();
  CHECK(context.get(wrong) != nullptr);
  CHECK(wrong.empty());
}

// Such as one whose authorities were loaded while memory was short.
TEST_CASE("what has led to no connection is made anew") {
  tls_context context{{.ca_file = trusted().ca_file()}};
  std::string_view wrong;
  const auto first = context.get(wrong);
  context.judge(first.get(), false);
  const auto second = context.get(wrong);
  CHECK(second != first);
  context.judge(first.get(), false);  // of another thread's
  CHECK(context.get(wrong) == second);
  context.judge(second.get(), true);
  context.judge(second.get(), false);
  CHECK(context.get(wrong) == second);
}
