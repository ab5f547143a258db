// error: refreshing_credentials: its source needs `result<temporary_credentials> fetch()`
#include "given.hpp"
#include <upcall/freestanding.hpp>
#include <upcall/policies/credentials/refreshing.hpp>

struct my_source {
#ifndef UPCALL_CONTROL
  upcall::temporary_credentials fetch() { return {}; }
#else
  upcall::result<upcall::temporary_credentials> fetch() { return upcall::temporary_credentials{}; }
#endif
};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}, upcall::refreshing_credentials{my_source{}}};
  const auto stored = oss.bucket("examplebucket").put_object("key", upcall::text{"text"});
  return stored ? 0 : 1;
}
