// error: client: a policy named between the <> cannot be made from nothing; give its value as well
#include "calls.hpp"
#include "given.hpp"
#include <upcall/freestanding.hpp>

struct pages {
  static constexpr std::uint32_t unit = 8;
  static std::uint32_t size() { return 8192; }
  static bool read(std::uint32_t, std::span<char>) { return true; }
  static bool write(std::uint32_t, std::string_view) { return true; }
  static bool erase(std::uint32_t, std::uint32_t) { return true; }
};

int main() {
  using checkpoint = upcall::stored_checkpoint<32, pages>;
  pages flash;
  (void)flash;
  upcall::freestanding_client<checkpoint, upcall::endpoint, upcall::fixed_credentials, given::transport,
                              upcall::manual_clock, upcall::borrowed_workspace<upcall::limits::small>>
#ifndef UPCALL_CONTROL
      oss{given::endpoint, given::credentials, upcall::borrowed_workspace{given::room}};
#else
      oss{given::endpoint, given::credentials, upcall::borrowed_workspace{given::room}, checkpoint{flash}};
#endif
  given::call_all(oss);
}
