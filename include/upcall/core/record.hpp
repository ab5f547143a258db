// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <boost/hana/accessors.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace upcall {

// A struct whose members Boost.Hana can name: UPCALL_RECORD or BOOST_HANA_ADAPT_STRUCT(type, member...) at global
// scope.
template <class T>
concept record = boost::hana::Struct<T>::value;

// Calls visit(name, member) for each member in the order in which they were named.
template <class T, class Visitor>
  requires record<T>
constexpr void for_each_member(T&& value, Visitor&& visit) {
  const auto one = [&]<class Name>(const Name& name, auto member) {
    constexpr std::size_t length = decltype(boost::hana::length(name))::value;
    visit(std::string_view{Name::c_str(), length}, member(value));
  };
  boost::hana::unpack(boost::hana::accessors<std::remove_cvref_t<T>>(), [&](const auto&... members) {
    (one(boost::hana::first(members), boost::hana::second(members)), ...);
  });
}

}  // namespace upcall

// What BOOST_HANA_ADAPT_STRUCT says of up to 27 members, but in a template: who includes a record and does not write or
// read it does not wait for the compiler (5 ms a member).
#define UPCALL_RECORD(TYPE, ...) \
  template <> \
  struct boost::hana::accessors_impl<TYPE> { \
    template <class Record = TYPE> \
    static constexpr auto apply() { \
      return make_tuple(UPCALL_DETAIL_27(UPCALL_DETAIL_MEMBER(__VA_ARGS__))); \
    } \
  }
#define UPCALL_DETAIL_MEMBER(NAME, ...) \
  make_pair(BOOST_HANA_STRING(#NAME), struct_detail::member_ptr<decltype(&Record::NAME), &Record::NAME>{}) \
      __VA_OPT__(, UPCALL_DETAIL_NEXT UPCALL_DETAIL_NOTHING(__VA_ARGS__))
#define UPCALL_DETAIL_NEXT() UPCALL_DETAIL_MEMBER
#define UPCALL_DETAIL_NOTHING ()
#define UPCALL_DETAIL_27(...) UPCALL_DETAIL_9(UPCALL_DETAIL_9(UPCALL_DETAIL_9(__VA_ARGS__)))
#define UPCALL_DETAIL_9(...) UPCALL_DETAIL_3(UPCALL_DETAIL_3(UPCALL_DETAIL_3(__VA_ARGS__)))
#define UPCALL_DETAIL_3(...) UPCALL_DETAIL_1(UPCALL_DETAIL_1(UPCALL_DETAIL_1(__VA_ARGS__)))
#define UPCALL_DETAIL_1(...) __VA_ARGS__
