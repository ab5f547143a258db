// error: upload_part: of this source no part can be read by itself
#include <upcall.hpp>

int main() {
  upcall::client oss{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"}};
  auto bucket = oss.bucket("examplebucket");
  auto read = [](std::span<char>) { return std::size_t{0}; };
#ifndef UPCALL_CONTROL
  const auto stored = bucket.upload_part(upcall::upload_session{}, 1, upcall::callable{0, read});
#else
  const auto stored = bucket.upload_part(upcall::upload_session{}, 1, upcall::text{"5"});
#endif
  return stored.size == 0 && read({}) == 0 ? 0 : 1;
}
