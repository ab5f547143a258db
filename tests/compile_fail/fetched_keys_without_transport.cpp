// error: fetched_keys: its transport needs `result<nothing> send(const signed_request&, body auto&, response&)`
#include <upcall/policies/keys/fetched.hpp>

struct my_transport {
#ifndef UPCALL_CONTROL
  upcall::result<upcall::nothing> sent(const upcall::signed_request&, upcall::body auto&, upcall::response&) {
#else
  upcall::result<upcall::nothing> send(const upcall::signed_request&, upcall::body auto&, upcall::response&) {
#endif
    return upcall::nothing{};
  }
};

int main() {
  upcall::fetched_keys keys{my_transport{}};
  return keys.key_for("https://gosspublic.alicdn.com/callback_pub_key_v1.pem") ? 0 : 1;
}
