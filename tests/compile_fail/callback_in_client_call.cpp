// error: callback: query parameters go in .query, not in .url
#include <upcall/freestanding.hpp>

inline constexpr upcall::callback on_upload{
#ifndef UPCALL_CONTROL
    .url = "http://a.example.com/x?user=put_object",
#else
    .url = "http://a.example.com/x",
    .query = {{"user", "put_object"}},
#endif
    .body = "object=${object}",
};

struct my_transport {
  using role = upcall::role::transport;
  template <upcall::body B>
  upcall::result<upcall::nothing> send(const upcall::signed_request&, B&, upcall::response& answer) {
    answer.status = 200;
    return upcall::nothing{};
  }
};

int main() {
  static upcall::workspace<upcall::limits::small> room;
  upcall::freestanding_client oss{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
                                  upcall::fixed_credentials{"example-id", "example-secret"}, my_transport{},
                                  upcall::manual_clock{}, upcall::borrowed_workspace{room}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"}, {.callback = upcall::encoded<on_upload>});
  return stored && stored->status == 200 ? 0 : 1;
}
