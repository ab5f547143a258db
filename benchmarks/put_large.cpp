// SPDX-License-Identifier: Apache-2.0
// One file by put_object with its CRC-64: over our own HTTP/1.1 on a socket and over cpp-httplib, beside a plain
// program that reads and writes the same bytes to the same server, which discards them. Each run is a process of its
// own; pairs in turn, medians; the file has been read before.
//
//   put_large [MEGABYTES of the file: 1024] [PAIRS: 9]
#include "support/discarding_server.hpp"
#include "support/measured.hpp"
#include "support/plain_upload.hpp"
#include "support/source_file.hpp"
#include <cstdio>
#include <exception>
#include <string>
#include <upcall.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <vector>

namespace {

using benchmark::in_own_process;
using benchmark::measured;
using benchmark::median;
using benchmark::number;
using benchmark::stop;
using benchmark::usage;

template <class... Transport>
usage by_upcall(const std::string& port, const std::string& path, std::uint64_t crc64, Transport... transport) {
  const std::string service = "http://127.0.0.1:" + port;
  upcall::client oss{upcall::endpoint{service},
                     upcall::fixed_credentials{"fake-access-key-id", "fake-access-key-secret"}, transport...};
  return measured([&] {
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::file{path});
    // The server tells no checksum: this one is of what left the client.
    if (out.crc64 != crc64) stop("the checksum of what was uploaded is not that of the file");
  });
}

usage by_plain(const std::string& port, const std::string& path, std::size_t buffer) {
  const std::uint64_t all = ~std::uint64_t{0};
  benchmark::plain_upload upload{static_cast<int>(number(port)), path, all, buffer};
  return measured([&] { upload.run(1); });
}

// In the process that is measured, which is on one processor, the server on another.
int run(const std::vector<std::string>& with) {
  benchmark::pin(0);
  if (with[0] == "plain") return tell(by_plain(with[1], with[2], number(with[3])));
  if (with[0] == "httplib") return tell(by_upcall(with[1], with[2], number(with[3])));
  return tell(by_upcall(with[1], with[2], number(with[3]), upcall::http1_transport<upcall::posix_socket>{}));
}

int run_all(const std::vector<std::string>& given) {
  const std::uint64_t megabytes = given.empty() ? 1024 : number(given[0]);
  const std::uint64_t pairs = given.size() < 2 ? 9 : number(given[1]);
  if (megabytes == 0 || pairs == 0) stop("arguments: [MEGABYTES] [PAIRS]");
  const benchmark::source_file from{megabytes};
  const benchmark::discarding_server server{1};
  const std::string sum = std::to_string(from.crc64());
  const auto upcall_by = [&](const char* what) { return in_own_process({what, server.port(), from.path(), sum}); };
  const auto plain = [&](std::size_t buffer) {
    return in_own_process({"plain", server.port(), from.path(), std::to_string(buffer)});
  };
  const std::size_t best = benchmark::best_buffer([&](std::size_t buffer) { return plain(buffer).wall; });

  std::vector<usage> http1, httplib, bare;
  std::vector<double> ratios, httplib_ratios;
  for (std::uint64_t pair = 0; pair != pairs; ++pair) {
    http1.push_back(upcall_by("http1"));
    bare.push_back(plain(best));
    httplib.push_back(upcall_by("httplib"));
    ratios.push_back(bare.back().wall / http1.back().wall);
    httplib_ratios.push_back(bare.back().wall / httplib.back().wall);
  }
  std::printf("%-34s %8s %8s %10s\n", (std::to_string(megabytes) + " MB in one put").c_str(), "wall s", "CPU s",
              "max MB");
  const auto line = [](const std::string& name, const usage& used) {
    std::printf("%-34s %8.3f %8.3f %10.1f\n", name.c_str(), used.wall, used.processor, used.peak / 1024);
  };
  line("upcall over http1, posix_socket", median(http1));
  line("upcall over cpp-httplib", median(httplib));
  line("plain, pieces of " + std::to_string(best >> 10) + " KB", median(bare));
  std::printf("speed, http1 / plain:       %.2f   (at least .90)\n", median(ratios));
  std::printf("speed, cpp-httplib / plain: %.2f\n", median(httplib_ratios));
  return 0;
}

}  // namespace

int main(int count, char** texts) {
  const std::vector<std::string> given(texts + 1, texts + count);
  try {
    return !given.empty() && given[0].find_first_of("0123456789") != 0 ? run(given) : run_all(given);
  } catch (const std::exception& why) {
    std::fprintf(stderr, "put_large: %s\n", why.what());
    return 1;
  }
}
