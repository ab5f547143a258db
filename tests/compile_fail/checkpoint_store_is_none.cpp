// error: stored_checkpoint: its store needs
#include "calls.hpp"
#include "given.hpp"
#include <upcall/freestanding.hpp>

struct pages {
  static constexpr std::uint32_t unit = 8;
  static std::uint32_t size() { return 8192; }
  static bool read(std::uint32_t, std::span<char>) { return true; }
#ifndef UPCALL_CONTROL
  static bool write(std::uint32_t, const char*, std::size_t) { return true; }
#else
  static bool write(std::uint32_t, std::string_view) { return true; }
#endif
  static bool erase(std::uint32_t, std::uint32_t) { return true; }
};

int main() {
  pages flash;
  upcall::freestanding_client oss{given::endpoint,
                                  given::credentials,
                                  given::transport{},
                                  upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room},
                                  upcall::stored_checkpoint<32, pages>{flash}};
  given::call_all(oss);
}
