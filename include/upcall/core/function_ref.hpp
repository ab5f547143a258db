// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <type_traits>
#include <utility>

namespace upcall {

template <class Signature>
class function_ref;

// Refers to a callable of the caller's and owns nothing: the callable must live as long as it may be called. A
// function, by its name or by a pointer, is kept itself: the pointer may be a temporary one.
template <class R, class... Args>
class function_ref<R(Args...)> {
 public:
  constexpr function_ref() = default;

  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, function_ref> && std::is_invocable_r_v<R, F&, Args...>)
  constexpr function_ref(F&& callable) {
    using function = std::remove_pointer_t<std::decay_t<F>>;
    if constexpr (std::is_function_v<function>) {
      target_.function = reinterpret_cast<void (*)()>(static_cast<function*>(callable));
      call_ = [](target to, Args... args) -> R {
        return reinterpret_cast<function*>(to.function)(std::forward<Args>(args)...);
      };
    } else {
      using called = std::remove_reference_t<F>;
      target_.object = &callable;
      call_ = [](target to, Args... args) -> R {
        return (*static_cast<called*>(const_cast<void*>(to.object)))(std::forward<Args>(args)...);
      };
    }
  }

  constexpr explicit operator bool() const { return call_ != nullptr; }
  constexpr R operator()(Args... args) const { return call_(target_, std::forward<Args>(args)...); }

 private:
  // A function by its name has no object; its address goes into a pointer of its own kind.
  union target {
    const void* object;
    void (*function)();
  };

  target target_ = {nullptr};
  R (*call_)(target, Args...) = nullptr;
};

}  // namespace upcall
