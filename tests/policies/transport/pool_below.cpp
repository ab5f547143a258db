// SPDX-License-Identifier: Apache-2.0
#include <type_traits>
#include <upcall/policies/transport/pool_below.hpp>

namespace {

struct connection_of_pool_below {};
struct factory_of_pool_below {};
struct with_pool {
  template <class Connection, class Factory>
  struct pool {};
};
struct without_pool {};

template <class Below>
concept has_pool = requires {
  typename upcall::detail::pool_below<Below, connection_of_pool_below, factory_of_pool_below>::type;
};

static_assert(has_pool<with_pool> && !has_pool<without_pool>);
static_assert(
    std::is_same_v<upcall::detail::pool_below<with_pool, connection_of_pool_below, factory_of_pool_below>::type,
                   with_pool::pool<connection_of_pool_below, factory_of_pool_below>>);

}  // namespace
