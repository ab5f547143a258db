// error: bucket: 3 to 63 lower-case letters, digits and '-', and no '-' at either end
#include "given.hpp"
#include <upcall/freestanding.hpp>

#ifndef UPCALL_CONTROL
inline constexpr std::string_view logs = "Logs";
#else
inline constexpr std::string_view logs = "logs";
#endif

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}};
  const auto stored = oss.bucket<logs>().put_object("key", upcall::text{"text"});
  return stored && stored->status == 200 ? 0 : 1;
}
