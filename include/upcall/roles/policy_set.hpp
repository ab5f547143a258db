// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <boost/hana/bool.hpp>
#include <boost/hana/count_if.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/optional.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <type_traits>
#include <upcall/roles/role.hpp>

namespace upcall {

template <class... Roles>
struct role_list {};
template <class... Policies>
struct policy_list {};

namespace detail {
namespace hana = boost::hana;

template <class Role>
inline constexpr auto plays =
    [](auto p) { return hana::bool_c<std::is_same_v<typename role_of<typename decltype(p)::type>::type, Role>>; };

template <class Role, class... Ps>
using policy_for =
    typename decltype(+hana::find_if(hana::tuple_t<Ps...>, plays<Role>).value_or(hana::type_c<nobody>))::type;

template <class Role, class... Ps>
inline constexpr int players = decltype(hana::count_if(hana::tuple_t<Ps...>, plays<Role>))::value;

template <class P, class... Roles>
inline constexpr bool has_role_of = (std::is_same_v<typename role_of<P>::type, Roles> || ...);

struct not_given {};
template <class Role>
constexpr not_given pick() {
  return {};
}
template <class Role, class First, class... Rest>
constexpr decltype(auto) pick(First& first, Rest&... rest) {
  if constexpr (std::is_same_v<typename role_of<First>::type, Role>) {
    return static_cast<First&&>(first);
  } else {
    return pick<Role>(rest...);
  }
}

// Never called: stands for a policy where there is an error already.
template <class P>
P&& unmade();

// Made in place from the policy's value, so a policy may hold a reference, and a state need not be movable.
template <class Role, class P>
struct slot {
  [[no_unique_address]] running_policy<P> held;
  constexpr explicit slot(not_given) requires std::is_default_constructible_v<P> : held(P{}) {}
  constexpr explicit slot(P&& policy) : held(static_cast<P&&>(policy)) {}
  template <class Other>
  constexpr explicit slot(Other&&) : held(unmade<P>()) {
    static_assert(std::is_same_v<Other, P> || std::is_same_v<Other, not_given>,
                  "client: this value is not of the type that plays its role; name its type between the <>");
    static_assert(!std::is_same_v<Other, not_given>,
                  "client: a policy named between the <> cannot be made from nothing; give its value as well");
  }
};
template <class Role>
struct slot<Role, nobody> {
  nobody held;
  constexpr explicit slot(auto&&) {}
};

// Asks a policy whether it can play its role, and a role whether it needs a value; not after a mistake that says more.
template <bool Named, class Role, class P>
consteval bool check_policy() {
  if constexpr (Named) Role::template check<P>();
  return true;
}
template <class Role, class P, class... Values>
constexpr void check_values() {
  if constexpr (players<Role, Values...> == 0 && requires { Role::template check_given<P>(); }) {
    Role::template check_given<P>();
  }
}
}  // namespace detail

// One policy for each role: the one that was named, in any order, or the default. Each mistake is one error.
template <class Roles, class Defaults, class... Named>
class policy_set;

template <class... Roles, class... Defaults, class... Named>
class policy_set<role_list<Roles...>, policy_list<Defaults...>, Named...>
    : detail::slot<Roles, detail::policy_for<Roles, Named..., Defaults...>>... {
  static constexpr bool all_have_roles = (detail::has_role_of<Named, Roles...> && ...);
  static constexpr bool no_role_twice = ((detail::players<Roles, Named...> <= 1) && ...);
  static constexpr bool named_well = all_have_roles && no_role_twice;

 public:
  // Whether the client can work; where it cannot, the errors below have said why, and nothing else should.
  static constexpr bool ok =
      named_well && (Roles::template played<detail::policy_for<Roles, Named..., Defaults...>> && ...);

  template <class Role>
  using type = detail::policy_for<Role, Named..., Defaults...>;

  // Behind what is asked of the set in any case: clang leaves out what comes after an error.
  static_assert(all_have_roles,
                "client: one of the arguments plays no role here; a policy says `using role = upcall::role::...;`");
  static_assert(no_role_twice, "client: two of the policies play the same role");
  static_assert((detail::check_policy<named_well, Roles, detail::policy_for<Roles, Named..., Defaults...>>() && ...));

  template <class... Values>
  constexpr explicit policy_set(Values&... values)
      : detail::slot<Roles, type<Roles>>(detail::pick<Roles>(values...))... {
    static_assert(!named_well || ((detail::has_role_of<Values, Roles...> && ...)),
                  "client: one of the values plays no role here; a policy says `using role = upcall::role::...;`");
    static_assert(!named_well || ((detail::players<Roles, Values...> <= 1) && ...),
                  "client: two of the values play the same role");
    if constexpr (ok) (detail::check_values<Roles, type<Roles>, Values...>(), ...);
  }

  template <class Role>
  constexpr running_policy<type<Role>>& get() {
    return static_cast<detail::slot<Role, type<Role>>&>(*this).held;
  }
};

}  // namespace upcall
