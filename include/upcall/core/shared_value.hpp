// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>

namespace upcall {

// A small value that several threads may read and set: what is needed here of std::atomic, whose header takes <string>
// and <system_error> with it.
template <class T>
class shared_value {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(void*) &&
                __atomic_always_lock_free(sizeof(T), nullptr));

 public:
  constexpr shared_value(T value) : value_(value) {}
  shared_value(const shared_value&) = delete;
  shared_value& operator=(const shared_value&) = delete;

  operator T() const {
    T value;
    __atomic_load(&value_, &value, __ATOMIC_SEQ_CST);
    return value;
  }
  void operator=(T value) { __atomic_store(&value_, &value, __ATOMIC_SEQ_CST); }

 private:
  T value_;
};

}  // namespace upcall
