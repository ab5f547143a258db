// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::testing {

// Which file a side file speaks of: a file that was changed or replaced has another identity.
inline std::string file_identity(const struct stat& file) {
  return std::to_string(file.st_ino) + '.' + std::to_string(file.st_size) + '.' + std::to_string(file.st_mtim.tv_sec) +
         '.' + std::to_string(file.st_mtim.tv_nsec);
}

// What a store in a folder keeps beside an object's bytes. A key that is no UTF-8 cannot be stored, so JSON holds it
// all.
inline std::string side_text(const object_facts& facts, const struct stat& file) {
  nlohmann::ordered_json out{{"key", facts.key},
                             {"file", file_identity(file)},
                             {"etag", facts.etag},
                             {"crc64", std::to_string(facts.crc64)},
                             {"modified", facts.modified.seconds}};
  auto& headers = out["headers"] = nlohmann::ordered_json::array();
  for (const auto& [name, value] : facts.headers) headers.push_back({name, base64_of(value)});
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

// Nothing when there is none, or when it speaks of another file than this, or is damaged.
inline std::optional<object_facts> read_side_file(const std::filesystem::path& path, const struct stat& file) try {
  std::ifstream in{path, std::ios::binary};
  const auto json = nlohmann::json::parse(std::istreambuf_iterator<char>{in}, {}, nullptr, false);
  if (!json.is_object() || json.at("file") != file_identity(file)) return {};
  object_facts facts;
  facts.bucket = path.parent_path().filename().string();
  facts.key = json.at("key").get<std::string>();
  facts.size = static_cast<std::uint64_t>(file.st_size);
  facts.modified = {json.at("modified").get<std::int64_t>()};
  facts.etag = json.at("etag").get<std::string>();
  facts.crc64 = read_decimal(json.at("crc64").get<std::string>()).value();
  for (const auto& header : json.at("headers")) {
    string_writer value;
    if (!read_base64(header.at(1).get<std::string>(), value)) return {};
    facts.headers.add(header.at(0).get<std::string>(), value.text);
  }
  return facts;
} catch (const std::exception&) {
  return {};
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
