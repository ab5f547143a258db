// SPDX-License-Identifier: Apache-2.0
#include "laws/checkpoint.hpp"
#include <upcall/policies/checkpoint/part_table.hpp>
#include <upcall/policies/checkpoint/passing_journal.hpp>

namespace {

using journal = upcall::passing_journal<upcall::part_table>;
static_assert(upcall::upload_journal<journal>);

TEST_CASE("a copy of a journal in memory is one of its own") {
  journal first{laws::an_upload.source.size};
  laws::write_all(first);
  journal second = first;
  first.forget();
  CHECK(laws::knows_nothing(first));
  CHECK(laws::knows_all(second));
}

}  // namespace
