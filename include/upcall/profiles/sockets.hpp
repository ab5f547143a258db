// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/tls.hpp>
#include <upcall/profiles/program.hpp>

namespace upcall {

using over_sockets = program<http1_transport<tls<posix_socket>>>;

// The client of a program that has no cpp-httplib: as client, but over our own HTTP/1.1.
template <class... Policies>
class socket_client : public basic_client<over_sockets, Policies...> {
 public:
  template <class... Values>
  explicit socket_client(Values... values) : basic_client<over_sockets, Policies...>(values...) {}
};
template <class... Values>
socket_client(Values...) -> socket_client<Values...>;

}  // namespace upcall
