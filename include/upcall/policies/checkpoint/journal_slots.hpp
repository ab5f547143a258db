// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/crypto/crc64.hpp>
#include <upcall/policies/checkpoint/journal_record.hpp>
#include <upcall/policies/checkpoint/journal_store.hpp>
#include <upcall/text/little_endian.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// The slots of a journal's store, numbered from 0 in each half: those of even generations of the journal lie in the
// first half, those of odd ones in the second. A slot is a kind, how much of the record is left (1 byte), 62 bytes of
// the record, and the CRC-64 of these 64 bytes, which begins with the generation and the number of the slot: none is
// taken for another, or for one of an earlier generation. A record that is not whole was being written when the power
// failed, and never was.
template <journal_store Store>
class journal_slots {
 public:
  static constexpr std::size_t content = journal_record::in_a_slot;
  // The size of a slot.
  static constexpr std::uint32_t size = (content + 10 + Store::unit - 1) / Store::unit * Store::unit;

  constexpr explicit journal_slots(Store& store) : store_(&store) {}

  constexpr std::uint32_t count() const { return half() / size; }
  // Whether everything that was asked could be read.
  constexpr bool readable() const { return readable_; }

  constexpr bool is_blank(std::uint32_t generation, std::uint32_t slot) {
    char bytes[size];
    load(generation, slot, bytes);
    for (char each : bytes) {
      if (each != '\xff') return false;
    }
    return true;
  }

  // The record that begins in a slot.
  constexpr bool read(std::uint32_t generation, std::uint32_t slot, journal_record& to) {
    to.content.clear();
    to.what = journal_record::kind::none;
    for (std::size_t left = 0;; ++slot, left -= content) {
      char bytes[size];
      load(generation, slot, bytes);
      std::string_view kept{bytes + content + 2, 8};
      if (sum_of(generation, slot, bytes) != take_little_endian(kept, 8)) return false;
      const auto kind = static_cast<unsigned char>(bytes[0]), said = static_cast<unsigned char>(bytes[1]);
      if (to.what == journal_record::kind::none) {
        if (kind >= follows || said > to.content.capacity()) return false;
        to.what = static_cast<journal_record::kind>(kind);
        left = said;
      } else if (kind != (static_cast<unsigned>(to.what) | follows) || said != left) {
        return false;
      }
      to.content.append({bytes + 2, left < content ? left : content});
      if (left <= content) return true;
    }
  }

  // False: nothing of it can be relied on.
  constexpr bool write(std::uint32_t generation, std::uint32_t slot, const journal_record& from) {
    std::string_view left = from.content;
    do {
      char bytes[size];
      span_writer to{bytes};
      const bool first = left.size() == from.content.size();
      to.put(static_cast<char>(static_cast<unsigned>(from.what) | (first ? 0 : follows)));
      to.put(static_cast<char>(left.size()));
      upcall::write(to, part(left, 0, content));
      while (to.size() != content + 2) to.put('\xff');
      write_little_endian(to, sum_of(generation, slot, bytes), 8);
      while (to.size() != size) to.put('\xff');
      if (!store_->write(place(generation, slot), to.view())) return false;
      left = part(left, content);
      ++slot;
    } while (!left.empty());
    return true;
  }
  constexpr bool erase(std::uint32_t generation) { return store_->erase(place(generation, 0), half()); }

 private:
  static constexpr unsigned follows = 0x80;

  constexpr std::uint32_t half() const { return store_->size() / 2; }
  constexpr std::uint32_t place(std::uint32_t generation, std::uint32_t slot) const {
    return (generation & 1) * half() + slot * size;
  }
  // What cannot be read, and what is beyond the end, is blank.
  constexpr void load(std::uint32_t generation, std::uint32_t slot, std::span<char, size> to) {
    const bool inside = slot < count();
    if (inside && store_->read(place(generation, slot), to)) return;
    if (inside) readable_ = false;
    for (char& each : to) each = '\xff';
  }
  static constexpr std::uint64_t sum_of(std::uint32_t generation, std::uint32_t slot, const char* bytes) {
    small_crc64 sum{std::uint64_t{generation} << 32 | slot};
    upcall::write(sum, std::string_view{bytes, content + 2});
    return sum.value();
  }

  Store* store_;
  bool readable_ = true;
};

}  // namespace upcall
