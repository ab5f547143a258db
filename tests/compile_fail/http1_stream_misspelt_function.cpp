// error: http1_transport: its stream needs `verdict connect(const stream_target&)`
#include "given.hpp"
#include <upcall.hpp>
#include <upcall/policies/transport/http1.hpp>

struct my_stream {
  upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
  upcall::transferred read(std::span<char>) { return {}; }
#ifndef UPCALL_CONTROL
  upcall::transferred send(std::string_view text) { return {text.size(), {}}; }
#else
  upcall::transferred write(std::string_view text) { return {text.size(), {}}; }
#endif
  void close() {}
};

int main() {
  upcall::client oss{given::endpoint, upcall::http1_transport{my_stream{}}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  const auto found = bucket.head_object("key");
  bucket.delete_object("key");
  return stored.status == found.status ? 0 : 1;
}
