// error: callback_encoder policy: needs `verdict encode(const callback_option&, request&, text_arena&)`
#include <upcall/freestanding.hpp>

inline constexpr upcall::callback on_upload{.url = "http://a.example.com/x", .body = "object=${object}"};

struct my_encoder {
  using role = upcall::role::callback_encoder;
#ifndef UPCALL_CONTROL
  bool encode(const upcall::callback_option&, upcall::request&, upcall::text_arena&) { return true; }
#else
  upcall::verdict encode(const upcall::callback_option&, upcall::request&, upcall::text_arena&) {
    return upcall::nothing{};
  }
#endif
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
  upcall::freestanding_client oss{my_encoder{},
                                  upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
                                  upcall::fixed_credentials{"example-id", "example-secret"},
                                  my_transport{},
                                  upcall::manual_clock{},
                                  upcall::borrowed_workspace{room}};
  auto bucket = oss.bucket("examplebucket");
  static_cast<void>(bucket.put_object("key", upcall::text{"text"}, {.callback = upcall::encoded<on_upload>}));
}
