// error: executor policy: needs `auto team()`
#include "calls.hpp"
#include "given.hpp"
#include <upcall.hpp>

struct my_lanes {
  using role = upcall::role::executor;

  struct lanes {
    void for_each(std::uint32_t count, auto&& job) {
      for (std::uint32_t i = 0; i != count && job(i); ++i) {
      }
    }
#ifndef UPCALL_CONTROL
    void locked(auto&& action) { action(); }
#else
    void alone(auto&& action) { action(); }
#endif
  };

  static lanes team() { return {}; }
};

int main() {
  upcall::client oss{given::endpoint, my_lanes{}};
  given::call_all(oss);
}
