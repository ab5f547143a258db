// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <string_view>
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/http/address.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

struct endpoint;

// Says where the service is, and in which region (empty: unknown).
template <class P>
concept endpoint_source = requires(const P& p) {
  { p.where() } -> std::convertible_to<const parsed_address&>;
  { p.signing_region() } -> std::convertible_to<std::string_view>;
};

// Whether an endpoint has no region, and the compiler knows.
template <class P>
inline constexpr bool is_known_without_region = requires {
  requires std::bool_constant<P::signing_region().empty() && P::where().wrong.empty()>::value;
};

namespace role {
struct endpoint {
  template <class P>
  static constexpr bool played = upcall::endpoint_source<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(
        played<P>,
        "endpoint policy: needs `parsed_address where() const` and `std::string_view signing_region() const`");
    return true;
  }
  template <class P>
  static constexpr void check_given() {
    static_assert(!std::is_same_v<P, upcall::endpoint>,
                  "client: give an endpoint, such as `upcall::endpoint{\"https://oss-cn-hangzhou.aliyuncs.com\"}`");
  }
};
}  // namespace role

// The service's address: scheme (https when none is given), host, port. The region is read from the host when it is the
// service's own name; give it for other names. Addresses and localhost are path style; where the style is path, the
// region is `cn-hangzhou` unless known, which stand-ins for the service accept. The texts are views and must outlive
// the client.
struct endpoint {
  using role = upcall::role::endpoint;

  std::string_view url = {};
  std::string_view region = {};
  bool cname = false;       // the host is an own domain of the bucket
  bool path_style = false;  // the bucket goes in front of the key; the service itself refuses that on its public hosts

  class state;
};

// Read once, when the client is made; by the compiler when that is a constant.
class endpoint::state {
 public:
  constexpr explicit state(const endpoint& given) : parsed_(read_address(given.url)), region_(given.region) {
    address& where = parsed_.where;
    if (given.path_style) where.style = address_style::path;
    if (given.cname && where.style == address_style::virtual_host) where.style = address_style::cname;
    if (region_.empty()) region_ = region_of(where.host);
    if (region_.empty() && where.style == address_style::path) region_ = "cn-hangzhou"sv;
  }

  constexpr const parsed_address& where() const { return parsed_; }
  constexpr std::string_view signing_region() const { return region_; }

 private:
  parsed_address parsed_;
  std::string_view region_;
};

}  // namespace upcall
