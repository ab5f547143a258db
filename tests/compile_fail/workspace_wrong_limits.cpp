// error: workspace: its limits are `static constexpr std::size_t` head, headers, parameters and answer
#include "calls.hpp"
#include "given.hpp"
#include <upcall/freestanding.hpp>

struct my_limits {
  static constexpr std::size_t head = 512, headers = 12, parameters = 4;
#ifdef UPCALL_CONTROL
  static constexpr std::size_t answer = 256;
#endif
  using documents = upcall::limits::small::documents;
};

constinit upcall::workspace<my_limits> room{};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{room}};
  given::call_all(oss);
}
