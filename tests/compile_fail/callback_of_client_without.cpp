// error: callback: this client sends none; give it an encoder, such as callback_in_header
#include "given.hpp"
#include <upcall/freestanding.hpp>
#include <upcall/policies/callback_encoder/none.hpp>

inline constexpr upcall::callback on_upload{.url = "http://a.example.com/x", .body = "object=${object}"};

int main() {
#ifndef UPCALL_CONTROL
  using encoder = upcall::no_callback;
#else
  using encoder = upcall::callback_in_header;
#endif
  upcall::freestanding_client oss{encoder{},          given::endpoint,        given::credentials,
                                  given::transport{}, upcall::manual_clock{}, upcall::borrowed_workspace{given::room}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"}, {.callback = upcall::encoded<on_upload>});
  return stored && stored->status == 200 ? 0 : 1;
}
