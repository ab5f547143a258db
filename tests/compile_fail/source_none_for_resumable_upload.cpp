// error: resumable_upload: this is no source, or a const one; a file, a text, a stream or an addressed can be
#include <upcall.hpp>

int main() {
  upcall::client oss{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"}};
  auto bucket = oss.bucket("examplebucket");
  auto read = [](std::span<char>) { return std::size_t{0}; };
#ifndef UPCALL_CONTROL
  const auto stored = bucket.resumable_upload("key", 5);
#else
  const auto stored = bucket.resumable_upload("key", upcall::text{"5"});
#endif
  return stored.size == 0 && read({}) == 0 ? 0 : 1;
}
