// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/function_ref.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/result.hpp>
#include <upcall/crypto/crc64_combine.hpp>
#include <upcall/http/stored_part.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/xml.hpp>

namespace upcall {

// The parts that make an object, in the order of their numbers; wherever they are kept.
struct part_list {
  std::uint32_t count = 0;
  function_ref<const stored_part&(std::uint32_t index)> at = {};
};

// The body of Complete: written a part at a time as it is read, since 10,000 parts would make a megabyte. It stands for
// the object that they make, whose size and CRC-64 come from what was sent. No parts: the service is to take all that
// it has, and there is no body.
class complete_document {
 public:
  constexpr explicit complete_document(const part_list& parts) : parts_(parts) {
    if (parts.count == 0) return;
    length_counter length;
    write(length, begin);
    write(length, end);
    crc64_ = 0;
    for (std::uint32_t i = 0; i != parts.count; ++i) {
      const stored_part& part = parts.at(i);
      write_part(length, part);
      object_size_ += part.size;
      crc64_ = crc64_combine(*crc64_, part.crc64, part.size);
    }
    size_ = length.length;
  }

  constexpr std::uint64_t size() const { return size_; }
  constexpr std::uint64_t object_size() const { return object_size_; }
  constexpr std::optional<std::uint64_t> crc64() const { return crc64_; }

  constexpr result<std::size_t> read(std::span<char> piece) {
    std::size_t filled = 0;
    while (filled != piece.size() && (!rest_.empty() || write_next())) {
      const std::string_view now = part(rest_, 0, piece.size() - filled);
      for (char c : now) piece[filled++] = c;
      rest_.remove_prefix(now.size());
    }
    return filled;
  }
  constexpr bool rewind() {
    next_ = 0;
    rest_ = {};
    return true;
  }

 private:
  static constexpr std::string_view begin = "<CompleteMultipartUpload>", end = "</CompleteMultipartUpload>";

  template <sink S>
  static constexpr void write_part(S& to, const stored_part& part) {
    write(to, "<Part><PartNumber>"sv);
    write_decimal(to, part.number);
    write(to, "</PartNumber><ETag>"sv);
    write_xml_text(to, part.etag);
    write(to, "</ETag></Part>"sv);
  }

  constexpr bool write_next() {
    if (size_ == 0 || next_ == parts_.count + 2) return false;
    text_.clear();
    if (next_ == 0) {
      text_.append(begin);
    } else if (next_ <= parts_.count) {
      write_part(text_, parts_.at(next_ - 1));
    } else {
      text_.append(end);
    }
    ++next_;
    rest_ = text_;
    return true;
  }

  part_list parts_;
  std::uint64_t size_ = 0, object_size_ = 0;
  std::optional<std::uint64_t> crc64_ = {};
  std::uint32_t next_ = 0;                                           // piece of the text: the begin, each part, the end
  inline_string<80 + 6 * stored_part{}.etag.capacity()> text_ = {};  // a quote takes six characters
  std::string_view rest_ = {};
};

}  // namespace upcall
