// error: callback: it is made when the object is complete; give it to complete_upload, not to this request
#include "given.hpp"
#include <upcall/freestanding.hpp>

inline constexpr upcall::callback on_upload{.url = "http://a.example.com/x", .body = "object=${object}"};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, given::transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}};
  auto bucket = oss.bucket("examplebucket");
  const upcall::field fields[] = {{"x-oss-traffic-limit", "819200"}};
#ifndef UPCALL_CONTROL
  const auto done = bucket.upload_part("key", "upload-id", 1, upcall::text{"text"},
                                       {.callback = upcall::encoded<on_upload>, .headers = fields});
#else
  const auto done = bucket.upload_part("key", "upload-id", 1, upcall::text{"text"}, {.headers = fields});
  const auto made = bucket.complete_upload("key", "upload-id", {}, {.callback = upcall::encoded<on_upload>});
  if (!made) return 2;
#endif
  return done ? 0 : 1;
}
