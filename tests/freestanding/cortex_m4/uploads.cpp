// SPDX-License-Identifier: Apache-2.0
// A board whose clock was never set uploads what it makes itself: three objects of different sizes with a callback, and
// one in parts, whose journal is in its flash.
#include "board_clock.hpp"
#include "flash_pages.hpp"
#include "program.hpp"
#include "semihosting.hpp"
#include "serial_line.hpp"
#include <upcall/freestanding.hpp>
#include <upcall/text/decimal.hpp>

using upcall::operator""sv;

namespace {

constexpr upcall::callback on_upload{
    .url = APPLICATION_URL,
    .body = "object=${object}&size=${size}&crc64=${crc64}",
};

constexpr std::uint32_t parts = 12, part_size = 102'400;

constinit flash_pages flash{};
constinit upcall::workspace<upcall::limits::small> bytes{};
constinit upcall::freestanding_client oss{
    upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
    upcall::fixed_credentials{"fake-id", "fake-secret"},
    upcall::http1_transport<serial_line, 256>{},
    upcall::corrected_clock{board_clock{}},
    upcall::stored_checkpoint<parts, flash_pages>{flash},
    upcall::borrowed_workspace{bytes},
};

// What the board measured: the bytes of its numbers, mixed so that a lost or a doubled one is seen.
std::size_t measured(std::uint64_t at, std::span<char> piece) {
  for (char& each : piece) each = static_cast<char>(static_cast<std::uint32_t>(at++) * 2'654'435'761u >> 24);
  return piece.size();
}

// "put/64 200 64 1234": the key, the status, and size and checksum of what is stored. Of a failure, why.
int report(std::string_view key, const auto& done) {
  upcall::inline_string<300> line{key};
  line.put(' ');
  upcall::write_decimal(line, static_cast<std::uint64_t>(done ? done->status : done.error().status));
  line.put(' ');
  if (done) {
    upcall::write_decimal(line, done->size);
    line.put(' ');
    upcall::write_decimal(line, done->crc64);
  } else {
    line.append(done.error().code);
    line.put(' ');
    line.append(done.error().message);
  }
  line.append("\n\0"sv);
  semihosting::print(line.view().data());
  return done ? 0 : 1;
}

int put(std::string_view key, std::uint64_t size) {
  const auto done = oss.bucket("examplebucket")
                        .put_object(key, upcall::addressed{size, measured}, {.callback = upcall::encoded<on_upload>});
  return report(key, done);
}

int upload_in_parts(std::string_view key) {
  const auto done = oss.bucket("examplebucket")
                        .resumable_upload(key, upcall::addressed{std::uint64_t{parts} * part_size, measured},
                                          {.callback = upcall::encoded<on_upload>, .part_size = part_size});
  if (done && done->parts != parts) semihosting::print("the upload has another number of parts\n");
  return report(key, done);
}

}  // namespace

int program() {
  board_clock::started.seconds = 1'546'300'800;  // 2019-01-01, where its firmware begins to count
  return put("put/64", 64) + put("put/100KB", 102'400) + put("put/1MB", 1'048'576) + upload_in_parts("parts");
}
