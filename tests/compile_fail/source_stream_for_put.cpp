// error: put_object: a stream has no size; resumable_upload uploads it
#include <upcall.hpp>

int main() {
  upcall::client oss{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"}};
  auto bucket = oss.bucket("examplebucket");
  auto read = [](std::span<char>) { return std::size_t{0}; };
#ifndef UPCALL_CONTROL
  const auto stored = bucket.put_object("key", upcall::stream{read});
#else
  const auto stored = bucket.resumable_upload("key", upcall::stream{read});
#endif
  return stored.size == 0 && read({}) == 0 ? 0 : 1;
}
