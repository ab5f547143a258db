// error: put_object: this transport does not say that it can send what has no size; resumable_upload uploads a stream
#include "given.hpp"
#include <cstddef>
#include <span>
#include <upcall/bodies/one_pass.hpp>
#include <upcall/freestanding.hpp>

// It takes whatever is given to it, and would send so many bytes as the request says: none.
struct transport {
  using role = upcall::role::transport;
#ifdef UPCALL_CONTROL
  static constexpr bool sends_unsized = true;
#endif
  upcall::result<upcall::nothing> send(const upcall::signed_request&, auto&, upcall::response& answer) {
    answer.status = 200;
    return upcall::nothing{};
  }
};

int main() {
  upcall::freestanding_client oss{given::endpoint, given::credentials, transport{}, upcall::manual_clock{},
                                  upcall::borrowed_workspace{given::room}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::one_pass{[](std::span<char>) { return std::size_t{0}; }});
  return stored ? 0 : 1;
}
