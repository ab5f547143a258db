// error: observer policy: needs `void observe(const auto& event)`, for each of upcall::event
#include "calls.hpp"
#include "given.hpp"
#include <upcall.hpp>

struct my_observer {
  using role = upcall::role::observer;
  void observe(const upcall::event::warning&) {}
#ifdef UPCALL_CONTROL
  void observe(const auto&) {}
#endif
};

int main() {
  upcall::client oss{given::endpoint, my_observer{}};
  given::call_all(oss);
}
