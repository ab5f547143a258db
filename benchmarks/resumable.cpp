// SPDX-License-Identifier: Apache-2.0
// A file in parts of 8 MB by resumable_upload, with everything that a hosted client does by itself, beside a plain
// program that reads and writes the same bytes to the same server. Then what 10,000 parts, and streams, take besides
// their requests. Each run is a process of its own; pairs in turn, medians; the file has been read before.
//
//   resumable [MEGABYTES of the file: 1024] [PAIRS: 7]
#include "resumable/ten_thousand.hpp"
#include "support/discarding_server.hpp"
#include "support/measured.hpp"
#include "support/plain_upload.hpp"
#include "support/source_file.hpp"
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <upcall.hpp>
#include <vector>

namespace {

using benchmark::in_own_process;
using benchmark::measured;
using benchmark::median;
using benchmark::number;
using benchmark::stop;
using benchmark::usage;

constexpr std::uint64_t part_size = std::uint64_t{8} << 20;

usage by_upcall(const std::string& port, const std::string& path, std::size_t lanes, std::uint64_t crc64) {
  const std::string service = "http://127.0.0.1:" + port;
  upcall::client oss{upcall::endpoint{service},
                     upcall::fixed_credentials{"fake-access-key-id", "fake-access-key-secret"},
                     upcall::threads<3>{lanes}};
  return measured([&] {
    const auto out = oss.bucket("examplebucket").resumable_upload("k", upcall::file{path}, {.part_size = part_size});
    // The server tells no checksum: this one is of what left the client.
    if (out.crc64 != crc64) stop("the checksum of what was uploaded is not that of the file");
  });
}

usage by_plain(const std::string& port, const std::string& path, std::size_t lanes, std::size_t buffer) {
  benchmark::plain_upload upload{static_cast<int>(number(port)), path, part_size, buffer};
  return measured([&] { upload.run(static_cast<int>(lanes)); });
}

// In the process that is measured.
int run(const std::vector<std::string>& with) {
  const std::string& what = with[0];
  if (what == "upcall") return tell(by_upcall(with[1], with[2], number(with[3]), number(with[4])));
  if (what == "plain") return tell(by_plain(with[1], with[2], number(with[3]), number(with[4])));
  if (what == "idle") return tell(benchmark::idle_client());
  if (what == "upload") return tell(benchmark::upload_of_10000(with[1]));
  if (what == "requests") return tell(benchmark::requests_of_10000(with[1]));
  if (what == "journal") return tell(benchmark::journal_of_10000(with[1]));
  return tell(benchmark::upload_of_stream(number(with[1])));
}

void compare(const benchmark::source_file& from, const std::string& port, std::size_t lanes, std::uint64_t pairs) {
  const std::string count = std::to_string(lanes);
  const auto plain = [&](std::size_t buffer) {
    return in_own_process({"plain", port, from.path(), count, std::to_string(buffer)});
  };
  const std::size_t best = benchmark::best_buffer([&](std::size_t buffer) { return plain(buffer).wall; });
  std::vector<usage> ours, theirs;
  std::vector<double> ratios;
  for (std::uint64_t pair = 0; pair != pairs; ++pair) {
    const auto take_ours = [&] {
      ours.push_back(in_own_process({"upcall", port, from.path(), count, std::to_string(from.crc64())}));
    };
    if (pair % 2 == 0) take_ours();
    theirs.push_back(plain(best));
    if (pair % 2 != 0) take_ours();
    ratios.push_back(ours.back().wall / theirs.back().wall);
  }
  const auto line = [&](const char* name, const usage& used) {
    std::printf("%zu  %-26s %8.3f %8.3f %10.1f\n", lanes, name, used.wall, used.processor, used.peak / 1024);
  };
  line("upcall", median(ours));
  line(("plain, pieces of " + std::to_string(best >> 10) + " KB").c_str(), median(theirs));
  std::printf("%zu  upcall / plain             %8.2f   (at most 1.20)\n", lanes, median(ratios));
}

void tell_besides(const benchmark::source_file& from, std::uint64_t rounds) {
  // One of 10,000 small parts that takes no room.
  const std::string sparse = from.folder() + "/sparse";
  std::ofstream{sparse}.close();
  std::filesystem::resize_file(sparse, upcall::most_parts * upcall::smallest_part);
  std::vector<double> upload, journal, memory, one_lane, two_lanes;
  for (std::uint64_t i = 0; i != rounds; ++i) {
    const double idle = in_own_process({"idle"}).peak;
    const usage whole = in_own_process({"upload", sparse});
    upload.push_back((whole.processor - in_own_process({"requests", sparse}).processor) * 1e3);
    memory.push_back(whole.peak - idle);
    journal.push_back(in_own_process({"journal", sparse}).processor * 1e3);
    one_lane.push_back((in_own_process({"stream", "1"}).peak - idle) / 1024);
    two_lanes.push_back((in_own_process({"stream", "2"}).peak - idle) / 1024);
  }
  const auto line = [](const char* name, double figure, const char* unit, double limit) {
    std::printf("%-58s %8.1f %s   (at most %.0f)\n", name, figure, unit, limit);
  };
  const double part = static_cast<double>(benchmark::stream_part >> 20);
  line("10,000 parts: processor, besides the requests", median(upload), "ms", 50);
  line("10,000 parts: journal, written and read again", median(journal), "ms", 50);
  line("10,000 parts, one lane: memory above an idle client", median(memory), "KB", 1024);
  line("stream in parts of 8 MB, one lane: the same", median(one_lane), "MB", 2 * part);
  line("stream in parts of 8 MB, two lanes: the same", median(two_lanes), "MB", 3 * part);
}

int run_all(const std::vector<std::string>& given) {
  const std::uint64_t megabytes = given.empty() ? 1024 : number(given[0]);
  const std::uint64_t pairs = given.size() < 2 ? 7 : number(given[1]);
  if (megabytes == 0 || pairs == 0) stop("arguments: [MEGABYTES] [PAIRS]");

  const benchmark::source_file from{megabytes};
  {
    const benchmark::discarding_server server;
    std::printf("%llu MB in parts of 8 MB; lanes   wall s    CPU s     max MB\n",
                static_cast<unsigned long long>(megabytes));
    for (const std::size_t lanes : {std::size_t{1}, std::size_t{2}}) compare(from, server.port(), lanes, pairs);
  }
  std::printf("\n");
  tell_besides(from, pairs);
  return 0;
}

}  // namespace

int main(int count, char** texts) {
  const std::vector<std::string> given(texts + 1, texts + count);
  try {
    return !given.empty() && given[0].find_first_of("0123456789") != 0 ? run(given) : run_all(given);
  } catch (const std::exception& why) {
    std::fprintf(stderr, "resumable: %s\n", why.what());
    return 1;
  }
}
