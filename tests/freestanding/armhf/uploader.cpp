// SPDX-License-Identifier: Apache-2.0
// A program on 32-bit ARM Linux that needs nothing but the C++ library: sockets, hashes and files, no OpenSSL and no
// cpp-httplib. Usage: uploader ENDPOINT CALLBACK-URL FILE; credentials come from the environment. It puts the file, and
// uploads it in parts; a line for each tells status, size, checksum and the application server's answer.
#include <cinttypes>
#include <cstdio>
#include <exception>
#include <string_view>
#include <upcall/bodies/file.hpp>
#include <upcall/client.hpp>
#include <upcall/policies/callback_encoder/in_header.hpp>
#include <upcall/policies/checkpoint/file.hpp>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/clock/system.hpp>
#include <upcall/policies/credentials/environment.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/policies/errors/throwing.hpp>
#include <upcall/policies/executor/threads.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/signer/v4.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/workspace/stack.hpp>

namespace {

using small_board =
    upcall::policy_list<upcall::environment_credentials, upcall::http1_transport<upcall::posix_socket>, upcall::sign_v4,
                        upcall::portable_crypto, upcall::corrected_clock<upcall::system_clock>,
                        upcall::exponential_backoff, upcall::callback_in_header, upcall::file_checkpoint,
                        upcall::threads<2>, upcall::stack_workspace<>, upcall::throwing>;

void report(std::string_view key, const auto& done) {
  const std::string_view answer = done.answer;
  std::printf("%.*s %d %" PRIu64 " %" PRIu64 " %.*s\n", static_cast<int>(key.size()), key.data(), done.status,
              done.size, done.crc64, static_cast<int>(answer.size()), answer.data());
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const upcall::callback on_upload{.url = words[2], .body = "object=${object}&size=${size}"};
  upcall::endpoint endpoint{words[1]};
  upcall::basic_client<small_board, upcall::endpoint> oss{endpoint};
  auto bucket = oss.bucket("examplebucket");
  try {
    report("put", bucket.put_object("put", upcall::file{words[3]}, {.callback = on_upload}));
    report("parts", bucket.resumable_upload("parts", upcall::file{words[3]},
                                            {.callback = on_upload, .part_size = 102'400, .single_put_up_to = 0}));
  } catch (const std::exception& problem) {
    std::printf("%s\n", problem.what());
    return 1;
  }
}
