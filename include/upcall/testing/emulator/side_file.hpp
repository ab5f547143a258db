// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <upcall/testing/emulator/kept_text.hpp>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/file_descriptor.hpp>
#include <upcall/testing/json_value.hpp>
#include <upcall/text/decimal.hpp>
#include <utility>

namespace upcall::testing {

// Which file a side file speaks of: a file that was changed or replaced has another identity.
inline std::string file_identity(const struct stat& file) {
  return std::to_string(file.st_ino) + '.' + std::to_string(file.st_size) + '.' + std::to_string(file.st_mtim.tv_sec) +
         '.' + std::to_string(file.st_mtim.tv_nsec);
}

// What a store in a folder keeps beside an object's bytes, or a part's.
inline std::string side_text(const object_facts& facts, const struct stat& file) {
  kept_text out;
  out.member("key", facts.key);
  out.member("file", file_identity(file));
  out.member("etag", facts.etag);
  out.member("crc64", std::to_string(facts.crc64));
  out.member("modified", std::to_string(facts.modified.seconds));
  out.member("headers", facts.headers);
  return std::move(out).finish() + '\n';
}

inline std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Nothing when there is none, or when it speaks of another file than this, or is damaged.
inline std::optional<object_facts> read_side_file(const std::filesystem::path& path, const struct stat& file) {
  const auto json = read_json(text_of_file(path));
  if (!json || (*json)["file"].text != file_identity(file)) return {};
  const auto crc64 = read_decimal((*json)["crc64"].text), modified = read_decimal((*json)["modified"].text);
  auto headers = read_headers((*json)["headers"]);
  if (!crc64 || !modified || !headers) return {};
  object_facts facts;
  facts.bucket = path.parent_path().filename().string();
  facts.key = (*json)["key"].text;
  facts.size = static_cast<std::uint64_t>(file.st_size);
  facts.modified = {static_cast<std::int64_t>(*modified)};
  facts.etag = (*json)["etag"].text;
  facts.crc64 = *crc64;
  facts.headers = std::move(*headers);
  return facts;
}

// Counted from the bytes, for a file that has no side file.
inline object_facts facts_of_file(const file_descriptor& from, const struct stat& file) {
  checksums sums;
  char piece[64 * 1024];
  for (std::size_t count = from.read_at(0, piece); count != 0; count = from.read_at(sums.size(), piece))
    sums.append({piece, count});
  object_facts facts;
  facts.size = sums.size();
  facts.crc64 = sums.crc64();
  facts.etag = upper_hex(std::move(sums).md5());
  facts.modified = {file.st_mtim.tv_sec};
  return facts;
}

}  // namespace upcall::testing
