// SPDX-License-Identifier: Apache-2.0
// The least program that uploads a file with a callback, and what it takes: run.py builds it for size.
#include <cstdio>
#include <upcall/sockets.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://127.0.0.1:23450/uploaded",
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}",
};

int main(int count, char** texts) {
  if (count != 5) return 2;
  upcall::socket_client oss{upcall::endpoint{texts[1]}, upcall::http1_transport<upcall::posix_socket>{},
                            upcall::system_clock{}, upcall::no_retry{}, upcall::returning{}};
  const auto stored =
      oss.bucket(texts[2]).put_object(texts[3], upcall::file{texts[4]}, {.callback = upcall::encoded<on_upload>});
  const std::string_view message = stored ? std::string_view{"stored"} : stored.error().message.view();
  std::printf("%.*s\n", static_cast<int>(message.size()), message.data());
  return stored ? 0 : stored.error().kind == upcall::fault::callback ? 3 : 1;
}
