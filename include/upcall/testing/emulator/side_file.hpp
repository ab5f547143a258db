// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <upcall/testing/json_value.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/json.hpp>

namespace upcall::testing {

// Which file a side file speaks of: a file that was changed or replaced has another identity.
inline std::string file_identity(const struct stat& file) {
  return std::to_string(file.st_ino) + '.' + std::to_string(file.st_size) + '.' + std::to_string(file.st_mtim.tv_sec) +
         '.' + std::to_string(file.st_mtim.tv_nsec);
}

// What a store in a folder keeps beside an object's bytes, as JSON. Header values may be any bytes, so they are Base64.
inline std::string side_text(const object_facts& facts, const struct stat& file) {
  return written([&](string_writer& to) {
    const auto member = [&to](std::string_view name, std::string_view text, char after = ',') {
      write_json_string(to, name);
      to.put(':');
      write_json_string(to, text);
      to.put(after);
    };
    to.put('{');
    member("key", facts.key);
    member("file", file_identity(file));
    member("etag", facts.etag);
    member("crc64", std::to_string(facts.crc64));
    member("modified", std::to_string(facts.modified.seconds));
    to.append("\"headers\":{");
    std::size_t left = facts.headers.size();
    for (const auto& [name, value] : facts.headers) member(name, base64_of(value), --left == 0 ? ' ' : ',');
    to.append("}}\n");
  });
}

// Nothing when there is none, or when it speaks of another file than this, or is damaged.
inline std::optional<object_facts> read_side_file(const std::filesystem::path& path, const struct stat& file) {
  std::ifstream in{path, std::ios::binary};
  const auto json = read_json(std::string{std::istreambuf_iterator<char>{in}, {}});
  if (!json || (*json)["file"].text != file_identity(file)) return {};
  const auto crc64 = read_decimal((*json)["crc64"].text), modified = read_decimal((*json)["modified"].text);
  if (!crc64 || !modified) return {};
  object_facts facts;
  facts.bucket = path.parent_path().filename().string();
  facts.key = (*json)["key"].text;
  facts.size = static_cast<std::uint64_t>(file.st_size);
  facts.modified = {static_cast<std::int64_t>(*modified)};
  facts.etag = (*json)["etag"].text;
  facts.crc64 = *crc64;
  for (const json_value& header : (*json)["headers"].members) {
    string_writer value;
    if (!read_base64(header.text, value)) return {};
    facts.headers.add(header.name, value.text);
  }
  return facts;
}

// Counted from the bytes, for a file that has no side file.
inline object_facts facts_of_file(open_object& object, const struct stat& file) {
  checksums sums;
  char piece[64 * 1024];
  for (std::size_t count = object.read(0, piece); count != 0; count = object.read(sums.size(), piece))
    sums.append({piece, count});
  object_facts facts;
  facts.size = sums.size();
  facts.crc64 = sums.crc64();
  facts.etag = upper_hex(std::move(sums).md5());
  facts.modified = {file.st_mtim.tv_sec};
  return facts;
}

}  // namespace upcall::testing
