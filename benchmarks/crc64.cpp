// SPDX-License-Identifier: Apache-2.0
// CRC-64 by folding, by the tables, and by the small table, beside memcpy of the same bytes, in turn in one run;
// gigabytes (10^9) a second, median of nine rounds, for pieces from what fits into a cache to what does not.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
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
  const auto begun = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i != times; ++i) way(text);
  const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begun;
  return static_cast<double>(times * text.size()) / taken.count();
}

struct contestant {
  const char* name;
  void (*way)(std::string_view);
  std::size_t bytes;  // in a round: the slow ones are given less
};

}  // namespace

int main() {
  constexpr contestant all[] = {{"folded", checked<upcall::folded_crc64>, std::size_t{1} << 28},
                                {"tables", checked<upcall::crc64>, std::size_t{1} << 26},
                                {"small table", checked<upcall::small_crc64>, std::size_t{1} << 24},
                                {"memcpy", copied, std::size_t{1} << 28}};
  const std::string bytes(std::size_t{64} << 20, 'x');
  copy.resize(bytes.size());
  std::printf("GB/s       ");
  for (const auto& each : all) std::printf("%12s", each.name);
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
      std::printf("%12.2f", each[4]);
    }
    std::printf("\n");
  }
  return kept == 1;  // that it is not left out
}
