// error: http1_transport: a Room of less than 128 bytes holds no line of an answer
#include "given.hpp"
#include <upcall.hpp>
#include <upcall/policies/transport/http1.hpp>

struct my_stream {
  upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
  upcall::transferred read(std::span<char>) { return {}; }
  upcall::transferred write(std::string_view text) { return {text.size(), {}}; }
  void close() {}
};

#ifndef UPCALL_CONTROL
constexpr std::size_t room = 127;
#else
constexpr std::size_t room = 128;
#endif

int main() {
  upcall::client oss{given::endpoint, upcall::http1_transport<my_stream, room>{}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  bucket.delete_object("key");
  return stored.status == found.status ? 0 : 1;
}
