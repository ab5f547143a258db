// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "measured.hpp"
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <upcall/crypto/crc64_folded.hpp>

namespace benchmark {

inline std::uint64_t number(std::string_view text) {
  std::uint64_t out = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), out).ptr != text.data() + text.size() || text.empty())
    stop("arguments: [MEGABYTES] [PAIRS]");
  return out;
}

// A file of any bytes in a folder of its own, which is gone at the end.
class source_file {
 public:
  explicit source_file(std::uint64_t megabytes) {
    std::string folder = std::filesystem::temp_directory_path() / "upcall-benchmark-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) stop("no temporary folder");
    folder_ = folder;
    std::string piece(1 << 20, '\0');
    upcall::folded_crc64 sum;
    std::uint64_t random = 1;
    std::ofstream to{path(), std::ios::binary};
    for (std::uint64_t i = 0; i != megabytes; ++i) {
      for (char& c : piece) c = static_cast<char>((random = random * 6364136223846793005u + 1) >> 56);
      to << piece;
      sum.append(piece);
    }
    to.close();
    if (!to) stop("the temporary folder is full");
    ::sync();  // so that no run waits for the disk
    crc64_ = sum.value();
  }
  source_file(const source_file&) = delete;
  ~source_file() { std::filesystem::remove_all(folder_); }

  std::string folder() const { return folder_; }
  std::string path() const { return folder_ / "file"; }
  std::uint64_t crc64() const { return crc64_; }

 private:
  std::filesystem::path folder_;
  std::uint64_t crc64_ = 0;
};

// The size of pieces with which a plain program is fastest here: seconds(size) is the time it takes with it.
template <class Seconds>
std::size_t best_buffer(Seconds seconds) {
  std::size_t best = 0;
  double best_time = 0;
  for (std::size_t buffer = 64 << 10; buffer <= (1 << 20); buffer *= 2) {
    const double time = std::min(seconds(buffer), seconds(buffer));
    if (best != 0 && time >= best_time) continue;
    best = buffer;
    best_time = time;
  }
  return best;
}

}  // namespace benchmark
