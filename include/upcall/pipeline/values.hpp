// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <upcall/http/body.hpp>
#include <upcall/http/signed_request.hpp>
#include <upcall/http/workspace.hpp>

namespace upcall {

// One request under way: the exchange, and what is sent with it.
template <payload B>
struct sending {
  exchange& at;
  B& from;
  bool with_callback = false;
  bool lost = false;       // the answer to an attempt, which may have been carried out
  bool damaged = false;    // an attempt was carried out with other bytes, and another was made
  std::uint16_t sent = 0;  // how often, where an observer is told
};

// Whether all of a body went out, as far as it can tell: one of unknown size can, and a service, or what stands before
// it, may answer before its end.
template <payload B>
constexpr bool may_be_whole(const B& from) {
  if constexpr (requires { from.ended(); }) {
    return from.ended();
  } else {
    return true;
  }
}

// What runs through a pipeline, in the order in which it comes to be. Each is a handle of one pointer; that the stages
// take one and give the next is what lets only the right order compile. A stage that cannot go on gives one that is
// empty: a std::optional of it would have to be passed through memory.

namespace detail {

template <payload B>
class request_handle {
 public:
  constexpr explicit operator bool() const { return request_ != nullptr; }
  constexpr sending<B>& operator*() const { return *request_; }
  constexpr sending<B>* operator->() const { return request_; }

 protected:
  constexpr explicit request_handle(sending<B>* request) : request_(request) {}

 private:
  sending<B>* request_;
};

}  // namespace detail

template <payload B>
class prepared : public detail::request_handle<B> {
 public:
  constexpr prepared(std::nullopt_t = std::nullopt) : detail::request_handle<B>(nullptr) {}
  constexpr explicit prepared(sending<B>& request) : detail::request_handle<B>(&request) {}
};

template <payload B>
class ready : public detail::request_handle<B> {
 public:
  constexpr ready(std::nullopt_t = std::nullopt) : detail::request_handle<B>(nullptr) {}
  // Who has a signed_request may say that this is signed.
  constexpr ready(prepared<B> from, signed_request) : detail::request_handle<B>(from) {}
  constexpr signed_request message() const { return signed_request{(*this)->at.message}; }
};

template <payload B>
class answered : public detail::request_handle<B> {
 public:
  constexpr answered(std::nullopt_t = std::nullopt) : detail::request_handle<B>(nullptr) {}
  constexpr explicit answered(ready<B> from) : detail::request_handle<B>(from) {}
};

}  // namespace upcall
