// SPDX-License-Identifier: Apache-2.0
// Uploads of as many parts as there can be, over a transport that answers at once; and what they take of memory, which
// a process of its own tells: this program again, with one of the hidden tests.
#include "catch.hpp"
#include "support/client.hpp"
#include "testing/temporary_folder.hpp"
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <upcall/bodies/file.hpp>
#include <upcall/bodies/stream.hpp>
#include <upcall/policies/checkpoint/file.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/executor/threads.hpp>
#include <vector>

using upcall::most_parts;
using upcall::smallest_part;

namespace {

// KB of memory that this process has written to, counted page by page. Not of its code, of which there is more and less
// where nothing is optimized, nor by VmHWM, which may be a quarter of a megabyte wrong.
long written() {
  std::ifstream pages{"/proc/self/smaps_rollup"};
  for (std::string line; std::getline(pages, line);) {
    if (line.rfind("Anonymous:", 0) == 0) return std::strtol(line.c_str() + 10, nullptr, 10);
  }
  return 0;
}

// The service, as much of it as the parts of one upload need.
struct part_service {
  using role = upcall::role::transport;

  struct knowledge {
    std::mutex mutex = {};
    std::vector<bool> stored = std::vector<bool>(most_parts + 2);
    std::uint32_t begun = 0, sent = 0, pages = 0;
    std::uint32_t refused = 0;  // the number of a part that may not be uploaded
    bool reads = false;         // the parts, before it answers
    long memory = 0;            // KB, the most that was seen: at the first parts, and when no part is sent
    bool keeps = true;          // what is completed
    std::string completed = {};
  };
  knowledge& has;

  template <upcall::body Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& from, upcall::response& answer) {
    const auto& parameters = request.message().parameters;
    const auto number_of = [&](std::string_view name) {
      std::uint32_t out = 0;
      if (const upcall::field* found = parameters.find(name))
        std::from_chars(found->value.data(), found->value.data() + found->value.size(), out);
      return out;
    };
    answer.status = 200;
    const std::uint32_t number = number_of("partNumber");
    if (number <= 12) look();
    if (request.method() == "GET") {
      list(number_of("part-number-marker"), number_of("max-parts"), answer);
    } else if (parameters.find("uploads") != nullptr) {
      ++has.begun;
      answer.append("<InitiateMultipartUploadResult><UploadId>0123</UploadId></InitiateMultipartUploadResult>");
    } else if (request.method() == "POST") {
      return read(
          from, [this](std::string_view piece) { has.completed += has.keeps ? piece : ""; }, answer, "\"whole\"");
    } else if (number == 0) {
      answer.header("ETag", "\"small\"");
    } else if (number == has.refused) {
      answer.status = 403;
    } else {
      {
        const std::lock_guard lock{has.mutex};
        ++has.sent;
        has.stored.at(number) = true;
      }
      const std::string etag = etag_of(number);
      if (has.reads)
        return read(
            from, [](std::string_view) {}, answer, etag);
      answer.header("ETag", etag);
    }
    return upcall::nothing{};
  }

  static std::string etag_of(std::uint32_t number) { return '"' + std::to_string(number) + '"'; }

 private:
  void look() {
    const long now = written();
    const std::lock_guard lock{has.mutex};
    has.memory = std::max(has.memory, now);
  }
  static upcall::result<upcall::nothing> read(auto& from, auto take, upcall::response& answer, std::string_view etag) {
    char piece[16 * 1024];
    for (std::size_t size = 1; size != 0;) {
      const auto got = from.read(std::span<char>{piece});
      if (!got) return got.error();
      size = *got;
      take(std::string_view{piece, size});
    }
    answer.header("ETag", etag);
    return upcall::nothing{};
  }
  void list(std::uint32_t after, std::uint32_t most, upcall::response& answer) {
    ++has.pages;
    std::uint32_t last = after;
    answer.append("<ListPartsResult>");
    for (std::uint32_t number = after + 1; number <= most_parts && most != 0; ++number) {
      if (!has.stored[number]) continue;
      --most;
      last = number;
      answer.append("<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + etag_of(number) +
                    "</ETag><Size>" + std::to_string(smallest_part) + "</Size></Part>");
    }
    answer.append("<NextPartNumberMarker>" + std::to_string(last) + "</NextPartNumberMarker><IsTruncated>" +
                  (most == 0 ? "true" : "false") + "</IsTruncated></ListPartsResult>");
  }
};

template <class... Policies>
auto client_of(part_service::knowledge& has, Policies... others) {
  return given::client{given::service, part_service{has}, upcall::openssl_crypto{}, upcall::file_checkpoint{},
                       others...};
}

// A file of 10,000 parts that takes no room.
struct large_file {
  temporary_folder folder = {};
  std::string path = folder.path + "/large";

  large_file() {
    std::ofstream{path}.close();
    std::filesystem::resize_file(path, most_parts * smallest_part);
  }
};

std::string all_parts() {
  std::string out = "<CompleteMultipartUpload>";
  for (std::uint32_t number = 1; number <= most_parts; ++number) {
    out += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>&quot;" + std::to_string(number) +
           "&quot;</ETag></Part>";
  }
  return out + "</CompleteMultipartUpload>";
}

// Gives so many bytes, whatever they are.
auto bytes(std::uint64_t size) {
  return upcall::stream{[left = size](std::span<char> piece) mutable {
    const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(left, piece.size()));
    std::memset(piece.data(), 'x', now);
    left -= now;
    return now;
  }};
}

// Where a process that was started for it tells what it took.
constexpr const char* tells = "UPCALL_TEST_TELLS_MEMORY_TO";

void tell(long memory) {
  if (const char* place = std::getenv(tells)) std::ofstream{place} << memory;
}

// KB that a process takes that runs one of the hidden tests, and no more.
long memory_of(const char* test) {
  const temporary_folder folder;
  const std::string place = folder.path + "/memory", name = test;
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    ::setenv(tells, place.c_str(), 1);
    ::execl("/proc/self/exe", "unit_operations", name.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
  long out = 0;
  std::ifstream{place} >> out;
  REQUIRE(out != 0);
  return out;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitized = false;
#endif

}  // namespace

TEST_CASE("10,000 parts are uploaded, each once, and completed in their order") {
  const large_file source;
  part_service::knowledge has;
  auto oss = client_of(has);
  const auto out =
      oss.bucket("examplebucket").resumable_upload("k", upcall::file{source.path}, {.part_size = smallest_part});
  REQUIRE(out);
  CHECK(out->parts == most_parts);
  CHECK(out->size == most_parts * smallest_part);
  CHECK(has.begun == 1);
  CHECK(has.sent == most_parts);
  CHECK((has.completed == all_parts()));
  CHECK_FALSE(std::filesystem::exists(source.path + ".upcall-journal"));
}

TEST_CASE("an upload of 10,000 parts is gone on with, after as many pages of a list as it takes") {
  const large_file source;
  part_service::knowledge has;
  has.refused = 3001;
  has.reads = true;
  auto oss = client_of(has);
  const auto upload = [&] {
    return oss.bucket("examplebucket").resumable_upload("k", upcall::file{source.path}, {.part_size = smallest_part});
  };
  REQUIRE_FALSE(upload());
  CHECK(has.sent == 3000);
  CHECK(has.completed.empty());

  has.refused = 0;
  has.reads = false;
  const auto out = upload();
  REQUIRE(out);
  CHECK(out->parts == most_parts);
  CHECK(out->parts_resumed == 3000);
  CHECK(has.begun == 1);
  CHECK(has.sent == most_parts);
  CHECK(has.pages >= 3);
  CHECK((has.completed == all_parts()));
}

TEST_CASE("a stream has 10,000 parts at most") {
  part_service::knowledge has;
  auto oss = client_of(has);
  const auto upload = [&](std::uint64_t size) {
    return oss.bucket("examplebucket").resumable_upload("k", bytes(size), {.part_size = smallest_part});
  };
  const auto out = upload(most_parts * smallest_part);
  REQUIRE(out);
  CHECK(out->parts == most_parts);
  CHECK((has.completed == all_parts()));
  const auto refused = upload(most_parts * smallest_part + 1);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == upcall::fault::client);
  CHECK(refused.error().message.view().rfind("part_size: ", 0) == 0);
}

// Each of these is run by the test below, in a process of its own, whose memory nothing else has grown.
TEST_CASE("memory: a small put", "[.]") {
  part_service::knowledge has;
  auto oss = client_of(has);
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"some bytes"}));
  tell(has.memory);
}
TEST_CASE("memory: ten thousand parts", "[.]") {
  const large_file source;
  part_service::knowledge has;
  has.keeps = false;
  auto oss = client_of(has);
  REQUIRE(oss.bucket("examplebucket").resumable_upload("k", upcall::file{source.path}, {.part_size = smallest_part}));
  tell(has.memory);
}
TEST_CASE("memory: a stream by one lane", "[.]") {
  part_service::knowledge has;
  has.reads = true;
  auto oss = client_of(has);
  REQUIRE(oss.bucket("examplebucket").resumable_upload("k", bytes(96 << 20), {.part_size = 8 << 20}));
  tell(has.memory);
}
TEST_CASE("memory: a stream by two lanes", "[.]") {
  part_service::knowledge has;
  has.reads = true;
  auto oss = client_of(has, upcall::threads<2>{});
  REQUIRE(oss.bucket("examplebucket").resumable_upload("k", bytes(96 << 20), {.part_size = 8 << 20}));
  tell(has.memory);
}

TEST_CASE("10,000 parts take a megabyte of memory, a stream its lanes' parts and one more") {
  const long idle = memory_of("memory: a small put");
  const long parts = memory_of("memory: ten thousand parts") - idle;
  const long one_lane = memory_of("memory: a stream by one lane") - idle;
  const long two_lanes = memory_of("memory: a stream by two lanes") - idle;
  INFO("KB: " << parts << ' ' << one_lane << ' ' << two_lanes);
  if constexpr (!sanitized) {  // whose memory is another
    CHECK(parts <= 1024);
    CHECK(one_lane <= 2 * 8 * 1024);
    CHECK(two_lanes <= 3 * 8 * 1024);
  }
}
