// error: endpoint: its host does not tell the region, which this signature needs; give it as .region
#include "calls.hpp"
#include "given.hpp"
#include <upcall/freestanding.hpp>

#ifndef UPCALL_CONTROL
inline constexpr upcall::endpoint service{.url = "http://media.example.com", .cname = true};
#else
inline constexpr upcall::endpoint service{.url = "http://media.example.com", .region = "cn-hangzhou", .cname = true};
#endif

int main() {
  upcall::freestanding_client oss{upcall::constant_endpoint<service>{}, given::credentials, given::transport{},
                                  upcall::manual_clock{}, upcall::borrowed_workspace{given::room}};
  given::call_all(oss);
}
