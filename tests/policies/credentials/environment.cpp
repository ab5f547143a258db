// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdlib>
#include <optional>
#include <string>
#include <upcall/policies/credentials/environment.hpp>

namespace {

// Sets a variable, or unsets it, for as long as it lives.
class variable {
 public:
  variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) before_ = old;
    set(value);
  }
  variable(const variable&) = delete;
  ~variable() { set(before_ ? before_->c_str() : nullptr); }

  void set(const char* value) {
    if (value != nullptr) {
      ::setenv(name_, value, 1);
    } else {
      ::unsetenv(name_);
    }
  }

 private:
  const char* name_;
  std::optional<std::string> before_ = {};
};

}  // namespace

TEST_CASE("credentials from the environment are read at each attempt") {
  variable id{"OSS_ACCESS_KEY_ID", "fake-id"}, secret{"OSS_ACCESS_KEY_SECRET", "fake-secret"},
      token{"OSS_SESSION_TOKEN", nullptr};
  const upcall::environment_credentials from;
  auto found = from.current({});
  REQUIRE(found);
  CHECK(found->access_key_id == "fake-id");
  CHECK(found->access_key_secret == "fake-secret");
  CHECK(found->security_token.empty());

  token.set("fake-token");
  CHECK(from.current({})->security_token == "fake-token");
  id.set("other-id");
  CHECK(from.current({})->access_key_id == "other-id");
}

TEST_CASE("without them the failure says what to set, and tells no secret") {
  variable id{"OSS_ACCESS_KEY_ID", nullptr}, secret{"OSS_ACCESS_KEY_SECRET", "fake-secret"},
      token{"OSS_SESSION_TOKEN", nullptr};
  SECTION("no id") {}
  SECTION("an empty id") { id.set(""); }
  SECTION("no secret") {
    id.set("fake-id");
    secret.set(nullptr);
  }
  SECTION("an empty secret") {
    id.set("fake-id");
    secret.set("");
  }
  const auto found = upcall::environment_credentials::current({});
  REQUIRE_FALSE(found);
  CHECK(found.error().kind == upcall::fault::client);
  const auto message = found.error().message.view();
  CHECK(message.find("OSS_ACCESS_KEY_ID") != message.npos);
  CHECK(message.find("OSS_ACCESS_KEY_SECRET") != message.npos);
  CHECK(message.find("fake-secret") == message.npos);
  CHECK_FALSE(found.error().message.cut());
}
