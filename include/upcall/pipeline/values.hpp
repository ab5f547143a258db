// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/http/body.hpp>
#include <upcall/http/signed_request.hpp>
#include <upcall/http/workspace.hpp>

namespace upcall {

// One request under way: the exchange, and what is sent with it.
template <body B>
struct sending {
  exchange& at;
  B& from;
  bool with_callback = false;
  bool lost = false;  // the answer to an attempt, which may have been carried out
};

// What runs through a pipeline, in the order in which it comes to be. Each is a handle of one pointer; that the stages
// take one and give the next is what lets only the right order compile.

template <body B>
class prepared {
 public:
  constexpr explicit prepared(sending<B>& request) : request_(&request) {}
  constexpr sending<B>* operator->() const { return request_; }

 private:
  sending<B>* request_;
};

template <body B>
class ready {
 public:
  constexpr ready(prepared<B> from, signed_request message) : request_(from.operator->()), message_(message) {}
  constexpr const signed_request& message() const { return message_; }
  constexpr sending<B>* operator->() const { return request_; }

 private:
  sending<B>* request_;
  signed_request message_;
};

template <body B>
class answered {
 public:
  constexpr explicit answered(ready<B> from) : request_(from.operator->()) {}
  constexpr sending<B>* operator->() const { return request_; }

 private:
  sending<B>* request_;
};

}  // namespace upcall
