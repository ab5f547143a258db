// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include "support/temporary_file.hpp"
#include <string>
#include <upcall/bodies/file.hpp>
#include <vector>

using given::service_and_client;
using upcall::fault;
using upcall::stored_part;
using upcall::text;
using upcall::testing::written;

namespace {

constexpr std::uint64_t part = 102'400;

// Parts as another machine uploads them: from the texts alone.
stored_part from_another_machine(auto& at, const std::string& session_text, std::uint32_t number, auto&& source) {
  const auto session = upcall::read_session(session_text);
  REQUIRE(session);
  const auto sent = at.oss.bucket("otherbucket").upload_part(*session, number, source);
  REQUIRE(sent);
  const auto receipt = upcall::read_receipt(written([&](auto& to) { write_receipt(to, *sent); }));
  REQUIRE(receipt);
  return *receipt;
}

}  // namespace

TEST_CASE("machines upload the parts, another one completes them, whatever the order") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part + 5);
  const given::temporary_file source{whole};
  const auto begun = at.bucket.begin_session("k", whole.size(), {.content_type = "text/plain", .part_size = part});
  REQUIRE(begun);
  const std::string session = written([&](auto& to) { write_session(to, *begun); });
  std::vector<stored_part> receipts;
  for (std::uint32_t number : {4u, 2u, 1u, 3u, 2u})
    receipts.push_back(from_another_machine(at, session, number, upcall::file{source.path()}));
  const auto out = at.bucket.complete_upload(*upcall::read_session(session), receipts);
  REQUIRE(out);
  CHECK(out->size == whole.size());
  CHECK_FALSE(out->found_stored);
  CHECK((at.stored() == whole));

  const auto again = at.bucket.complete_upload(*upcall::read_session(session), receipts);
  REQUIRE(again);
  CHECK(again->found_stored);
  CHECK(again->etag == out->etag.view());
  CHECK(again->crc64 == out->crc64);
}

TEST_CASE("receipts that make no object are refused, and nothing is sent") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  const auto session = at.bucket.begin_session("k", whole.size(), {.part_size = part});
  REQUIRE(session);
  std::vector<stored_part> receipts;
  for (std::uint32_t number : {1u, 2u}) receipts.push_back(*at.bucket.upload_part(*session, number, text{whole}));
  const std::size_t sent = at.seen.lines.size();
  const auto refused = [&](std::vector<stored_part> some) {
    const auto out = at.bucket.complete_upload(*session, some);
    return !out && out.error().kind == fault::client;
  };
  CHECK(refused({}));
  CHECK(refused({receipts[0]}));
  CHECK(refused({receipts[1], receipts[1]}));
  stored_part other = receipts[1];
  other.etag = {"\"other\""};
  CHECK(refused({receipts[0], receipts[1], other}));
  CHECK(refused({receipts[0], other, receipts[1]}));
  other = receipts[1];
  other.size -= 1;
  CHECK(refused({receipts[0], other}));
  CHECK(at.seen.lines.size() == sent);
  REQUIRE(at.bucket.abort_upload(*session));
  CHECK(at.service.uploads().empty());
}

TEST_CASE("a part that the session does not have, and a source of another size, are refused") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  const auto session = at.bucket.begin_session("k", whole.size(), {.part_size = part});
  REQUIRE(session);
  for (std::uint32_t number : {0u, 3u, 10'001u})
    CHECK(at.bucket.upload_part(*session, number, text{whole}).error().kind == fault::client);
  CHECK(at.bucket.upload_part(*session, 1, text{"short"}).error().kind == fault::file_inconsistent);
  CHECK(at.bucket.begin_session("k", 0).error().kind == fault::client);
  CHECK(at.seen.lines.size() == 1);
}
