// error: observer policy: needs `void observe(const auto& event)`, for each of upcall::event
#include "calls.hpp"
#include "given.hpp"
#include <upcall/freestanding.hpp>

struct my_observer {
  using role = upcall::role::observer;
#ifndef UPCALL_CONTROL
  void observes(const auto&) {}
#else
  void observe(const auto&) {}
#endif
};

int main() {
  upcall::freestanding_client oss{given::endpoint,
                                  given::credentials,
                                  given::transport{},
                                  upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room},
                                  my_observer{}};
  given::call_all(oss);
}
