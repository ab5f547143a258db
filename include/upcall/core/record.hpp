// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <boost/hana/accessors.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace upcall {

// A struct whose members Boost.Hana can name: BOOST_HANA_ADAPT_STRUCT(type, member...) at global scope.
template <class T>
concept record = boost::hana::Struct<T>::value;

// Calls visit(name, member) for each member in the order in which they were adapted.
template <class T, class Visitor>
  requires record<T>
constexpr void for_each_member(T&& value, Visitor&& visit) {
  boost::hana::for_each(boost::hana::accessors<std::remove_cvref_t<T>>(), [&](auto member) {
    constexpr auto name = boost::hana::first(member);
    constexpr std::size_t length = decltype(boost::hana::length(name))::value;
    visit(std::string_view{name.c_str(), length}, boost::hana::second(member)(value));
  });
}

}  // namespace upcall
