// SPDX-License-Identifier: Apache-2.0
// An answer of any bytes. The first four say how it comes: the size of the buffer, in what pieces, to which method, and
// whether somebody looks at its headers. However it comes it must be the same; and a buffer that is large enough must
// take whatever a small one takes.
#include "support/read_answer.hpp"
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

void must_be_same(const given::read_answer& a, const given::read_answer& b, const char* what) {
  must(a.is_whole() == b.is_whole() && a.status == b.status && a.body == b.body, what);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 4, size - 4};
  const given::way_to_read by{
      .room = 128u + data[0], .at_once = 1u + data[1] % 64, .to_head = data[2] % 2 != 0, .observes = data[3] % 2 != 0};
  given::way_to_read at_once = by, spacious = by;
  at_once.at_once = bytes.size() + 1;
  spacious.room = 70'000;
  const given::read_answer read{bytes, by};
  must_be_same(read, given::read_answer{bytes, at_once}, "in other pieces it is another answer");
  if (!read.is_whole()) return must(!read.goes_on, "a connection goes on after no answer"), 0;
  must(read.status >= 200 && read.status < 600, "that is no status");
  must_be_same(read, given::read_answer{bytes, spacious}, "through a larger buffer it is another answer");
  // What was read, and nothing after it, is all of the answer.
  const std::string_view used = bytes.substr(0, bytes.size() - read.left);
  must_be_same(read, given::read_answer{used, by}, "without what follows it is another answer");
  return 0;
}
