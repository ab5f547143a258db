// SPDX-License-Identifier: Apache-2.0
#include <type_traits>
#include <upcall/operations/object_settings.hpp>

using upcall::object_settings;

// Nothing is wanted of the service unless it is said.
static_assert(std::is_aggregate_v<object_settings>);
static_assert(object_settings{}.acl == upcall::object_acl::as_bucket && !object_settings{}.forbid_overwrite);
static_assert(object_settings{}.encryption == upcall::server_side_encryption::as_bucket);
static_assert(object_settings{}.traffic_limit == 0 && object_settings{}.tagging.empty());
