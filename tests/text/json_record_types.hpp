// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/record.hpp>

namespace test_records {

struct upload {
  std::string_view key = {};
  std::uint64_t size = 0;
  std::int64_t offset = 0;
  bool whole = false;
  std::optional<std::string_view> etag = {};
  std::optional<int> part = {};
  std::optional<bool> accepted = {};
};
struct outer {
  upload inner = {};
  std::uint8_t small = 0;
};
struct maybe {
  std::optional<test_records::outer> outer = {};
};
struct empty {};

}  // namespace test_records

BOOST_HANA_ADAPT_STRUCT(test_records::upload, key, size, offset, whole, etag, part, accepted);
BOOST_HANA_ADAPT_STRUCT(test_records::outer, inner, small);
BOOST_HANA_ADAPT_STRUCT(test_records::maybe, outer);
BOOST_HANA_ADAPT_STRUCT(test_records::empty);
