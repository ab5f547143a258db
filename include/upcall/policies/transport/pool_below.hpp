// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace upcall::detail {

// The pool of a stream that goes over another: the other's, if it has one.
template <class Below, class Connection, class Factory>
struct pool_below {};
template <class Below, class Connection, class Factory>
  requires requires { typename Below::template pool<Connection, Factory>; }
struct pool_below<Below, Connection, Factory> {
  using type = typename Below::template pool<Connection, Factory>;
};

}  // namespace upcall::detail
