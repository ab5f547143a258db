// SPDX-License-Identifier: Apache-2.0
// CRC-64 by folding so many bits at a time (512 and 256 need VPCLMULQDQ, 128 PCLMULQDQ; a processor that has less folds
// no wider than it can), by the tables, byte by byte, and by the small table, beside memcpy of the same bytes, in turn
// in one run; gigabytes (10^9) a second, median of nine rounds, for pieces from what fits into a cache to what does
// not.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/crc64_folded.hpp>
#include <vector>

namespace {

std::uint64_t kept = 0;

template <class Crc>
void checked(std::string_view text) {
  Crc crc{kept};
  if constexpr (requires { crc.append(text); }) {
    crc.append(text);
  } else {
    for (char c : text) crc.put(c);
  }
  kept = crc.value();
}

std::string copy;
void copied(std::string_view text) {
  std::memcpy(copy.data(), text.data(), text.size());
  __asm__ volatile("" : : "r"(copy.data()) : "memory");
}

double rate(void (*way)(std::string_view), std::string_view text, std::size_t bytes) {
  const std::size_t times = std::max<std::size_t>(bytes / text.size(), 1);
  const std::clock_t begun = std::clock();
  for (std::size_t i = 0; i != times; ++i) way(text);
  const double seconds = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  return static_cast<double>(times * text.size()) / seconds / 1e9;
}

struct contestant {
  const char* name;
  void (*way)(std::string_view);
  std::size_t bytes;  // in a round: the slow ones are given less
};

}  // namespace

int main() {
  using upcall::crc64;
  constexpr std::size_t much = std::size_t{1} << 28;
  constexpr contestant all[] = {{"512 bits", checked<upcall::basic_folded_crc64<crc64, 512>>, much},
                                {"256 bits", checked<upcall::basic_folded_crc64<crc64, 256>>, much},
                                {"128 bits", checked<upcall::basic_folded_crc64<crc64, 128>>, much},
                                {"tables", checked<crc64>, much / 4},
                                {"byte by byte", checked<upcall::basic_crc64<1>>, much / 16},
                                {"small table", checked<upcall::small_crc64>, much / 16},
                                {"memcpy", copied, much}};
  const std::string bytes(std::size_t{64} << 20, 'x');
  copy.resize(bytes.size());
  std::printf("folds at most %u bits at a time\nGB/s       ", upcall::detail::crc64_folding::widest());
  for (const auto& each : all) std::printf("%13s", each.name);
  std::printf("\n");
  for (const std::size_t size : {std::size_t{64}, std::size_t{256}, std::size_t{1} << 10, std::size_t{16} << 10,
                                 std::size_t{256} << 10, std::size_t{1} << 20, std::size_t{64} << 20}) {
    std::vector<double> rates[std::size(all)];
    for (int round = 0; round != 9; ++round) {
      for (std::size_t i = 0; i != std::size(all); ++i)
        rates[i].push_back(rate(all[i].way, std::string_view{bytes}.substr(0, size), all[i].bytes));
    }
    std::printf("%9zu B", size);
    for (auto& each : rates) {
      std::sort(each.begin(), each.end());
      std::printf("%13.2f", each[4]);
    }
    std::printf("\n");
  }
  return kept == 1;  // that it is not left out
}
