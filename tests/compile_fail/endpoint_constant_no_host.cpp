// error: endpoint: no host in it; give one such as https://oss-cn-hangzhou.aliyuncs.com
#include <upcall/policies/endpoint/constant.hpp>

#ifndef UPCALL_CONTROL
inline constexpr upcall::endpoint service{.region = "cn-hangzhou"};
#else
inline constexpr upcall::endpoint service{.url = "https://oss.example.com", .region = "cn-hangzhou"};
#endif

int main() { return upcall::constant_endpoint<service>::where().where.port == 443 ? 0 : 1; }
