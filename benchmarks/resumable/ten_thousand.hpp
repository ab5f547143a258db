// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../support/measured.hpp"
#include "at_once.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <upcall.hpp>

// What 10,000 parts, and streams, take of processor and memory besides their requests. Each runs in a process of its
// own.
namespace benchmark {

inline constexpr std::uint64_t stream_part = std::uint64_t{8} << 20;

inline auto client_at_once(at_once transport, std::size_t lanes) {
  return upcall::client{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
                        upcall::fixed_credentials{"fake-access-key-id", "fake-access-key-secret"}, transport,
                        upcall::threads<3>{lanes}};
}

inline usage idle_client() {
  auto oss = client_at_once({}, 1);
  return measured([&] { oss.bucket("examplebucket").put_object("k", upcall::text{"some bytes"}); });
}

inline usage upload_of_10000(const std::string& path) {
  auto oss = client_at_once({}, 1);
  return measured([&] {
    const auto out =
        oss.bucket("examplebucket").resumable_upload("k", upcall::file{path}, {.part_size = upcall::smallest_part});
    if (out.parts != upcall::most_parts) stop("not all parts");
  });
}

// Nothing but its requests.
inline usage requests_of_10000(const std::string& path) {
  auto oss = client_at_once({}, 1);
  auto bucket = oss.bucket("examplebucket");
  const auto opened = upcall::file{path}.open();
  if (!opened) stop("no file");
  return measured([&] {
    const auto begun = bucket.initiate_upload("k");
    for (std::uint32_t i = 0; i != upcall::most_parts; ++i) {
      bucket.upload_part("k", begun.upload_id, i + 1, opened->slice(i * upcall::smallest_part, upcall::smallest_part));
    }
    bucket.complete_upload("k", begun.upload_id, std::span<const upcall::stored_part>{});
  });
}

inline usage journal_of_10000(const std::string& path) {
  const upcall::upload_identity about{
      "oss-cn-hangzhou.aliyuncs.com", 80, "examplebucket", "k", {.size = upcall::most_parts * upcall::smallest_part}};
  const auto open = [&] { return upcall::file_checkpoint::open(about, path + ".journal", {}); };
  return measured([&] {
    {
      auto written = open();
      if (!written || !written->begin({{"0123456789abcdef"}, {1}, upcall::smallest_part}) ||
          !written->name("0123456789ABCDEF"))
        stop("no journal");
      for (std::uint32_t i = 1; i <= upcall::most_parts; ++i) {
        const std::uint64_t sum = i * 0x9E3779B97F4A7C15u;
        if (!written->add({i, upcall::smallest_part, sum, {"\"5D41402ABC4B2A76B9719D911017C592\""}}))
          stop("the journal is full");
      }
    }
    auto kept = open();
    if (!kept || kept->find(upcall::most_parts) == nullptr) stop("the journal does not hold all parts");
    kept->forget();
  });
}

inline usage upload_of_stream(std::size_t lanes) {
  auto oss = client_at_once({.reads = true}, lanes);
  std::uint64_t left = 40 * stream_part;
  const auto give = [&left](std::span<char> piece) {
    const std::size_t size = left < piece.size() ? static_cast<std::size_t>(left) : piece.size();
    std::fill_n(piece.data(), size, 'x');
    left -= size;
    return size;
  };
  return measured(
      [&] { oss.bucket("examplebucket").resumable_upload("k", upcall::stream{give}, {.part_size = stream_part}); });
}

}  // namespace benchmark
