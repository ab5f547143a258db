// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include "support/temporary_file.hpp"
#include <string>
#include <upcall/bodies/file.hpp>
#include <upcall/policies/checkpoint/inline.hpp>
#include <upcall/policies/checkpoint/none.hpp>
#include <upcall/policies/executor/threads.hpp>

using given::service_and_client;
using given::temporary_file;
using upcall::fault;
using upcall::file;
using upcall::memory_checkpoint;
using upcall::text;
using upcall::threads;
using upcall::unfinished_upload;

namespace {

constexpr std::uint64_t part = 102'400;

inline constexpr upcall::callback on_upload{
    .url = "http://127.0.0.1:23450/done",
    .body = "object=${object}&size=${size}&who=${x:who}",
    .variables = {{"x:who", "me"}},
};
inline constexpr auto encoded = upcall::encoded<on_upload>;

upcall::emulator_settings refusing_application() {
  auto settings = given::service_settings();
  settings.deliver = [](const upcall::testing::callback_post&) {
    upcall::testing::callback_answer answer;
    answer.status = 500;
    return answer;
  };
  return settings;
}

}  // namespace

TEST_CASE("an object is uploaded in parts, and nothing is left open") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part + 1);
  const auto out = at.bucket.resumable_upload(
      "k", text{whole}, {.content_type = "text/plain", .metadata = {{"Owner", "me"}}, .part_size = part});
  REQUIRE(out);
  CHECK(out->status == 200);
  CHECK(out->parts == 4);
  CHECK(out->parts_resumed == 0);
  CHECK(out->size == whole.size());
  upcall::crc64 sum;
  write(sum, whole);
  CHECK(out->crc64 == sum.value());
  CHECK(out->etag.view().ends_with("-4\""));
  CHECK_FALSE(out->upload_id.empty());
  CHECK_FALSE(out->found_stored);
  CHECK((at.stored() == whole));
  CHECK(at.service.uploads().empty());
  CHECK(at.seen.lines == std::vector<std::string>{"POST uploads", "PUT part 1", "PUT part 2", "PUT part 3",
                                                  "PUT part 4", "POST uploadId", "GET"});
  std::string headers;
  auto keep = [&](std::string_view name, std::string_view value) {
    ((headers += name) += '=') += value;
    headers += ';';
  };
  REQUIRE(at.bucket.head_object("k", {.header = keep}));
  CHECK(headers.find("Content-Type=text/plain") != headers.npos);
  CHECK(headers.find("x-oss-meta-owner=me") != headers.npos);
  CHECK(headers.find("x-oss-meta-upcall-nonce=") != headers.npos);
}

TEST_CASE("a checkpoint of few parts: nothing is begun that has no room, and without a wish the parts are as large") {
  service_and_client<upcall::inline_checkpoint<3>> at{upcall::inline_checkpoint<3>{}};
  const std::string fits = given::bytes(3 * part), over = fits + "x";
  const auto refused = at.bucket.resumable_upload("k", text{over}, {.part_size = part});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault::client);
  CHECK(refused.error().message ==
        "part_size: this makes more parts than the checkpoint has room for; give a larger one, or none");
  CHECK(at.seen.lines.empty());
  CHECK(at.bucket.resumable_upload("k", text{fits}, {.part_size = part})->parts == 3);

  const std::string large(25'000'000, 'x');
  const auto done = at.bucket.resumable_upload("k", text{large}, {});
  REQUIRE(done);
  CHECK(done->parts == 3);
}

TEST_CASE("the nonce can be left out of the metadata") {
  service_and_client<> at;
  REQUIRE(at.bucket.resumable_upload("k", text{given::bytes(2 * part)}, {.part_size = part, .without_nonce = true}));
  bool found = false;
  auto look = [&](std::string_view name, std::string_view) { found |= name == "x-oss-meta-upcall-nonce"; };
  REQUIRE(at.bucket.head_object("k", {.header = look}));
  CHECK_FALSE(found);
}

TEST_CASE("what fits into one part goes as one put, unless that is switched off") {
  service_and_client<> at;
  const std::string whole = given::bytes(part);
  const auto one = at.bucket.resumable_upload("k", text{whole}, {.callback = encoded, .part_size = part});
  REQUIRE(one);
  CHECK(one->upload_id.empty());
  CHECK(one->answer == "{\"Status\":\"OK\"}");
  CHECK(at.seen.lines == std::vector<std::string>{"PUT"});

  const auto parts = at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .single_put_up_to = 0});
  REQUIRE(parts);
  CHECK(parts->parts == 1);
  CHECK((at.stored() == whole));

  REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.single_put_up_to = part - 1}));
  CHECK(at.sent("POST uploads") == 2);

  REQUIRE(at.bucket.resumable_upload("empty", text{""}, {.single_put_up_to = 0}));
  CHECK(at.stored("empty").empty());
}

TEST_CASE("the callback goes with Complete, and the application's answer is the result's") {
  service_and_client<> at;
  const auto out =
      at.bucket.resumable_upload("k", text{given::bytes(2 * part)}, {.callback = encoded, .part_size = part});
  REQUIRE(out);
  CHECK(out->answer == "{\"Status\":\"OK\"}");
  CHECK_FALSE(out->etag.empty());
  const auto posts = at.service.callbacks().sent();
  REQUIRE(posts.size() == 1);
  CHECK(posts[0].body == "object=k&size=204800&who=me");
}

TEST_CASE("a callback that is refused is told with all that is stored, and the next call begins anew") {
  service_and_client<> at{refusing_application()};
  const std::string whole = given::bytes(2 * part);
  for (int call = 1; call <= 2; ++call) {
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.callback = encoded, .part_size = part});
    REQUIRE_FALSE(out);
    const upcall::failure& why = out.error();
    CHECK(why.kind == fault::callback);
    CHECK(why.status == 203);
    CHECK(why.stored.known);
    CHECK(why.stored.size == whole.size());
    upcall::crc64 sum;
    write(sum, whole);
    CHECK(why.stored.crc64 == sum.value());
    CHECK_FALSE(why.stored.etag.empty());
    CHECK(at.sent("POST uploads") == call);
    CHECK(at.sent("DELETE uploadId") == 0);
    CHECK(at.service.uploads().empty());
    CHECK((at.stored() == whole));
  }
}

TEST_CASE("what is wrong with a call is told before anything is sent") {
  service_and_client<> at;
  const std::string bytes = given::bytes(2 * part);
  text two_parts{bytes};
  const upcall::callback wrong{.url = "http://app.example.com/?a=b", .body = "object=${object}"};
  const auto refused = [&](const upcall::resumable_upload_options& options, std::string_view key = "k") {
    const auto out = at.bucket.resumable_upload(key, text{"some bytes"}, options);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::client);
    return std::string{out.error().message.view()};
  };
  CHECK(refused({.callback = wrong, .single_put_up_to = 0}).rfind("callback: ", 0) == 0);
  CHECK(refused({.part_size = part - 1}).rfind("part_size: ", 0) == 0);
  CHECK(refused({.part_size = upcall::largest_part + 1}).rfind("part_size: ", 0) == 0);
  CHECK(refused({}, "/k").rfind("key: ", 0) == 0);
  CHECK(refused({.headers = {{"Content-MD5", "x"}}, .single_put_up_to = 0}).rfind("header: ", 0) == 0);
  CHECK(at.seen.lines.empty());
  const auto out = at.bucket.resumable_upload("k", two_parts, {.metadata = {{"a b", "c"}}, .part_size = part});
  CHECK(out.error().kind == fault::client);
  CHECK(at.seen.lines.empty());
  REQUIRE(at.bucket.resumable_upload("k", two_parts, {.part_size = part}));  // nothing of it was kept
}

TEST_CASE("headers go with the requests that they belong to") {
  service_and_client<> at;
  std::string seen;
  const std::string bytes = given::bytes(2 * part);
  text two_parts{bytes};
  const auto options = upcall::resumable_upload_options{
      .headers = {{"Cache-Control", "no-cache"}, {"x-oss-forbid-overwrite", "true"}, {"x-oss-object-acl", "private"}},
      .part_size = part};
  REQUIRE(at.bucket.resumable_upload("k", two_parts, options));
  const auto again = at.bucket.resumable_upload("k", two_parts, options);
  REQUIRE_FALSE(again);
  CHECK(again.error().status == 409);
  CHECK(at.seen.lines.back() == "POST uploads");  // Initiate had the header
  auto look = [&](std::string_view name, std::string_view value) {
    if (name == "Cache-Control") seen = value;
  };
  REQUIRE(at.bucket.head_object("k", {.header = look}));
  CHECK(seen == "no-cache");
}

TEST_CASE("a call that failed is gone on with by the next") {
  service_and_client<> at;
  const std::string whole = given::bytes(4 * part);
  at.fault("PUT?partNumber:3:status=403");
  const auto failed = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE_FALSE(failed);
  CHECK(failed.error().status == 403);
  CHECK(at.parts_sent() == 3);
  CHECK(at.service.uploads().size() == 1);

  at.seen.lines.clear();
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part * 2});
  REQUIRE(out);
  CHECK(out->parts == 4);  // the size of the parts is that of the first call
  CHECK(out->parts_resumed == 2);
  CHECK(out->bytes_resumed == 2 * part);
  CHECK_FALSE(out->begun_anew);
  CHECK(at.seen.lines == std::vector<std::string>{"GET uploadId", "PUT part 3", "PUT part 4", "POST uploadId"});
  CHECK((at.stored() == whole));
  CHECK(at.service.uploads().empty());
}

TEST_CASE("what was begun in parts is gone on with in parts, also where the next call would make one put of it") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  at.fault("PUT?partNumber:2:status=403");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  const auto out = at.bucket.resumable_upload("k", text{whole});
  REQUIRE(out);
  CHECK(out->parts_resumed == 1);
  CHECK(at.service.uploads().empty());
}

TEST_CASE("what becomes of the parts of a failed call is the caller's choice, and the checkpoint's") {
  const std::string whole = given::bytes(2 * part);
  SECTION("deleted when that is asked for") {
    service_and_client<> at;
    at.fault("PUT?partNumber:2:status=403");
    REQUIRE_FALSE(
        at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .on_failure = unfinished_upload::aborted}));
    CHECK(at.service.uploads().empty());
    CHECK(at.sent("DELETE uploadId") == 1);
  }
  SECTION("deleted when nothing is kept of a call") {
    service_and_client<upcall::no_checkpoint> at{upcall::no_checkpoint{}};
    at.fault("PUT?partNumber:2:status=403");
    REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    CHECK(at.service.uploads().empty());
  }
  SECTION("named when they cannot be deleted") {
    service_and_client<upcall::no_checkpoint> at{upcall::no_checkpoint{}};
    at.fault("PUT?partNumber:2:status=403");
    at.fault("DELETE:*:status=403");
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
    REQUIRE_FALSE(out);
    REQUIRE(at.service.uploads().size() == 1);
    CHECK(out.error().message.view().find(at.service.uploads()[0].id) != std::string_view::npos);
  }
}

TEST_CASE("a refusal that no retry can mend ends all lanes") {
  service_and_client<threads<4>> at{threads<4>{}};
  at.fault("PUT?partNumber:*:status=403");
  const auto out = at.bucket.resumable_upload("k", text{given::bytes(40 * part)},
                                              {.part_size = part, .on_failure = unfinished_upload::aborted});
  REQUIRE_FALSE(out);
  CHECK(out.error().status == 403);
  CHECK(at.parts_sent() <= 5);  // the first, and at most one more in each lane
  CHECK(at.service.uploads().empty());
}

TEST_CASE("a part that may be stored is no object that may be") {
  service_and_client<> at;
  at.fault("PUT?partNumber:*:lost");
  const std::string whole = given::bytes(2 * part);
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  CHECK_FALSE(out.error().outcome_unknown);
}

TEST_CASE("what fails for a moment is sent again") {
  const std::string whole = given::bytes(6 * part);
  for (const char* fault : {"PUT?partNumber:2:status=503", "PUT?partNumber:4:lost", "PUT?partNumber:5:crc",
                            "POST?uploads:1:status=500", "POST?uploadId:1:status=503"}) {
    INFO(fault);
    service_and_client<threads<3>> at{threads<3>{}};
    at.fault(fault);
    REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    CHECK((at.stored() == whole));
    CHECK(at.service.uploads().empty());
  }
}

TEST_CASE("progress tells bytes and parts, never back, and may end the upload") {
  service_and_client<threads<2>> at{threads<2>{}};
  const std::string whole = given::bytes(5 * part + 7);
  at.fault("PUT?partNumber:2:lost");
  upcall::upload_progress last;
  bool back = false;
  auto follow = [&](const upcall::upload_progress& now) {
    back |= now.done < last.done || now.parts_done < last.parts_done;
    last = now;
    return true;
  };
  REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.progress = follow, .part_size = part}));
  CHECK_FALSE(back);
  CHECK(last.done == whole.size());
  CHECK(last.size == whole.size());
  CHECK(last.parts_done == 6);
  CHECK(last.parts == 6);

  auto end = [&](const upcall::upload_progress& now) { return now.parts_done < 2; };
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.progress = end, .part_size = part});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::cancelled);
  CHECK(at.service.uploads().empty());
}

TEST_CASE("an upload is paused and gone on with, or cancelled, by its control") {
  service_and_client<> at;
  const std::string whole = given::bytes(5 * part);
  upcall::upload_control control;
  auto pause_at_two = [&](const upcall::upload_progress& now) {
    if (now.parts_done == 2) control.pause();
    return true;
  };
  const auto paused =
      at.bucket.resumable_upload("k", text{whole}, {.progress = pause_at_two, .part_size = part, .control = &control});
  REQUIRE_FALSE(paused);
  CHECK(paused.error().kind == fault::paused);
  CHECK(at.service.uploads().size() == 1);

  const auto still = at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .control = &control});
  CHECK(still.error().kind == fault::paused);

  control.go_on();
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .control = &control});
  REQUIRE(out);
  CHECK(out->parts_resumed == 2);
  CHECK((at.stored() == whole));

  control.cancel();
  const auto cancelled = at.bucket.resumable_upload("l", text{whole}, {.part_size = part, .control = &control});
  CHECK(cancelled.error().kind == fault::cancelled);
  CHECK(at.service.uploads().empty());
}

TEST_CASE("a file that changes is never completed") {
  service_and_client<> at;
  temporary_file source{given::bytes(4 * part)};
  const upcall::resumable_upload_options options{.part_size = part};
  const auto inconsistent = [&](auto&& options_given) {
    const auto out = at.bucket.resumable_upload("k", file{source.path()}, options_given);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::file_inconsistent);
    CHECK(at.sent("POST uploadId") == 0);
    CHECK(at.service.uploads().empty());
    CHECK(at.stored() == "(none)");
  };
  SECTION("while a part is sent, at the same size, its modification time set back") {
    bool done = false;
    auto change = [&](const upcall::upload_progress& now) {
      if (!done && now.parts_done == 1) source.overwrite_in_secret(0, "other");
      done |= now.parts_done == 1;
      return true;
    };
    inconsistent(upcall::resumable_upload_options{.progress = change, .part_size = part});
  }
  SECTION("after the last part") {
    auto change = [&](const upcall::upload_progress& now) {
      if (now.parts_done == 4) source.overwrite(0, "other");
      return true;
    };
    inconsistent(upcall::resumable_upload_options{.progress = change, .part_size = part});
  }
  SECTION("cut short") {
    auto change = [&](const upcall::upload_progress& now) {
      if (now.parts_done == 2) source.truncate(part * 3);
      return true;
    };
    inconsistent(upcall::resumable_upload_options{.progress = change, .part_size = part});
  }
  SECTION("between two calls; the one after that uploads it as it is") {
    at.fault("PUT?partNumber:3:status=403");
    REQUIRE_FALSE(at.bucket.resumable_upload("k", file{source.path()}, options));
    source.overwrite_in_secret(5, "other");
    inconsistent(options);
    REQUIRE(at.bucket.resumable_upload("k", file{source.path()}, options));
    CHECK(at.stored().substr(5, 5) == "other");
  }
}

TEST_CASE("parts are checked against the source before they count as stored") {
  service_and_client<> at;
  std::string whole = given::bytes(4 * part);
  at.fault("PUT?partNumber:4:status=403");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  whole[part + 5] ^= 1;  // the same memory, other bytes: no time of a file tells
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE(out);
  CHECK(out->parts_resumed == 2);
  CHECK((at.stored() == whole));
}

TEST_CASE("the answer to Complete is lost: the object is asked for, and told as stored") {
  const std::string whole = given::bytes(2 * part);
  for (const char* fault : {"POST?uploadId:1:lost", "POST?uploadId:1:cut=50", "POST?uploadId:1:after=500",
                            "POST?uploadId:1:after=404", "POST?uploadId:*:lost"}) {
    INFO(fault);
    service_and_client<> at;
    at.fault(fault);
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
    REQUIRE(out);
    CHECK(out->found_stored);
    CHECK(out->size == whole.size());
    CHECK_FALSE(out->etag.empty());
    CHECK(out->parts == 2);
    CHECK(at.sent("POST uploadId") == 1);
    CHECK(at.sent("HEAD") == 1);
    CHECK(at.service.uploads().empty());
  }
}

TEST_CASE("with a callback, what is known after a lost answer is that the object is stored, not that it was told") {
  service_and_client<> at;
  at.fault("POST?uploadId:1:lost");
  const auto out =
      at.bucket.resumable_upload("k", text{given::bytes(2 * part)}, {.callback = encoded, .part_size = part});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  CHECK(out.error().outcome_unknown);
  CHECK(out.error().stored.known);
  CHECK(out.error().stored.size == 2 * part);
  CHECK(at.service.callbacks().sent().size() == 1);
  CHECK(at.sent("POST uploadId") == 1);
  REQUIRE(at.bucket.resumable_upload("k", text{given::bytes(2 * part)}, {.part_size = part}));
  CHECK(at.sent("POST uploads") == 2);
}

TEST_CASE("a Complete that was never carried out is sent again") {
  service_and_client<> at;
  at.fault("POST?uploadId:1:status=500");
  at.fault("POST?uploadId:2:status=503");
  const auto out =
      at.bucket.resumable_upload("k", text{given::bytes(2 * part)}, {.callback = encoded, .part_size = part});
  REQUIRE(out);
  CHECK(at.sent("POST uploadId") == 3);
  CHECK(at.service.callbacks().sent().size() == 1);
}

TEST_CASE("an upload that the service does not know any more is begun anew, and that is said") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part);
  at.fault("PUT?partNumber:3:status=403");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  REQUIRE(at.bucket.abort_upload("k", at.service.uploads().at(0).id));
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE(out);
  CHECK(out->begun_anew);
  CHECK(out->parts_resumed == 0);
  CHECK((at.stored() == whole));
}

TEST_CASE("an upload that is gone in the middle fails once") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part);
  bool aborted = false;
  auto abort = [&](const upcall::upload_progress& now) {
    if (now.parts_done == 1 && !aborted) {
      aborted = true;
      REQUIRE(at.bucket.abort_upload("k", at.service.uploads().at(0).id));
    }
    return true;
  };
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.progress = abort, .part_size = part});
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "NoSuchUpload");
  REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
}

TEST_CASE("an upload whose name was lost is reported, and deleted when that is asked for") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  at.fault("POST?uploads:1:lost");
  at.fault("POST?uploads:2:lost");
  at.fault("POST?uploads:3:lost");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  CHECK(at.service.uploads().size() == 3);
  SECTION("reported") {
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
    REQUIRE(out);
    CHECK(out->left_behind == 3);
    CHECK_FALSE(out->left_behind_id.empty());
    CHECK(at.service.uploads().size() == 3);
  }
  SECTION("deleted") {
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part, .abort_left_behind = true});
    REQUIRE(out);
    CHECK(out->left_behind == 3);
    CHECK(at.service.uploads().empty());
  }
}

TEST_CASE("an upload whose name was lost stays on record until a call comes to its end") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part);
  at.fault("POST?uploads:1:lost");
  at.fault("POST?uploads:2:lost");
  at.fault("POST?uploads:3:lost");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  CHECK(at.service.uploads().size() == 3);
  const auto told = [&](const std::string& source) {
    const auto out = at.bucket.resumable_upload("k", text{source}, {.part_size = part});
    REQUIRE(out);
    CHECK(out->left_behind == 3);
    CHECK(at.service.uploads().size() == 3);
    CHECK((at.stored() == source));
  };
  SECTION("one that fails on its way") {
    at.fault("PUT?partNumber:3:status=403");
    REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    CHECK(at.service.uploads().size() == 4);
    told(whole);
  }
  SECTION("one that is refused at its beginning") {
    at.fault("POST?uploads:1:status=403");
    REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    told(whole);
  }
  SECTION("one that is cancelled") {
    auto end = [](const upcall::upload_progress& now) { return now.parts_done < 2; };
    REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.progress = end, .part_size = part}));
    told(whole);
  }
  SECTION("one that cannot know what became of its callback") {
    at.fault("POST?uploadId:1:lost");
    const auto out = at.bucket.resumable_upload("k", text{whole}, {.callback = encoded, .part_size = part});
    REQUIRE_FALSE(out);
    CHECK(out.error().outcome() == upcall::settlement::stored);
    CHECK(out.error().callback_may_have_run);
    told(whole);
  }
  SECTION("one whose source changed, before anything of it was uploaded and after") {
    at.fault("PUT?partNumber:3:status=403");
    REQUIRE_FALSE(at.bucket.resumable_upload("k", text{given::bytes(4 * part)}, {.part_size = part}));
    const auto changed = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
    REQUIRE_FALSE(changed);
    CHECK(changed.error().kind == fault::file_inconsistent);
    told(whole);
  }
  CHECK(at.bucket.resumable_upload("k", text{whole}, {.part_size = part})->left_behind == 0);
}

TEST_CASE("what is told is told once more where a call ended before it was") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part);
  at.fault("POST?uploads:1:lost");
  at.fault("PUT?partNumber:2:status=403");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  CHECK(at.service.uploads().size() == 2);
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE(out);
  CHECK(out->parts_resumed == 1);
  CHECK(out->left_behind == 1);
  CHECK(at.service.uploads().size() == 1);
}
