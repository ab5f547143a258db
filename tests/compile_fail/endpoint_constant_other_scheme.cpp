// error: endpoint: only http:// and https:// are possible
#include "calls.hpp"
#include "given.hpp"
#include <upcall/freestanding.hpp>

#ifndef UPCALL_CONTROL
inline constexpr upcall::endpoint service{"oss://oss-cn-hangzhou.aliyuncs.com"};
#else
inline constexpr upcall::endpoint service{"http://oss-cn-hangzhou.aliyuncs.com"};
#endif

int main() {
  upcall::freestanding_client<upcall::constant_endpoint<service>, upcall::fixed_credentials, given::transport,
                              upcall::manual_clock, upcall::borrowed_workspace<upcall::limits::small>>
      oss{given::credentials, upcall::borrowed_workspace{given::room}};
  given::call_all(oss);
}
