// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/field.hpp>
#include <upcall/text/ascii.hpp>

namespace upcall {

inline constexpr std::string_view any_content_type = "application/octet-stream";

namespace detail {

// Extension and type as registered with IANA (Media Types), common ones only; where none is registered, what is in use.
// One text: pairs of views would take four times the room in a program that can be loaded anywhere.
inline constexpr std::string_view content_types =
    "7z application/x-7z-compressed\n"
    "aac audio/aac\n"
    "apk application/vnd.android.package-archive\n"
    "avi video/x-msvideo\n"
    "avif image/avif\n"
    "bin application/octet-stream\n"
    "bmp image/bmp\n"
    "bz2 application/x-bzip2\n"
    "css text/css\n"
    "csv text/csv\n"
    "doc application/msword\n"
    "docx application/vnd.openxmlformats-officedocument.wordprocessingml.document\n"
    "epub application/epub+zip\n"
    "flac audio/flac\n"
    "flv video/x-flv\n"
    "gif image/gif\n"
    "gz application/gzip\n"
    "heic image/heic\n"
    "htm text/html\n"
    "html text/html\n"
    "ico image/vnd.microsoft.icon\n"
    "ics text/calendar\n"
    "jar application/java-archive\n"
    "jpeg image/jpeg\n"
    "jpg image/jpeg\n"
    "js text/javascript\n"
    "json application/json\n"
    "m3u8 application/vnd.apple.mpegurl\n"
    "m4a audio/mp4\n"
    "m4v video/mp4\n"
    "md text/markdown\n"
    "mid audio/midi\n"
    "mjs text/javascript\n"
    "mkv video/x-matroska\n"
    "mov video/quicktime\n"
    "mp3 audio/mpeg\n"
    "mp4 video/mp4\n"
    "mpeg video/mpeg\n"
    "mpg video/mpeg\n"
    "odp application/vnd.oasis.opendocument.presentation\n"
    "ods application/vnd.oasis.opendocument.spreadsheet\n"
    "odt application/vnd.oasis.opendocument.text\n"
    "ogg audio/ogg\n"
    "ogv video/ogg\n"
    "opus audio/opus\n"
    "otf font/otf\n"
    "pdf application/pdf\n"
    "png image/png\n"
    "ppt application/vnd.ms-powerpoint\n"
    "pptx application/vnd.openxmlformats-officedocument.presentationml.presentation\n"
    "rar application/vnd.rar\n"
    "rtf application/rtf\n"
    "svg image/svg+xml\n"
    "tar application/x-tar\n"
    "tif image/tiff\n"
    "tiff image/tiff\n"
    "ts video/mp2t\n"
    "ttf font/ttf\n"
    "txt text/plain\n"
    "wasm application/wasm\n"
    "wav audio/wav\n"
    "weba audio/webm\n"
    "webm video/webm\n"
    "webp image/webp\n"
    "woff font/woff\n"
    "woff2 font/woff2\n"
    "xhtml application/xhtml+xml\n"
    "xls application/vnd.ms-excel\n"
    "xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\n"
    "xml application/xml\n"
    "yaml application/yaml\n"
    "yml application/yaml\n"
    "zip application/zip\n"
    "zst application/zstd\n";

// Takes the first line off the list; its extension and its type.
constexpr field next_content_type(std::string_view& list) {
  const std::size_t end = list.find('\n');
  const std::string_view line = part(list, 0, end);
  list.remove_prefix(end + 1);
  const std::size_t blank = line.find(' ');
  return {part(line, 0, blank), part(line, blank + 1)};
}

}  // namespace detail

// The media type that a file's name suggests, by its extension in any case; application/octet-stream when it suggests
// none.
constexpr std::string_view content_type_of(std::string_view file_name) {
  const std::size_t slash = file_name.rfind('/');
  if (slash != file_name.npos) file_name.remove_prefix(slash + 1);
  const std::size_t dot = file_name.rfind('.');
  if (dot == file_name.npos || dot == 0) return any_content_type;
  for (std::string_view list = detail::content_types; !list.empty();) {
    const auto [extension, type] = detail::next_content_type(list);
    if (equal_ignoring_case(extension, part(file_name, dot + 1))) return type;
  }
  return any_content_type;
}

}  // namespace upcall
