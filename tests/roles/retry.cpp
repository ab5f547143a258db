// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/retry/budgeted.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/retry/none.hpp>
#include <upcall/roles/retry.hpp>

namespace {

using upcall::attempt;
using upcall::failure;
using upcall::fault;
using upcall::is_transient;
using delay = std::optional<upcall::milliseconds>;

struct own {
  delay next_delay(const attempt&, std::uint64_t);
};
struct misspelt {
  delay nextdelay(const attempt&, std::uint64_t);
};
struct always_waits {
  upcall::milliseconds next_delay(const attempt&, std::uint64_t);
};
static_assert(upcall::retry<own> && !upcall::retry<misspelt> && !upcall::retry<always_waits>);
static_assert(upcall::role::retry::check<own>() && !upcall::role::retry::played<upcall::detail::nobody>);
static_assert(upcall::tries_once<upcall::no_retry> && !upcall::tries_once<upcall::exponential_backoff> &&
              !upcall::tries_once<own>);
struct says_not_once : own {
  static constexpr bool one_try = false;
};
static_assert(!upcall::tries_once<says_not_once>);

constexpr bool transient(fault kind, int status = 0, std::string_view code = {}) {
  failure why{kind, "", status};
  why.code.append(code);
  return is_transient(why);
}
static_assert(transient(fault::transport) && transient(fault::crc_inconsistent, 200));
static_assert(!transient(fault::client) && !transient(fault::file_inconsistent) && !transient(fault::cancelled));
// 203 is a failed callback: the object is stored.
static_assert(!transient(fault::callback, 203) && !transient(fault::callback, 503));
static_assert(transient(fault::server, 500) && transient(fault::server, 502) && transient(fault::server, 503));
static_assert(transient(fault::server, 408) && transient(fault::server, 429));
static_assert(transient(fault::server, 400, "RequestTimeout") && !transient(fault::server, 400, "InvalidArgument"));
static_assert(!transient(fault::server, 301) && !transient(fault::server, 400) &&
              !transient(fault::server, 403, "AccessDenied"));
static_assert(!transient(fault::server, 404) && !transient(fault::server, 409, "FileAlreadyExists") &&
              !transient(fault::server, 411));

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role", "", upcall::exponential_backoff, upcall::budgeted<>,
                   upcall::no_retry) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::retry>);
  STATIC_REQUIRE(upcall::role::retry::played<TestType>);
}
