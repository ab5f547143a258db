// error: endpoint: give scheme, host and port alone, such as https://oss-cn-hangzhou.aliyuncs.com
#include "calls.hpp"
#include "given.hpp"
#include <upcall/freestanding.hpp>

#ifndef UPCALL_CONTROL
inline constexpr upcall::endpoint service{"http://oss-cn-hangzhou.aliyuncs.com/examplebucket"};
#else
inline constexpr upcall::endpoint service{"http://oss-cn-hangzhou.aliyuncs.com"};
#endif

int main() {
  upcall::freestanding_client oss{upcall::constant_endpoint<service>{}, given::credentials, given::transport{},
                                  upcall::manual_clock{}, upcall::borrowed_workspace{given::room}};
  given::call_all(oss);
}
