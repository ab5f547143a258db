// SPDX-License-Identifier: Apache-2.0
// A program for a small machine with Linux: sockets and files, but neither OpenSSL nor cpp-httplib; http only.
//   uploader ENDPOINT BUCKET CALLBACK_URL FILE: as KEY "whole" by one put, and as "parts" in parts of 100 KB
#include <cstdio>
#include <upcall/bodies/file.hpp>
#include <upcall/client.hpp>
#include <upcall/policies/callback_encoder/in_header.hpp>
#include <upcall/policies/checkpoint/file.hpp>
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

using small_program =
    upcall::policy_list<upcall::endpoint, upcall::environment_credentials,
                        upcall::http1_transport<upcall::posix_socket>, upcall::sign_v4, upcall::portable_crypto,
                        upcall::system_clock, upcall::exponential_backoff, upcall::callback_in_header,
                        upcall::file_checkpoint, upcall::threads<2>, upcall::stack_workspace<>, upcall::throwing>;

int upload(upcall::endpoint service, const char* bucket_name, const char* callback_url, const char* path) {
  upcall::basic_client<small_program, upcall::endpoint> oss{service};
  const upcall::callback tell{
      .url = callback_url, .query = {{"from", "arm"}}, .body = "object=${object}&size=${size}&crc64=${crc64}"};
  auto bucket = oss.bucket(bucket_name);
  try {
    const auto whole = bucket.put_object("whole", upcall::file{path}, {.callback = tell});
    std::printf("whole %llu %.*s\n", static_cast<unsigned long long>(whole.crc64),
                static_cast<int>(whole.answer.size()), whole.answer.view().data());
    const auto parts =
        bucket.resumable_upload("parts", upcall::file{path}, {.callback = tell, .part_size = upcall::smallest_part});
    std::printf("parts %llu %u %.*s\n", static_cast<unsigned long long>(parts.crc64), parts.parts,
                static_cast<int>(parts.answer.size()), parts.answer.view().data());
    return 0;
  } catch (const upcall::error& why) {
    std::fprintf(stderr, "%s\n", why.what());
    return 1;
  }
}

}  // namespace

int main(int count, char** texts) {
  if (count != 5) return 2;
  return upload({texts[1]}, texts[2], texts[3], texts[4]);
}
