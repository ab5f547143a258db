// error: checkpoint policy: needs a type `journal`
#include "calls.hpp"
#include "given.hpp"
#include <upcall.hpp>

struct my_checkpoint {
  using role = upcall::role::checkpoint;
  using journal = upcall::no_checkpoint::journal;
#ifndef UPCALL_CONTROL
  static upcall::result<journal> open(const upcall::upload_identity& upload){
#else
  static upcall::result<journal> open(const upcall::upload_identity& upload, std::string_view, std::string_view) {
#endif
      return upcall::no_checkpoint::open(upload, {}, {});
}
}
;

int main() {
  upcall::client oss{given::endpoint, my_checkpoint{}};
  given::call_all(oss);
}
