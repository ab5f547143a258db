// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "operations/given_policies.hpp"
#include <set>
#include <upcall/operations/upload_nonce.hpp>
#include <upcall/policies/crypto/openssl.hpp>

namespace {

std::string nonce(const upcall::subject& about, std::int64_t now = 0, std::int64_t elapsed = 0) {
  given::recorded_policies at{{}};
  at.with.get<upcall::role::clock>().start = {now};
  at.with.get<upcall::role::clock>().since = {elapsed};
  return std::string{make_nonce(at.with, about)};
}

}  // namespace

TEST_CASE("upload_nonce: 32 hexadecimal digits, of the object and the time") {
  const std::string one = nonce({"b", "k"});
  CHECK(one.size() == 32);
  CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(nonce({"b", "k"}) == one);
  const std::set<std::string> all{one,
                                  nonce({"b", "l"}),
                                  nonce({"c", "k"}),
                                  nonce({"bk", ""}),
                                  nonce({"b", "k"}, 1),
                                  nonce({"b", "k"}, 0, 1),
                                  nonce({"b", "k"}, 1, 1)};
  CHECK(all.size() == 7);
}

TEST_CASE("upload_nonce: two calls of one client in the same millisecond differ where there is chance") {
  upcall::endpoint to = given::service;
  upcall::recorded none{};
  upcall::openssl_crypto crypto{};
  given::policy_set_of<upcall::recorded, upcall::openssl_crypto> with{to, none, crypto};
  const auto one = make_nonce(with, upcall::subject{"b", "k"}), other = make_nonce(with, upcall::subject{"b", "k"});
  CHECK(one.size() == 32);
  CHECK(one != other.view());
}
