// error: checkpoint policy: needs a type `journal`
#include "calls.hpp"
#include "given.hpp"
#include <upcall/freestanding.hpp>

struct my_checkpoint {
  using role = upcall::role::checkpoint;
  using journal = upcall::inline_checkpoint<4>::journal;
#ifndef UPCALL_CONTROL
  static upcall::result<journal> open(const upcall::upload_identity& upload){
#else
  static upcall::result<journal> open(const upcall::upload_identity& upload, std::string_view, std::string_view) {
#endif
      return upcall::inline_checkpoint<4>::open(upload, {}, {});
}
}
;

int main() {
  upcall::freestanding_client oss{given::endpoint,
                                  given::credentials,
                                  given::transport{},
                                  upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room},
                                  my_checkpoint{}};
  given::call_all(oss);
}
