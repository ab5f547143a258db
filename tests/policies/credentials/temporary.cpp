// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/wiped.hpp"
#include <string>
#include <upcall/policies/credentials/temporary.hpp>

using upcall::find_unusable;
using upcall::temporary_credentials;

namespace {

std::string_view wrong(const temporary_credentials& given) { return find_unusable(given, {1'000}); }

struct source {
  upcall::result<temporary_credentials> fetch();
};
struct other {
  temporary_credentials fetch();
};

static_assert(upcall::temporary_credentials_source<source> && !upcall::temporary_credentials_source<other>);
static_assert(!upcall::temporary_credentials_source<int>);

}  // namespace

TEST_CASE("temporary credentials that can be used are said nothing of") {
  CHECK(wrong({"fake-id", "fake-secret", "fake-token", {1'001}}).empty());
  CHECK(wrong({"fake-id", "fake-secret", {}, {1'001}}).empty());
  CHECK(wrong({std::string(128, 'i'), std::string(128, 's'), std::string(8192, 't'), {1'001}}).empty());
}

TEST_CASE("temporary credentials that cannot be used are told by a sentence") {
  const auto says = [](const temporary_credentials& given, std::string_view word) {
    INFO(wrong(given));
    CHECK(wrong(given).find(word) != std::string_view::npos);
  };
  says({}, "empty");
  says({"", "fake-secret", "fake-token", {1'001}}, "empty");
  says({"fake-id", "", "fake-token", {1'001}}, "empty");
  for (const char* bad : {"fake\r\nx-evil: 1", "fake\n", "fake text", "\tfake", "fake\x7f"}) {
    says({bad, "fake-secret", "fake-token", {1'001}}, "line breaks");
    says({"fake-id", bad, "fake-token", {1'001}}, "line breaks");
    says({"fake-id", "fake-secret", bad, {1'001}}, "line breaks");
  }
  says({std::string(129, 'i'), "fake-secret", "fake-token", {1'001}}, "128");
  says({"fake-id", std::string(129, 's'), "fake-token", {1'001}}, "128");
  says({"fake-id", "fake-secret", std::string(8193, 't'), {1'001}}, "8,192");
  says({"fake-id", "fake-secret", "fake-token", {1'000}}, "expired");
  says({"fake-id", "fake-secret", "fake-token", {-1}}, "expired");
  says({"fake-id", "fake-secret", "fake-token"}, "expired");
}

TEST_CASE("temporary credentials leave no secret behind") {
  given::watched<temporary_credentials> held{"fake-id", "fake-secret", "fake-token"};
  CHECK(held.holds("fake-secret"));
  held.end();
  CHECK_FALSE(held.holds("fake"));

  given::watched<upcall::result<temporary_credentials>> told{
      temporary_credentials{"fake-id", "fake-secret", "fake-token"}};
  CHECK(told.holds("fake-secret"));
  told.end();
  CHECK_FALSE(told.holds("fake"));
}
