// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>

namespace upcall::testing {

// What ${imageInfo.*} stand for.
struct image_info {
  std::uint64_t width = 0, height = 0;
  std::string format = {};
};

inline std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// A JPEG's frame header, found segment by segment (ITU-T T.81, annex B).
inline std::optional<image_info> jpeg_info(std::string_view bytes) {
  for (std::size_t at = 2; at + 9 < bytes.size() && bytes[at] == '\xff';) {
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
      return image_info{big_endian(part(bytes, at + 7, 2)), big_endian(part(bytes, at + 5, 2)), "jpg"};
    }
    at += 2 + static_cast<std::size_t>(big_endian(part(bytes, at + 2, 2)));
  }
  return {};
}

// From the first bytes of an object: PNG (W3C), GIF (89a) and JPEG. Nothing for what is none of them.
inline std::optional<image_info> read_image_info(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.size() >= 24 && bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) {
    return image_info{big_endian(part(bytes, 16, 4)), big_endian(part(bytes, 20, 4)), "png"};
  }
  if (bytes.size() >= 10 && (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a"))) {
    const auto little = [bytes](std::size_t at) {
      return big_endian(part(bytes, at + 1, 1)) << 8 | big_endian(part(bytes, at, 1));
    };
    return image_info{little(6), little(8), "gif"};
  }
  if (bytes.starts_with("\xff\xd8\xff")) return jpeg_info(bytes);
  return {};
}

}  // namespace upcall::testing
