// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <upcall/policies/checkpoint/none.hpp>

using given::service_and_client;
using upcall::fault;
using upcall::no_checkpoint;
using upcall::text;
using upcall::unfinished_upload;

namespace {

constexpr std::uint64_t part = 102'400;

// The only upload that is open, by its id.
std::string open_id(auto& at) {
  const auto uploads = at.service.uploads();
  REQUIRE(uploads.size() == 1);
  return uploads[0].id;
}

}  // namespace

TEST_CASE("part_upload: an upload that nothing else names is named by the failure, however long its message") {
  for (const char* complete :
       {"POST?uploadId:*:status=403", "POST?uploadId:*:status=500", "POST?uploadId:*:status=429"}) {
    INFO(complete);
    service_and_client<no_checkpoint> at{no_checkpoint{}};
    at.fault(complete);
    at.fault("DELETE:*:status=403");
    at.fault("HEAD:*:status=403");
    const auto out = at.bucket.resumable_upload("k", text{given::bytes(2 * part)}, {.part_size = part});
    REQUIRE_FALSE(out);
    CHECK(out.error().message.view().find(open_id(at)) != std::string_view::npos);
  }
}

TEST_CASE("part_upload: an answer to Complete that stays away leaves the upload open, and named") {
  service_and_client<no_checkpoint> at{no_checkpoint{}};
  at.seen.before = [&](const std::string& line) {
    if (line == "POST uploadId") at.service.faults().add("POST?uploadId:1:status=504");
  };
  at.fault("HEAD:*:status=500");
  const auto out = at.bucket.resumable_upload("k", text{given::bytes(2 * part)}, {.part_size = part});
  REQUIRE_FALSE(out);
  CHECK(out.error().outcome_unknown);
  CHECK(at.sent("DELETE uploadId") == 0);  // nobody aborts what may be completed at this moment
  CHECK(out.error().message.view().find(open_id(at)) != std::string_view::npos);
}

TEST_CASE("part_upload: an upload begun twice is reported, also when it cannot be looked for") {
  const std::string whole = given::bytes(2 * part);
  for (const char* first : {"POST?uploads:1:lost", "POST?uploads:1:after=500", "POST?uploads:1:after=503"}) {
    INFO(first);
    service_and_client<> seen, blind, cut;
    for (auto* each : {&seen, &blind, &cut}) each->fault(first);
    blind.fault("GET?uploads:*:status=403");
    cut.fault("GET?uploads:*:lost");
    for (auto* each : {&seen, &blind, &cut}) {
      const auto out = each->bucket.resumable_upload("k", text{whole}, {.part_size = part});
      REQUIRE(out);
      CHECK(out->left_behind == 1);
      const std::string left = open_id(*each);
      CHECK(out->left_behind_id == (each == &seen ? left : ""));
      CHECK(out->upload_id != left);
    }
  }
}

TEST_CASE("part_upload: a service that fails may have begun an upload: the next call looks for it") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  for (const char* fault : {"POST?uploads:1:after=500", "POST?uploads:2:after=500", "POST?uploads:3:after=500"})
    at.fault(fault);
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  CHECK(at.service.uploads().size() == 3);
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .abort_left_behind = true});
  REQUIRE(out);
  CHECK(out->left_behind == 3);
  CHECK(at.service.uploads().empty());
}

TEST_CASE("part_upload: a refusal of the beginning leaves nothing to look for") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  at.fault("POST?uploads:1:status=403");
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE_FALSE(out);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(at.bucket.resumable_upload("k", text{whole}, {.part_size = part})->left_behind == 0);
  CHECK(at.sent("GET uploads") == 0);
}

TEST_CASE("part_upload: kept, though nothing outlives the call, when that is asked for") {
  service_and_client<no_checkpoint> at{no_checkpoint{}};
  at.fault("PUT?partNumber:2:status=403");
  const auto out = at.bucket.resumable_upload("k", text{given::bytes(2 * part)},
                                              {.part_size = part, .on_failure = unfinished_upload::kept});
  REQUIRE_FALSE(out);
  CHECK(out.error().status == 403);
  CHECK(at.sent("DELETE uploadId") == 0);
  CHECK(out.error().message.view().find(open_id(at)) != std::string_view::npos);
}

TEST_CASE("part_upload: cancelled, and whether its parts are deleted") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  upcall::upload_control control;
  auto cancel = [&](const upcall::upload_progress& now) {
    if (now.parts_done == 1) control.cancel();
    return true;
  };
  const upcall::resumable_upload_options options{.progress = cancel, .part_size = part, .control = &control};
  auto out = at.bucket.resumable_upload("k", text{whole}, options);
  REQUIRE_FALSE(out);
  CHECK(out.error().message == "cancelled; what was uploaded is deleted");
  CHECK(at.service.uploads().empty());

  control.go_on();
  at.fault("DELETE:*:status=403");
  out = at.bucket.resumable_upload("k", text{whole}, options);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::cancelled);
  CHECK(out.error().message == "cancelled; what was uploaded could not be deleted");
  CHECK(at.service.uploads().size() == 1);
}

TEST_CASE(
    "part_upload: what became of a completed upload cannot be found out: nothing is begun, and nothing forgotten") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  at.fault("POST?uploadId:1:lost");
  at.fault("HEAD:1:status=403");
  at.fault("HEAD:2:status=403");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  const auto unknown = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message.view().find("call again") != std::string_view::npos);
  CHECK(unknown.error().outcome() == upcall::settlement::unknown);
  CHECK_FALSE(unknown.error().callback_may_have_run);
  CHECK(at.sent("POST uploads") == 1);
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE(out);
  CHECK(out->found_stored);
  CHECK(at.sent("POST uploads") == 1);
  CHECK((at.stored() == whole));
}
