// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/profiles/program.hpp>

namespace upcall {

using hosted = program<httplib_transport>;

// The client of a program: only an endpoint must be given. Threads may share it.
template <class... Policies>
class client : public basic_client<hosted, Policies...> {
 public:
  template <class... Values>
  explicit client(Values... values) : basic_client<hosted, Policies...>(values...) {}
};
template <class... Values>
client(Values...) -> client<Values...>;

}  // namespace upcall
