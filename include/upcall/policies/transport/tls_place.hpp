// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::detail {

// A host and port. What was agreed on with one, such as its certificate's being good, is of no use with another.
class tls_place {
 public:
  void assign(std::string_view host, std::uint16_t port) {
    name_.clear();
    for (char c : host) name_.put(to_lower(c));
    name_.put(':');
    write_decimal(name_, port);
  }
  friend bool operator==(const tls_place& a, const tls_place& b) { return a.name_ == b.name_.view(); }

 private:
  inline_string<255 + 6> name_ = {};  // RFC 1035 §3.1
};

}  // namespace upcall::detail
