// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <memory>
#include <typeinfo>
#include <upcall/policies/errors/throwing.hpp>

using upcall::failure;
using upcall::fault;
using upcall::result;

namespace {

const std::type_info& thrown_for(fault kind) {
  try {
    upcall::throwing::unwrap([kind] { return result<int>{failure{kind, "why", 1}}; }, {"examplebucket", "k"});
  } catch (const upcall::error& e) {
    CHECK(e.why().kind == kind);
    CHECK(e.message() == "why");
    CHECK(e.bucket() == "examplebucket");
    CHECK(e.key() == "k");
    return typeid(e);
  }
  return typeid(void);
}

}  // namespace

TEST_CASE("each fault has its exception") {
  CHECK(thrown_for(fault::client) == typeid(upcall::client_error));
  CHECK(thrown_for(fault::file_inconsistent) == typeid(upcall::file_inconsistent_error));
  CHECK(thrown_for(fault::cancelled) == typeid(upcall::cancelled_error));
  CHECK(thrown_for(fault::paused) == typeid(upcall::paused_error));
  CHECK(thrown_for(fault::checkpoint_broken) == typeid(upcall::checkpoint_broken_error));
  CHECK(thrown_for(fault::transport) == typeid(upcall::transport_error));
  CHECK(thrown_for(fault::server) == typeid(upcall::server_error));
  CHECK(thrown_for(fault::callback) == typeid(upcall::callback_error));
  CHECK(thrown_for(fault::crc_inconsistent) == typeid(upcall::crc_inconsistent_error));
  CHECK(thrown_for(static_cast<fault>(99)) == typeid(upcall::error));
}

TEST_CASE("a value is handed over, also one that only moves") {
  CHECK(upcall::throwing::unwrap([] { return result<int>{7}; }, {}) == 7);
  const auto owned =
      upcall::throwing::unwrap([] { return result<std::unique_ptr<int>>{std::make_unique<int>(8)}; }, {});
  CHECK(*owned == 8);
}
