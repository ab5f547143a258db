// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "operations/given_policies.hpp"
#include <upcall/operations/put_small.hpp>

using upcall::fault;
using upcall::resumable_upload_options;
using upcall::upload_progress;
using upcall::detail::check_later_requests;
using upcall::detail::put_small;

namespace {

constexpr upcall::subject k{"examplebucket", "k"};
inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};

struct put {
  given::recorded_policies at{{{.headers = {{"ETag", "\"E\""}}, .body = "{}"}}};
  upcall::result<upcall::resumable_result> out{upcall::pending{}};

  explicit put(const resumable_upload_options& options, std::string_view bytes = "123456789") {
    upcall::text from{bytes};
    put_small(at.with, k, from, "text/plain", options, out);
  }
};

}  // namespace

TEST_CASE("put_small: one put with all that the upload's requests would have carried") {
  char room[10];
  put one{{.callback = upcall::encoded<on_upload>,
           .metadata = {{"Who", "me"}},
           .headers = {{"Cache-Control", "no-cache"}, {"x-oss-object-acl", "private"}},
           .answer = room}};
  REQUIRE(one.out);
  CHECK(one.out->etag == "\"E\"");
  CHECK(one.out->answer == "{}");
  CHECK(std::string_view{room, 2} == "{}");
  CHECK(one.out->upload_id.empty());
  CHECK(one.out->parts == 0);
  const auto& sent = one.at.requests().at(0);
  CHECK(sent.method == "PUT");
  CHECK(sent.target == "/k");
  CHECK(sent.body == "123456789");
  CHECK(*sent.header("content-type") == "text/plain");
  CHECK(*sent.header("x-oss-meta-who") == "me");
  CHECK(*sent.header("cache-control") == "no-cache");
  CHECK(*sent.header("x-oss-object-acl") == "private");
  CHECK(sent.header("x-oss-callback") != nullptr);
  CHECK(sent.headers.size() == 5 + 3);  // the signature's

  put typed{{.content_type = "image/png"}};
  CHECK(*typed.at.requests().at(0).header("content-type") == "image/png");
}

TEST_CASE("put_small: progress is told of one part, and may end it") {
  std::vector<upload_progress> told;
  auto follow = [&](const upload_progress& now) {
    told.push_back(now);
    return told.size() < 2;
  };
  const std::string bytes(20'000, 'x');  // two pieces
  put half{{.progress = follow}, bytes};
  REQUIRE_FALSE(half.out);
  CHECK(half.out.error().kind == fault::cancelled);
  REQUIRE(told.size() == 2);
  CHECK(told[0].done < bytes.size());
  CHECK(told[0].parts_done == 0);
  CHECK(told[0].parts == 1);
  CHECK(told[1].done == bytes.size());
  CHECK(told[1].size == bytes.size());
  CHECK(told[1].parts_done == 0);  // it is not stored yet
}

TEST_CASE("put_small: the part is done when it is stored, which is too late to cancel") {
  std::vector<upload_progress> told;
  auto follow = [&](const upload_progress& now) {
    told.push_back(now);
    return now.parts_done == 0;
  };
  CHECK(put{{.progress = follow}}.out);
  REQUIRE(told.size() == 2);
  CHECK(told[0].done == 9);
  CHECK(told[0].parts_done == 0);
  CHECK(told[1].done == 9);
  CHECK(told[1].parts_done == 1);
}

TEST_CASE("put_small: a control ends it, too") {
  upcall::upload_control control;
  CHECK(put{{.control = &control}}.out);
  control.cancel();
  put cancelled{{.control = &control}};
  REQUIRE_FALSE(cancelled.out);
  CHECK(cancelled.out.error().kind == fault::cancelled);
  CHECK(cancelled.at.requests().empty());
  control.pause();
  put paused{{.control = &control}};
  REQUIRE_FALSE(paused.out);
  CHECK(paused.out.error().kind == fault::paused);
  CHECK(paused.at.requests().empty());
}

TEST_CASE("put_small: what the later requests would be refused for is refused before anything is sent") {
  given::recorded_policies at{{}};
  upcall::failure why;
  const upcall::callback wrong{.url = "http://app.example.com/?a=b", .body = "object=${object}"};
  CHECK(check_later_requests(at.with, k, {.callback = upcall::encoded<on_upload>}, why));
  CHECK_FALSE(check_later_requests(at.with, k, {.callback = wrong}, why));
  CHECK(why.kind == fault::client);
  CHECK(why.message.view().starts_with("callback: "));
  CHECK_FALSE(check_later_requests(at.with, {"examplebucket", ""}, {}, why));
  CHECK(why.message.view().starts_with("key: "));
  CHECK_FALSE(check_later_requests(at.with, k, {.headers = {{"Content-MD5", "m"}}}, why));
  CHECK(why.message.view().starts_with("header: "));
  CHECK_FALSE(check_later_requests(at.with, k, {.headers = {{"x-oss-traffic-limit", "a\nb"}}}, why));
  CHECK(why.message.view().starts_with("header: "));
  CHECK(at.requests().empty());
}
