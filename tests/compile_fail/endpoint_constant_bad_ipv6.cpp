// error: endpoint: in brackets goes an IPv6 address without a zone, such as [2001:db8::1]
#include <upcall/policies/endpoint/constant.hpp>

#ifndef UPCALL_CONTROL
inline constexpr upcall::endpoint service{"http://[fe80::1%25eth0]:8080"};
#else
inline constexpr upcall::endpoint service{"http://[fe80::1]:8080"};
#endif

int main() { return upcall::constant_endpoint<service>::where().where.port == 8080 ? 0 : 1; }
