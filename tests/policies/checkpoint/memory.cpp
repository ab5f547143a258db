// SPDX-License-Identifier: Apache-2.0
#include "laws/checkpoint.hpp"
#include <upcall/policies/checkpoint/memory.hpp>

namespace {

using state = upcall::running_policy<upcall::memory_checkpoint>;

// A state is made where it stays, so the laws are given what refers to one.
struct in_memory {
  struct reference {
    using journal = state::journal;
    auto open(const auto&... with) { return kept->open(with...); }
    state* kept;
  };
  reference policy() { return {&kept}; }
  std::string place() { return {}; }
  state kept{upcall::memory_checkpoint{}};
};
static_assert(upcall::role::checkpoint::check<upcall::memory_checkpoint>());

TEST_CASE("memory_checkpoint keeps the laws of checkpoints") { laws::checkpoint<in_memory>(); }

TEST_CASE("uploads to other objects, hosts, ports and places are others") {
  state kept{upcall::memory_checkpoint{}};
  const auto open = [&](upcall::upload_identity upload, auto change, std::string_view place = {}) {
    change(upload);
    return kept.open(upload, place, "name");
  };
  const auto same = [](auto&) {};
  auto first = open(laws::an_upload, same);
  laws::write_all(*first);
  CHECK_FALSE(open(laws::an_upload, same));
  CHECK(open(laws::an_upload, [](auto& upload) { upload.host = "oss-cn-beijing.aliyuncs.com"; }));
  CHECK(open(laws::an_upload, [](auto& upload) { upload.port = 80; }));
  CHECK(open(laws::an_upload, [](auto& upload) { upload.bucket = "another"; }));
  CHECK(open(laws::an_upload, [](auto& upload) { upload.key = "another"; }));
  auto elsewhere = open(laws::an_upload, same, "elsewhere");
  REQUIRE(elsewhere);
  CHECK(laws::knows_nothing(*elsewhere));
}

}  // namespace
