// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <type_traits>
#include <utility>

namespace upcall {

template <class Signature>
class function_ref;

// Refers to a callable of the caller's and owns nothing: the callable must live as long as it may be called.
template <class R, class... Args>
class function_ref<R(Args...)> {
 public:
  constexpr function_ref() = default;

  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, function_ref> && std::is_invocable_r_v<R, F&, Args...>)
  constexpr function_ref(F&& callable)
      : object_(const_cast<void*>(static_cast<const void*>(&callable))), call_([](void* object, Args... args) -> R {
          return (*static_cast<std::remove_reference_t<F>*>(object))(std::forward<Args>(args)...);
        }) {}

  constexpr explicit operator bool() const { return call_ != nullptr; }
  constexpr R operator()(Args... args) const { return call_(object_, std::forward<Args>(args)...); }

 private:
  void* object_ = nullptr;
  R (*call_)(void*, Args...) = nullptr;
};

}  // namespace upcall
