// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <upcall.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://app.example.com/uploaded",
    .query = {{"user", "outside"}},
    .body = "bucket=${bucket}&object=${object}",
};

// A user's program: it compiles and links against what is installed, and needs no service to run.
int main() {
  upcall::client oss{upcall::endpoint{"http://127.0.0.1:9"}, upcall::fixed_credentials{"example-id", "example-secret"},
                     upcall::no_retry{}, upcall::returning{}};
  auto refused =
      oss.bucket("examplebucket").put_object("/hello", upcall::text{"hello"}, {.callback = upcall::encoded<on_upload>});
  if (refused || refused.error().kind != upcall::fault::client) return 1;
  std::puts("refused before a connection was opened");
}
