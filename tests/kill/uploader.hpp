// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "child.hpp"
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <upcall.hpp>
#include <utility>
#include <vector>

// The process that uploads, and is killed: what it is told, and what it says when it comes to its end.
struct uploader {
  static constexpr std::string_view flag = "--upload", key_id = "fake-id", key_secret = "fake-secret",
                                    bucket = "kill-bucket";
  static constexpr std::uint64_t part_size = 102'400, parts = 16;

  std::string endpoint, key, file, callback_url;
  bool one_lane = false, aborts = false, is_traced = false;

  std::vector<std::string> words() const {
    const std::string switches{one_lane ? '1' : '-', aborts ? 'a' : '-', is_traced ? 't' : '-'};
    return {std::string{flag}, endpoint, key, file, callback_url, switches};
  }
  static bool is_meant(int count, char** given) { return count == 7 && given[1] == flag; }
  explicit uploader(char** given)
      : endpoint(given[2]),
        key(given[3]),
        file(given[4]),
        callback_url(given[5]),
        one_lane(given[6][0] != '-'),
        aborts(given[6][1] != '-'),
        is_traced(given[6][2] != '-') {}
  uploader(std::string to, std::string as, std::string from, std::string tell, bool in_one_lane)
      : endpoint(std::move(to)),
        key(std::move(as)),
        file(std::move(from)),
        callback_url(std::move(tell)),
        one_lane(in_one_lane) {}

  int run() const {
    if (is_traced) child::let_be_traced();
    const upcall::endpoint to{endpoint};
    const upcall::fixed_credentials who{key_id, key_secret};
    if (one_lane) return upload(upcall::client{to, who, upcall::in_order{}});
    return upload(upcall::client{to, who});
  }

 private:
  template <class Client>
  int upload(Client&& oss) const {
    upcall::callback callback;
    callback.url = callback_url;
    callback.body = "object=${object}&size=${size}&crc64=${crc64}";
    try {
      const auto stored = oss.bucket(bucket).resumable_upload(
          key, upcall::file{file}, {.callback = callback, .part_size = part_size, .abort_left_behind = aborts});
      std::printf("stored %u %u %u %s\n", stored.parts, stored.parts_resumed, stored.left_behind,
                  stored.left_behind_id.empty() ? "-" : std::string{stored.left_behind_id.view()}.c_str());
      return 0;
    } catch (const upcall::transport_error& e) {
      std::printf("%s %s\n", e.outcome_unknown() && e.why().stored.known ? "unknown" : "failed", e.what());
      return 1;
    } catch (const std::exception& e) {
      std::printf("failed %s\n", e.what());
      return 1;
    }
  }
};
