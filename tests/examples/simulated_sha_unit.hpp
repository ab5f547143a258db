// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "examples/accelerator_crypto.hpp"
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <openssl/sha.h>

// A SHA unit on a machine that has none: what is done to its registers does what the manual says, by OpenSSL. Like the
// chip's it has one context, takes its time, and loses what is written meanwhile; unlike that, it counts such faults.
class simulated_sha_unit {
 public:
  class written_register {
   public:
    using function = void (simulated_sha_unit::*)(std::uint32_t);
    written_register(simulated_sha_unit& unit, function write) : unit_(unit), write_(write) {}
    void operator=(std::uint32_t value) const { (unit_.*write_)(value); }

   private:
    simulated_sha_unit& unit_;
    function write_;
  };
  class status_register {
   public:
    explicit status_register(simulated_sha_unit& unit) : unit_(unit) {}
    operator std::uint32_t() const {
      unit_.meanwhile();
      return unit_.busy_ == 0 ? 0u : (--unit_.busy_, sha_unit::busy);
    }

   private:
    simulated_sha_unit& unit_;
  };
  class digest_register {
   public:
    digest_register(simulated_sha_unit& unit, std::size_t index) : unit_(unit), index_(index) {}
    operator std::uint32_t() const { return unit_.ready() ? unit_.words_[index_] : 0xdeadbeef; }
    void operator=(std::uint32_t value) const {
      if (unit_.ready()) unit_.words_[index_] = value;
    }

   private:
    simulated_sha_unit& unit_;
    std::size_t index_;
  };
  class digest_registers {
   public:
    explicit digest_registers(simulated_sha_unit& unit) : unit_(unit) {}
    digest_register operator[](std::size_t index) const { return {unit_, index}; }

   private:
    simulated_sha_unit& unit_;
  };

  simulated_sha_unit() = default;
  simulated_sha_unit(const simulated_sha_unit&) = delete;

  written_register control{*this, &simulated_sha_unit::choose};
  status_register status{*this};
  written_register data{*this, &simulated_sha_unit::take};
  digest_registers digest{*this};

  // What another task does when its status is read.
  void (*meanwhile)() = [] {};

  // How often it was written or read when it was not ready for that.
  int faults() const { return faults_; }
  int blocks() const { return blocks_; }

 private:
  // Between two blocks, and not at work.
  bool ready() {
    const bool out = busy_ == 0 && held_ == 0;
    faults_ += !out;
    return out;
  }
  void choose(std::uint32_t algorithm) {
    if (ready()) algorithm_ = algorithm;
  }
  void take(std::uint32_t word) {
    if (busy_ != 0 || (algorithm_ != sha_unit::sha1 && algorithm_ != sha_unit::sha256)) {
      ++faults_;
      return;
    }
    for (int shift = 24; shift >= 0; shift -= 8) block_[held_++] = static_cast<unsigned char>(word >> shift & 0xff);
    if (held_ != sizeof block_) return;
    held_ = 0;
    busy_ = 3;
    ++blocks_;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    if (algorithm_ == sha_unit::sha256) {
      SHA256_CTX context;
      SHA256_Init(&context);
      std::memcpy(context.h, words_, sizeof context.h);
      SHA256_Transform(&context, block_);
      std::memcpy(words_, context.h, sizeof context.h);
    } else {
      SHA_CTX context;
      SHA1_Init(&context);
      context.h0 = words_[0], context.h1 = words_[1], context.h2 = words_[2], context.h3 = words_[3],
      context.h4 = words_[4];
      SHA1_Transform(&context, block_);
      words_[0] = context.h0, words_[1] = context.h1, words_[2] = context.h2, words_[3] = context.h3,
      words_[4] = context.h4;
    }
#pragma GCC diagnostic pop
  }

  std::uint32_t algorithm_ = 0;
  std::uint32_t words_[8] = {};
  unsigned char block_[64];
  std::size_t held_ = 0;
  int busy_ = 0, faults_ = 0, blocks_ = 0;
};
