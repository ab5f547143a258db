// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "support/client.hpp"
#include "support/temporary_file.hpp"
#include <algorithm>
#include <map>
#include <string>
#include <upcall/bodies/file.hpp>
#include <upcall/bodies/one_pass.hpp>
#include <upcall/testing/recorded.hpp>
#include <utility>
#include <vector>

// What every transport keeps to. A model is told by a far end:
//   FarEnd far{std::vector<upcall::recorded_answer>};   what it will answer, in order
//   far.endpoint(), far.transport()                      for a client
//   far.requests(client)                                 what came whole, as upcall::recorded_request
//   FarEnd::changes_answer_headers                       true for one that is known to decode %XX in them, or to drop
//   empty ones
//   FarEnd::most_bytes                                   of a body, where it is over a slow line; else it has none
// and a test case that calls laws::transport<FarEnd>().
namespace laws {

template <class FarEnd>
class given_far_end {
 public:
  explicit given_far_end(std::vector<upcall::recorded_answer> answers) : far_(std::move(answers)) {}

  auto bucket() { return client_.bucket("examplebucket"); }
  std::vector<upcall::recorded_request> requests() { return far_.requests(client_); }

 private:
  FarEnd far_;
  given::client<upcall::endpoint, decltype(std::declval<FarEnd&>().transport())> client_{far_.endpoint(),
                                                                                         far_.transport()};
};

template <class FarEnd>
constexpr std::size_t at_most(std::size_t size) {
  if constexpr (requires { FarEnd::most_bytes; }) {
    return std::min<std::size_t>(size, FarEnd::most_bytes);
  } else {
    return size;
  }
}

// Those of the bytes that a header or a key may hold.
inline std::string bytes_from(int first, int last) {
  std::string out;
  for (int c = first; c <= last; ++c) out.push_back(static_cast<char>(c));
  return out;
}

template <class FarEnd>
void target_and_headers_arrive_unchanged() {
  const std::string keys[] = {"files/hello",
                              bytes_from(0x20, 0x2e) + bytes_from(0x30, 0x5b),
                              bytes_from(0x5d, 0x7e),
                              bytes_from(0x01, 0x09),
                              "100%25/%E4%B8%AD+a b",
                              "a//b/./../c/",
                              "\xe4\xb8\xad\xe6\x96\x87/\xf0\x9f\x98\x80",
                              "a?b#c&d=e;f"};
  given_far_end<FarEnd> far{std::vector<upcall::recorded_answer>(std::size(keys))};
  const std::string visible = bytes_from(0x21, 0x7e), utf8 = "\xe4\xb8\xad \xf0\x9f\x98\x80 \xc3\xa9";
  for (const auto& key : keys) {
    INFO(key);
    REQUIRE(far.bucket().put_object(
        key, upcall::text{"hello"},
        {.content_type = "text/plain; charset=\"utf-8\"",
         .metadata =
             {{"visible", visible}, {"utf-8", utf8}, {"empty", ""}, {"inner", "a  b\tc"}, {"percent", "%41%0a%zz%"}},
         .headers = {{"Cache-Control", "no-cache, max-age=0"}, {"User-Agent", "a test"}}}));
    const auto sent = far.requests().back();
    upcall::field room[1];
    upcall::request message{room, room};
    message.key = key;
    const auto path = upcall::testing::written([&](auto& to) { write_target(to, message); });
    CHECK(sent.target.ends_with(path));
    CHECK((sent.target == path || sent.target == "/examplebucket" + path));
    CHECK(sent.method == "PUT");
    std::map<std::string, int> times;
    for (const auto& [name, value] : sent.headers) ++times[name];
    for (const auto& [name, count] : times) {
      INFO(name);
      CHECK(count == 1);
    }
    REQUIRE(sent.header("x-oss-meta-visible") != nullptr);
    CHECK(*sent.header("x-oss-meta-visible") == visible);
    CHECK(*sent.header("x-oss-meta-utf-8") == utf8);
    CHECK(sent.header("x-oss-meta-empty")->empty());
    CHECK(*sent.header("x-oss-meta-inner") == "a  b\tc");
    CHECK(*sent.header("x-oss-meta-percent") == "%41%0a%zz%");
    CHECK(*sent.header("content-type") == "text/plain; charset=\"utf-8\"");
    CHECK(*sent.header("cache-control") == "no-cache, max-age=0");
    CHECK(*sent.header("user-agent") == "a test");
    CHECK(sent.header("authorization")->starts_with("OSS4-HMAC-SHA256 Credential=fake-key-id/20231114/"));
  }
}

template <class FarEnd>
void bodies_arrive_whole() {
  constexpr std::size_t sizes[] = {0,       1,       4'096,     16'383,    16'384,    16'385,   262'143,
                                   262'144, 262'145, 1'048'575, 1'048'576, 1'048'577, 3'500'000};
  given_far_end<FarEnd> far{std::vector<upcall::recorded_answer>(3 * std::size(sizes))};
  for (std::size_t listed : sizes) {
    const std::size_t size = at_most<FarEnd>(listed);
    INFO(size);
    const std::string content = given::bytes(size);
    const given::temporary_file file{content};
    std::size_t at = 0, most = 1;
    upcall::callable function{size, [&](std::span<char> piece) {
                                const std::size_t n = std::min({piece.size(), size - at, most});
                                most = most * 3 + 1;
                                for (std::size_t i = 0; i != n; ++i) piece[i] = content[at++];
                                return n;
                              }};
    CHECK(far.bucket().put_object("text", upcall::text{content}));
    CHECK((far.requests().back().body == content));
    CHECK(far.bucket().put_object("callable", function));
    CHECK((far.requests().back().body == content));
    CHECK(far.bucket().put_object("file", upcall::file{file.path()}));
    CHECK((far.requests().back().body == content));
    CHECK(far.requests().back().content_length == size);
    CHECK(far.requests().back().header("transfer-encoding") == nullptr);
  }
  CHECK(far.requests().size() == 3 * std::size(sizes));
}

// The far end never takes for whole what is not, and the next call is not disturbed.
template <class FarEnd>
void a_body_that_fails_ends_the_exchange() {
  constexpr std::size_t size = at_most<FarEnd>(700'000);
  for (std::size_t fails_at : {std::size_t{0}, std::size_t{1}, std::min<std::size_t>(262'144, size - 1), size - 1}) {
    INFO(fails_at);
    given_far_end<FarEnd> far{std::vector<upcall::recorded_answer>(2)};
    std::size_t at = 0;
    const auto out = far.bucket().put_object("k", upcall::callable{size, [&](std::span<char> piece) {
                                                                     const std::size_t n =
                                                                         std::min(piece.size(), fails_at - at);
                                                                     at += n;
                                                                     return n;
                                                                   }});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == upcall::fault::file_inconsistent);
    CHECK_FALSE(out.error().outcome_unknown);
    CHECK(far.requests().empty());
  }
  given_far_end<FarEnd> far{std::vector<upcall::recorded_answer>(3)};
  const std::string content = given::bytes(size);
  auto cancel = [](std::uint64_t done, std::uint64_t total) { return done != total; };
  const auto out = far.bucket().put_object("k", upcall::text{content}, {.progress = cancel});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::cancelled);
  CHECK(far.requests().empty());
  CHECK(far.bucket().put_object("k", upcall::text{"hello"}));
  REQUIRE(far.requests().size() == 1);
  CHECK(far.requests()[0].body == "hello");
}

// Bodies of unknown size, where the transport sends them: in chunks, and no byte of a Content-Length.
template <class FarEnd>
constexpr bool sends_unsized =
    upcall::unsized_transport<upcall::running_policy<decltype(std::declval<FarEnd&>().transport())>>;

template <class FarEnd>
void bodies_of_unknown_size_arrive_whole() {
  constexpr std::size_t sizes[] = {0, 1, 15, 16, 4'096, 65'516, 65'517, 262'144, 262'145, 300'000, 3'000'000};
  constexpr std::size_t pieces[] = {SIZE_MAX, 10'007};
  given_far_end<FarEnd> far{std::vector<upcall::recorded_answer>(std::size(sizes) * std::size(pieces) + 1)};
  for (std::size_t most : pieces) {
    for (std::size_t listed : sizes) {
      const std::size_t size = at_most<FarEnd>(listed);
      INFO(size << " in pieces of " << most);
      const std::string content = given::bytes(size);
      std::string_view left = content;
      auto read = [&](std::span<char> piece) {
        const std::size_t n = left.copy(piece.data(), std::min(piece.size(), most));
        left.remove_prefix(n);
        return n;
      };
      const auto out = far.bucket().put_object("k", upcall::one_pass{read});
      REQUIRE(out);
      CHECK(out->size == size);
      const auto sent = far.requests().back();
      CHECK((sent.body == content));
      CHECK(sent.chunked);
      CHECK_FALSE(sent.has_body);
      CHECK(sent.header("content-length") == nullptr);
    }
  }
  CHECK(far.bucket().put_object("k", upcall::text{"hello"}));
  CHECK(far.requests().back().body == "hello");
  CHECK_FALSE(far.requests().back().chunked);
}

template <class FarEnd>
void a_body_of_unknown_size_that_fails_ends_the_exchange() {
  constexpr std::size_t size = at_most<FarEnd>(700'000);
  for (std::size_t fails_at : {std::size_t{0}, std::size_t{1}, std::min<std::size_t>(262'144, size - 1), size}) {
    for (bool lies : {false, true}) {
      INFO(fails_at << lies);
      given_far_end<FarEnd> far{std::vector<upcall::recorded_answer>(3)};
      std::size_t at = 0;
      auto read = [&](std::span<char> piece) -> upcall::result<std::size_t> {
        const std::size_t n = std::min(piece.size(), fails_at - at);
        std::fill_n(piece.data(), n, 'x');
        at += n;
        if (n != 0) return n;
        if (lies) return piece.size() + 1;
        return upcall::failure{upcall::fault::client, "the pipe broke"};
      };
      const auto out = far.bucket().put_object("k", upcall::one_pass{read});
      REQUIRE_FALSE(out);
      CHECK(out.error().kind == (lies ? upcall::fault::file_inconsistent : upcall::fault::client));
      CHECK((lies || out.error().message == "the pipe broke"));
      CHECK_FALSE(out.error().outcome_unknown);
      CHECK(far.requests().empty());
      CHECK(far.bucket().put_object("k", upcall::text{"hello"}));
      REQUIRE(far.requests().size() == 1);
      CHECK(far.requests()[0].body == "hello");
    }
  }
}

template <class FarEnd>
void answers_without_a_body_are_whole() {
  given_far_end<FarEnd> far{{{.headers = {{"Content-Length", "123456"}, {"ETag", "\"1\""}}},
                             {.status = 204},
                             {.status = 200},
                             {.status = 404},
                             {.headers = {{"Content-Length", "0"}}},
                             {.status = 503},
                             {.status = 200}}};
  auto bucket = far.bucket();
  const auto head = bucket.head_object("k");
  REQUIRE(head);
  CHECK(head->size == 123'456);
  CHECK(head->etag == "\"1\"");
  CHECK(bucket.delete_object("k")->status == 204);
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
  CHECK(bucket.head_object("k").error().status == 404);
  CHECK(bucket.head_object("k")->size == 0);
  CHECK(bucket.put_object("k", upcall::text{"hello"}).error().status == 503);
  CHECK(bucket.delete_object("k"));
  const auto sent = far.requests();
  REQUIRE(sent.size() == 7);
  CHECK(sent[0].method == "HEAD");
  CHECK(sent[1].method == "DELETE");
  CHECK(sent[2].body == "hello");
}

template <class FarEnd>
void whatever_the_status_the_answer_comes() {
  const int statuses[] = {200, 201, 202, 203, 206, 300, 301, 302, 303, 307, 308, 400, 401, 403,
                          404, 407, 408, 409, 411, 412, 413, 429, 500, 501, 502, 503, 504};
  std::vector<upcall::recorded_answer> answers;
  for (int status : statuses) {
    answers.push_back({.status = status,
                       .headers = {{"Location", "http://127.0.0.1:1/elsewhere"}, {"x-oss-request-id", "R"}},
                       .body = "<Error><Code>Code" + std::to_string(status) + "</Code><Message>m</Message></Error>"});
  }
  given_far_end<FarEnd> far{std::move(answers)};
  for (int status : statuses) {
    INFO(status);
    const auto out = far.bucket().put_object("k", upcall::text{"hello"});
    if (status / 100 == 2 && status != 203) {
      REQUIRE(out);
      CHECK(out->status == status);
      CHECK(out->answer.view().starts_with("<Error>"));
      continue;
    }
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == (status == 203 ? upcall::fault::callback : upcall::fault::server));
    CHECK(out.error().status == status);
    CHECK(out.error().code == "Code" + std::to_string(status));
    CHECK(out.error().request_id == "R");
    CHECK(out.error().stored.known == (status == 203));
  }
  CHECK(far.requests().size() == std::size(statuses));  // no redirect was followed
}

template <class FarEnd>
void answers_come_unchanged() {
  const std::string object = given::bytes(at_most<FarEnd>(2'500'000)), text = "\x1f\x8b not really gzip";
  const std::vector<std::pair<std::string, std::string>> headers = {{"x-oss-meta-plain", "a, b; c=\"d\""},
                                                                    {"X-OSS-Meta-Case", "Mixed"},
                                                                    {"x-oss-meta-utf-8", "\xe4\xb8\xad"},
                                                                    {"x-oss-meta-plus", "a+b"},
                                                                    {"ETag", "\"D41D8CD98F00B204E9800998ECF8427E\""},
                                                                    {"x-oss-hash-crc64ecma", "18446744073709551615"}};
  auto more = headers;
  more.emplace_back("x-oss-meta-percent", "%41%2b");
  more.emplace_back("x-oss-meta-empty", "");
  given_far_end<FarEnd> far{
      {{.body = object}, {.headers = {{"Content-Encoding", "gzip"}}, .body = text}, {.headers = more}}};
  std::string got;
  auto to = [&](std::string_view piece) { got += piece; };
  const auto large = far.bucket().get_object("k", to);
  REQUIRE(large);
  CHECK(large->size == object.size());
  CHECK((got == object));
  got.clear();
  REQUIRE(far.bucket().get_object("k", to));
  CHECK(got == text);

  std::map<std::string, std::string> seen;
  auto see = [&](std::string_view name, std::string_view value) { seen.emplace(name, value); };
  REQUIRE(far.bucket().head_object("k", {.header = see}));
  for (const auto& [name, value] : headers) {
    INFO(name);
    CHECK(seen.at(name) == value);
  }
  if (FarEnd::changes_answer_headers) return;
  CHECK(seen.at("x-oss-meta-percent") == "%41%2b");
  CHECK(seen.at("x-oss-meta-empty").empty());
}

template <class FarEnd>
void an_answer_that_is_too_long_is_cut_and_no_failure() {
  const std::string longest(at_most<FarEnd>(1'000'000), 'a');
  given_far_end<FarEnd> far{{{.body = longest}, {.status = 400, .body = "<Error><Code>A</Code><X>" + longest}, {}}};
  const auto out = far.bucket().put_object("k", upcall::text{"hello"});
  REQUIRE(out);
  CHECK(out->answer_size == longest.size());
  CHECK(out->answer_cut);
  const auto refused = far.bucket().put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "A");
  CHECK(far.bucket().put_object("k", upcall::text{"hello"}));
}

template <class FarEnd>
void who_takes_an_object_may_stop() {
  const std::string object = given::bytes(at_most<FarEnd>(2'000'000));
  given_far_end<FarEnd> far{{{.body = object}, {.body = object}}};
  std::size_t got = 0;
  const auto out = far.bucket().get_object("k", [&](std::string_view piece) {
    got += piece.size();
    return false;
  });
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::cancelled);
  CHECK(got != 0);
  CHECK(far.bucket().get_object("k", [](std::string_view) {})->size == object.size());
}

template <class FarEnd>
void transport() {
  SECTION("target and headers arrive unchanged") { target_and_headers_arrive_unchanged<FarEnd>(); }
  SECTION("bodies arrive whole") { bodies_arrive_whole<FarEnd>(); }
  SECTION("a body that fails ends the exchange") { a_body_that_fails_ends_the_exchange<FarEnd>(); }
  if constexpr (sends_unsized<FarEnd>) {
    SECTION("bodies of unknown size arrive whole") { bodies_of_unknown_size_arrive_whole<FarEnd>(); }
    SECTION("a body of unknown size that fails ends the exchange") {
      a_body_of_unknown_size_that_fails_ends_the_exchange<FarEnd>();
    }
  }
  SECTION("answers without a body are whole") { answers_without_a_body_are_whole<FarEnd>(); }
  SECTION("whatever the status, the answer comes") { whatever_the_status_the_answer_comes<FarEnd>(); }
  SECTION("answers come unchanged") { answers_come_unchanged<FarEnd>(); }
  SECTION("an answer that is too long is cut and no failure") {
    an_answer_that_is_too_long_is_cut_and_no_failure<FarEnd>();
  }
  SECTION("who takes an object may stop") { who_takes_an_object_may_stop<FarEnd>(); }
}

}  // namespace laws
