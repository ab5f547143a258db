// error: endpoint: the port must be a number from 1 to 65535
#include <upcall/policies/endpoint/constant.hpp>

#ifndef UPCALL_CONTROL
inline constexpr upcall::endpoint service{"http://oss-cn-hangzhou.aliyuncs.com:100000"};
#else
inline constexpr upcall::endpoint service{"http://oss-cn-hangzhou.aliyuncs.com:10000"};
#endif

int main() { return upcall::constant_endpoint<service>::where().where.port == 10'000 ? 0 : 1; }
