// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace crc64_vectors {

inline nlohmann::json all() {
  std::ifstream file{UPCALL_TEST_VECTORS "/crc64.json"};
  return nlohmann::json::parse(file);
}

// Numbers are texts there, as JSON knows no 64-bit ones.
inline std::uint64_t number(const nlohmann::json& text) { return std::stoull(text.get<std::string>()); }

inline std::string bytes_modulo(unsigned modulus, std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i != count; ++i) bytes[i] = static_cast<char>(i % modulus);
  return bytes;
}

inline std::string data(const nlohmann::json& from) {
  if (from.contains("utf8")) return from["utf8"];
  if (from.contains("mod")) return bytes_modulo(from["mod"], from["count"]);
  const std::string digits = from.contains("hex") ? from["hex"] : from["repeat_hex"];
  std::string once, bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    once += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  for (std::size_t i = 0; i != (from.contains("count") ? from["count"].get<std::size_t>() : 1); ++i) bytes += once;
  return bytes;
}

}  // namespace crc64_vectors
