// SPDX-License-Identifier: Apache-2.0
// The smallest device: one put over a serial line. What it takes is measured.
#include "board_clock.hpp"
#include "device.hpp"
#include "serial_line.hpp"
#include <upcall/freestanding.hpp>

namespace {

constexpr upcall::callback on_upload{
    .url = APPLICATION_URL,
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}",
};

constinit upcall::workspace<upcall::limits::small> bytes{};
constinit upcall::freestanding_client oss{
    upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
    upcall::fixed_credentials{"fake-id", "fake-secret"},
    upcall::http1_transport<serial_line, 256>{},
    board_clock{},
    upcall::borrowed_workspace{bytes},
};

}  // namespace

int upload(std::string_view key, upcall::text data) {
  const auto done = oss.bucket("examplebucket").put_object(key, data, {.callback = upcall::encoded<on_upload>});
  return done ? done->status : -done.error().status;
}
