// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/result.hpp>

namespace upcall {

// Uploads bytes that lie in memory. They must stay there, unchanged, while the call lasts.
class text {
 public:
  constexpr text(std::string_view bytes) : bytes_(bytes) {}
  constexpr text(const char* bytes) : bytes_(bytes) {}

  constexpr std::uint64_t size() const { return bytes_.size(); }
  constexpr std::string_view view() const { return bytes_; }
  constexpr result<std::size_t> read(std::span<char> piece) {
    std::size_t n = 0;
    while (n != piece.size() && at_ != bytes_.size()) piece[n++] = bytes_[at_++];
    return n;
  }
  constexpr bool rewind() {
    at_ = 0;
    return true;
  }
  constexpr text slice(std::uint64_t at, std::uint64_t size) const {
    return part(bytes_, static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace upcall
