// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/record.hpp>
#include <upcall/crypto/crc64.hpp>
#include <upcall/http/stored_part.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/json_record.hpp>
#include <upcall/text/json_record_reader.hpp>
#include <upcall/text/sink.hpp>

// The lines of a journal in a file: one journal_header, one journal_name, then one journal_part for each stored part;
// of two with the same number the later one counts. A line is a JSON object, a blank, and in 16 hexadecimal digits the
// CRC-64 of the objects of all lines up to this one: none can be left out, doubled, or change places.
namespace upcall {

// Longer ones than this there are not: a key of 1,023 bytes takes 6,138 at most.
inline constexpr std::size_t longest_journal_line = 8192;

struct journal_header {
  static constexpr std::uint32_t version = 1;

  std::uint32_t upcall_journal = version;
  inline_string<256> host = {};
  std::uint16_t port = 0;
  inline_string<64> bucket = {};
  inline_string<1024> key = {};
  std::uint64_t size = 0;  // from here on, what source_identity says
  std::int64_t modified = 0, changed = 0;
  std::uint64_t inode = 0;      // without the device, which many file systems number anew at each start
  std::uint64_t part_size = 0;  // from here on, what upload_intent says
  inline_string<32> nonce = {};
  std::int64_t begun = 0;
  bool unmarked = false, others = false;
};

struct journal_name {
  upload_id_text upload_id = {};
};

struct journal_part {
  std::uint32_t part = 0;
  std::uint64_t size = 0, crc64 = 0;
  inline_string<44> etag = {};
};

}  // namespace upcall

UPCALL_RECORD(upcall::journal_header, upcall_journal, host, port, bucket, key, size, modified, changed, inode,
              part_size, nonce, begun, unmarked, others);
UPCALL_RECORD(upcall::journal_name, upload_id);
UPCALL_RECORD(upcall::journal_part, part, size, crc64, etag);

namespace upcall {

// What the line of a record is; sum is that of the lines before, and then that of this one too. The line lives where
// the writer puts it; it is empty when there is no room.
template <class Sum = crc64, record R>
constexpr std::string_view write_journal_line(span_writer& to, const R& content, std::uint64_t& sum) {
  to.clear();
  write_json(to, content);
  Sum counted{sum};
  counted.append(to.view());
  to.put(' ');
  for (int shift = 60; shift >= 0; shift -= 4) to.put(hex_digit(static_cast<unsigned>(counted.value() >> shift & 15)));
  to.put('\n');
  if (to.overflow()) return {};
  sum = counted.value();
  return to.view();
}

// The object of a line, given without its line break; empty when the line is not one that follows those before.
template <class Sum = crc64>
constexpr std::string_view read_journal_line(std::string_view line, std::uint64_t& sum) {
  constexpr std::size_t tail = 17;
  if (line.size() <= tail || line[line.size() - tail] != ' ') return {};
  const std::string_view content = part(line, 0, line.size() - tail);
  Sum counted{sum};
  counted.append(content);
  for (std::size_t i = 0; i != 16; ++i) {
    const auto digit = static_cast<unsigned>(counted.value() >> (60 - 4 * i) & 15);
    if (line[line.size() - 16 + i] != hex_digit(digit)) return {};
  }
  sum = counted.value();
  return content;
}

}  // namespace upcall
