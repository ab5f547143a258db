// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <string_view>
#include <upcall/core/time.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/http/request.hpp>
#include <upcall/http/text_arena.hpp>
#include <upcall/roles/credentials.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// What a signature is made for, besides the request.
struct signing_context {
  credentials who;
  timestamp now;
  std::string_view region;
};

namespace exemplar {
struct hash {
  struct digest {
    const std::uint8_t* begin() const;
    const std::uint8_t* end() const;
    std::size_t size() const;
    const std::uint8_t* data() const;
  };
  static constexpr std::size_t block_size = 64;
  void put(char);
  digest finish() &&;
};
struct checksum {
  void put(char);
  std::uint64_t value() const;
};
struct crypto {
  using sha256 = hash;
  using sha1 = hash;
  using crc64 = checksum;
};
}  // namespace exemplar

// Adds to a request what makes the service believe it. The Crypto argument is a value of the crypto policy's type.
template <class P>
concept signer = requires(P& p, request& message, text_arena& texts, const signing_context& context,
                          exemplar::crypto crypto) {
  { p.sign(message, texts, context, crypto) } -> std::same_as<verdict>;
};

// Whether credentials are asked for before it signs; one that needs none says `needs_credentials = false`.
template <class P>
inline constexpr bool asks_for_credentials = !requires {
  requires !P::needs_credentials;
};

// Whether nothing is signed for an endpoint that does not tell its region; a signer says `needs_region = true`. A
// client whose endpoint is a constant is then refused by the compiler.
template <class P>
inline constexpr bool asks_for_region = requires {
  requires P::needs_region;
};

namespace role {
struct signer {
  template <class P>
  static constexpr bool played = upcall::signer<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>,
                  "signer policy: needs `verdict sign(request&, text_arena&, const signing_context&, crypto auto)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
