// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "examples/accelerator_crypto.hpp"
#include "examples/simulated_sha_unit.hpp"
#include "laws/crypto.hpp"
#include <mutex>

namespace {

simulated_sha_unit unit, shared_unit, contested_unit;

TEST_CASE("a SHA unit as a crypto policy keeps the laws of crypto") {
  laws::crypto<accelerator_crypto<unit>>();
  CHECK(unit.faults() == 0);
  CHECK(unit.blocks() > 100'000);
}

// A unit that never mixes leaves a digest as it was: here it is the first state.
constinit sha_unit memory{};
static_assert(upcall::crypto<accelerator_crypto<memory>>);

TEST_CASE("the registers of a chip are written where they are") {
  using hash = accelerator_crypto<memory>::sha256;
  CHECK(laws::digest_in_two(hash{}, "abc", 3, false) ==
        "6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19");
  CHECK(memory.control == sha_unit::sha256);
  CHECK(memory.data == 24);  // the end of the last block: the length in bits
  CHECK(memory.digest[7] == 0x5be0cd19);
}

// What an operating system of the chip's gives.
struct locked {
  static inline std::mutex mutex;
  std::lock_guard<std::mutex> lock{mutex};
};

TEST_CASE("tasks may share a SHA unit") {
  laws::crypto_of_threads<accelerator_crypto<shared_unit, locked>>();
  CHECK(shared_unit.faults() == 0);
  CHECK(shared_unit.blocks() > 10'000);
}

// A lock that shows who has it.
int holders = 0;
struct shown {
  shown() { ++holders; }
  ~shown() { --holders; }
};
int waiting = 0;

TEST_CASE("a task has the unit for itself until it has its state back") {
  using crypto = accelerator_crypto<contested_unit, shown>;
  contested_unit.meanwhile = [] {
    if (holders != 0) {
      ++waiting;
    } else {
      contested_unit.digest[0] = 7;
    }
  };
  const std::string text(1000, 'x');
  CHECK(laws::digest_in_two(crypto::sha256{}, text, 300, false) == openssl_digest(EVP_sha256(), text));
  CHECK(waiting != 0);
  CHECK(holders == 0);
  CHECK(contested_unit.faults() == 0);
}

// What the laws would not see if the simulation let it pass.
TEST_CASE("the simulation tells who does not wait, or leaves a block half written") {
  simulated_sha_unit careless;
  careless.data = 1;  // for no hash
  CHECK(careless.faults() == 1);
  careless.control = sha_unit::sha256;
  careless.digest[0] = 7;
  careless.data = 1;
  CHECK(careless.faults() == 1);
  CHECK(careless.digest[0] == 0xdeadbeef);
  careless.control = sha_unit::sha1;
  CHECK(careless.faults() == 3);
  for (int i = 1; i != 16; ++i) careless.data = 1;
  careless.data = 1;
  careless.digest[0] = 7;
  CHECK(careless.digest[0] == 0xdeadbeef);
  CHECK(careless.faults() == 6);
  while ((careless.status & sha_unit::busy) != 0) continue;
  CHECK(careless.digest[0] != 0xdeadbeef);
  CHECK(careless.faults() == 6);
  CHECK(careless.blocks() == 1);
}

}  // namespace
