// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/image_info.hpp>

using namespace std::string_view_literals;
using upcall::testing::read_image_info;

namespace {

void check(std::string_view bytes, std::uint64_t width, std::uint64_t height, const std::string& format) {
  const auto found = read_image_info(bytes);
  REQUIRE(found);
  CHECK(found->width == width);
  CHECK(found->height == height);
  CHECK(found->format == format);
}

}  // namespace

TEST_CASE("the size of an image is in its first bytes") {
  check("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08"sv, 640, 480, "png");
  check("GIF89a\x80\x02\xe0\x01\xf7\0\0"sv, 640, 480, "gif");
  check("\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\x01\xe0\x02\x80\x03"sv, 640, 480,
        "jpg");
}

TEST_CASE("what is no image, or not whole, has no size") {
  CHECK_FALSE(read_image_info(""));
  CHECK_FALSE(read_image_info("hello"));
  CHECK_FALSE(read_image_info("\x89PNG\r\n\x1a\n"sv));
  CHECK_FALSE(read_image_info("GIF89a"));
  CHECK_FALSE(read_image_info("\xff\xd8\xff\xe0\0\x10JFIF"sv));
  CHECK_FALSE(read_image_info("\xff\xd8\xff\xe0\0\0\0\0\0\0\0\0"sv));
}
