// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/operations/upload_control.hpp>

using upcall::upload_control;
using wish = upcall::upload_control::wish;

TEST_CASE("upload_control: it says the last wish, and can be used again") {
  upload_control control;
  CHECK(control.wanted() == wish::go_on);
  control.pause();
  CHECK(control.wanted() == wish::pause);
  control.cancel();
  CHECK(control.wanted() == wish::cancel);
  control.go_on();
  CHECK(control.wanted() == wish::go_on);
}
