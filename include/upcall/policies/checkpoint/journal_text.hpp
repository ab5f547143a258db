// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/crypto/crc64.hpp>
#include <upcall/policies/checkpoint/journal_lines.hpp>
#include <upcall/policies/checkpoint/known_upload.hpp>
#include <upcall/policies/checkpoint/part_table.hpp>

namespace upcall {

// Reads a journal, line by line, into what is known of its upload. A last line that is not whole, or whose checksum is
// wrong, was being written when the program ended: it never was.
template <class Header, class Name = journal_name, class Part = journal_part, class Sum = crc64>
class basic_journal_text {
 public:
  enum class state : unsigned char { good, damaged, other_version };

  // A line without its line break.
  state take(std::string_view line) {
    ++line_;
    if (wrong_line_ != 0) return state::damaged;
    const std::string_view content = read_journal_line<Sum>(line, sum_);
    if (content.empty()) {
      wrong_line_ = line_;
      return state::good;
    }
    const state after = line_ == 1 ? take_header(content) : line_ == 2 ? take_name(content) : take_part(content);
    if (after == state::good) length_ += line.size() + 1;
    return after;
  }
  // After all of them; whether there is more, without a line break. A journal is never without its first line.
  state finish(bool more) const { return length_ == 0 || (more && wrong_line_ != 0) ? state::damaged : state::good; }

  const Header& header() const { return header_; }
  known_upload<part_table>& upload() { return upload_; }
  // Of what is good: its bytes and its checksum, with which the next line begins.
  std::uint64_t length() const { return length_; }
  std::uint64_t sum() const { return sum_; }
  // Which line is damaged, counted from 1; `beyond`: the one after those that were taken.
  std::uint32_t damaged_line(bool beyond) const {
    return wrong_line_ != 0 ? wrong_line_ : beyond || line_ == 0 ? line_ + 1 : line_;
  }

 private:
  state take_header(std::string_view content) {
    header_.upcall_journal = 0;
    const bool whole = read_json(content, header_);
    if (header_.upcall_journal != 0 && header_.upcall_journal != header_.version) return state::other_version;
    if (!whole || header_.upcall_journal == 0) return state::damaged;
    const upload_intent intent{.nonce = header_.nonce,
                               .begun = {header_.begun},
                               .part_size = header_.part_size,
                               .unmarked = header_.unmarked,
                               .others = header_.others};
    if (intent.part_size < smallest_part || intent.part_size > largest_part) return state::damaged;
    return upload_.begin(intent, header_.size) ? state::good : state::damaged;
  }
  state take_name(std::string_view content) {
    Name read;
    return read_json(content, read) && upload_.name(read.upload_id) ? state::good : state::damaged;
  }
  state take_part(std::string_view content) {
    Part read;
    if (!read_json(content, read)) return state::damaged;
    const stored_part part{.number = read.part, .size = read.size, .crc64 = read.crc64, .etag = read.etag};
    return upload_.add(part) ? state::good : state::damaged;
  }

  Header header_ = {};
  known_upload<part_table> upload_ = {};
  std::uint64_t length_ = 0, sum_ = 0;
  std::uint32_t line_ = 0, wrong_line_ = 0;
};
using journal_text = basic_journal_text<journal_header>;

}  // namespace upcall
