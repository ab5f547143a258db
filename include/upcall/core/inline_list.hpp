// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <initializer_list>

namespace upcall {

// A list that keeps its items inside: no heap, usable in constant expressions. More than Capacity items set overflow().
template <class T, std::size_t Capacity>
class inline_list {
 public:
  using value_type = T;

  constexpr inline_list() = default;
  constexpr inline_list(std::initializer_list<T> items) {
    for (const T& item : items) push_back(item);
  }

  constexpr bool push_back(const T& item) {
    if (size_ == Capacity) {
      overflow_ = true;
      return false;
    }
    items_[size_++] = item;
    return true;
  }
  constexpr void clear() {
    size_ = 0;
    overflow_ = false;
  }

  constexpr const T* begin() const { return items_; }
  constexpr const T* end() const { return items_ + size_; }
  constexpr const T& operator[](std::size_t i) const { return items_[i]; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool overflow() const { return overflow_; }
  static constexpr std::size_t capacity() { return Capacity; }

 private:
  T items_[Capacity]{};
  std::size_t size_ = 0;
  bool overflow_ = false;
};

}  // namespace upcall
