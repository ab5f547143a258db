// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <new>
#include <string_view>
#include <utility>

namespace given {

// An object in memory of the test's own, which is looked at after its end.
template <class T>
class watched {
 public:
  template <class... Parts>
  explicit watched(Parts&&... parts) : object_(new (memory_) T{std::forward<Parts>(parts)...}) {}
  watched(const watched&) = delete;
  ~watched() { end(); }

  T& operator*() { return *object_; }
  T* operator->() { return object_; }
  void end() {
    if (object_ != nullptr) std::exchange(object_, nullptr)->~T();
  }

  bool holds(std::string_view text) const { return bytes().find(text) != std::string_view::npos; }
  bool is_clean() const { return bytes().find_first_not_of('\0') == std::string_view::npos; }

 private:
  std::string_view bytes() const { return {reinterpret_cast<const char*>(memory_), sizeof memory_}; }

  alignas(T) unsigned char memory_[sizeof(T)] = {};
  T* object_;
};

}  // namespace given
