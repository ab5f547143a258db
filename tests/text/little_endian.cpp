// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/text/little_endian.hpp>

using namespace upcall;

namespace {

// What is left out of a number is its highest bytes; what is beyond the end of a text is 0.
static_assert([] {
  inline_string<20> out;
  write_little_endian(out, 0x0123456789abcdef, 8);
  write_little_endian(out, 0xfffe, 2);
  write_little_endian(out, 0xfffe, 1);
  std::string_view left = out;
  return out == "\xef\xcd\xab\x89\x67\x45\x23\x01\xfe\xff\xfe"sv && take_little_endian(left, 8) == 0x0123456789abcdef &&
         take_little_endian(left, 2) == 0xfffe && take_little_endian(left, 1) == 0xfe &&
         take_little_endian(left, 8) == 0 && left.empty();
}());

}  // namespace
