// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/http/body.hpp>
#include <upcall/http/signed_request.hpp>
#include <upcall/http/workspace.hpp>

namespace upcall {

// What runs through a pipeline, in the order in which it comes to be. All of them refer to one exchange and one body.

template <body B>
struct prepared {
  exchange& at;
  B& from;
  bool with_callback = false;
};

template <body B>
struct ready {
  exchange& at;
  B& from;
  bool with_callback;
  signed_request message;
};

template <body B>
struct answered {
  exchange& at;
  B& from;
  bool with_callback;
};

}  // namespace upcall
