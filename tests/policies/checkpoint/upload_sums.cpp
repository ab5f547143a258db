// SPDX-License-Identifier: Apache-2.0
#include "laws/checkpoint.hpp"
#include <upcall/policies/checkpoint/upload_sums.hpp>

using namespace upcall;

TEST_CASE("whatever an upload is of, another has other sums") {
  constexpr upload_sums about{laws::an_upload};
  const auto sums = [](auto change) {
    upload_identity upload = laws::an_upload;
    change(upload);
    return upload_sums{upload};
  };
  CHECK(sums([](auto& upload) { upload.bucket = "another"; }).object != about.object);
  CHECK(sums([](auto& upload) { upload.key = "another"; }).object != about.object);
  CHECK(sums([](auto& upload) { upload.port = 80; }).endpoint != about.endpoint);
  CHECK(sums([](auto& upload) { upload.host = "another"; }).endpoint != about.endpoint);
  CHECK(sums([](auto& upload) { upload.host = "OSS-cn-Hangzhou.aliyuncs.com"; }).endpoint == about.endpoint);
  CHECK(sums([](auto& upload) { ++upload.source.size; }).source != about.source);
  CHECK(sums([](auto& upload) { ++upload.source.modified; }).source != about.source);
  CHECK(sums([](auto& upload) { ++upload.source.changed; }).source != about.source);
  CHECK(sums([](auto& upload) { --upload.source.inode; }).source != about.source);
  CHECK(sums([](auto& upload) { ++upload.source.device; }).source == about.source);
}
