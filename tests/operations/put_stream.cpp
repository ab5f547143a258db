// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/acting_transport.hpp"
#include "support/client.hpp"
#include <algorithm>
#include <string>
#include <string_view>
#include <upcall/bodies/one_pass.hpp>
#include <upcall/bodies/stream.hpp>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/failing.hpp>
#include <utility>
#include <vector>

// A put of what has no size.

using upcall::breaking;
using upcall::exponential_backoff;
using upcall::failing;
using upcall::failure;
using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;
using upcall::result;
using upcall::stream;

namespace {

inline constexpr upcall::callback on_stream{.url = "http://app.example.com/done", .body = "object=${object}"};
inline constexpr auto encoded = upcall::encoded<on_stream>;
constexpr std::string_view digits = "123456789";
constexpr const char* sum_of_digits = "11051210869376104954";

// Gives a text, some bytes at a time, and counts how often it was asked.
struct giving {
  std::string_view left;
  int* asked = nullptr;

  std::size_t operator()(std::span<char> piece) {
    if (asked != nullptr) ++*asked;
    const std::size_t n = left.copy(piece.data(), std::min<std::size_t>(piece.size(), 4));
    left.remove_prefix(n);
    return n;
  }
};

recorded_answer answer(int status, std::string body = {}) {
  return {.status = status, .headers = {{"ETag", "\"E\""}, {"x-oss-request-id", "R"}}, .body = std::move(body)};
}
recorded_answer refusal(int status, const std::string& code) {
  return answer(status, "<Error><Code>" + code + "</Code><Message>m</Message></Error>");
}
recorded_answer stored(const char* crc64, const char* size = "9") {
  return {.headers = {{"Content-Length", size}, {"x-oss-hash-crc64ecma", crc64}, {"x-oss-request-id", "R"}}};
}

bool says(const failure& why, std::string_view text) { return why.message.view().find(text) != std::string_view::npos; }
bool says_what_to_do(const failure& why) {
  return says(why, "cannot be read again") && says(why, "resumable_upload") && !why.message.cut();
}

// What a client that tries up to three times makes of these answers.
template <class... Policies>
failure failing_put(std::vector<recorded_answer> answers, Policies... policies) {
  const std::size_t most = answers.size();
  given::client oss{given::service, recorded{std::move(answers)}, exponential_backoff{}, policies...};
  const auto out = oss.bucket("examplebucket").put_object("k", stream{giving{digits}});
  CHECK(given::requests(oss).size() == 1);
  CHECK(oss.template policy<upcall::role::transport>().answers_left() + 1 == most);
  REQUIRE_FALSE(out);
  return out.error();
}

}  // namespace

TEST_CASE("a stream is put in chunks, and told as any other object") {
  given::client oss{
      given::service,
      recorded{{{.headers = {{"ETag", "\"E\""}, {"x-oss-request-id", "R"}, {"x-oss-hash-crc64ecma", sum_of_digits}},
                 .body = "{}"}}}};
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
  auto progress = [&](std::uint64_t done, std::uint64_t total) {
    told.emplace_back(done, total);
    return true;
  };
  const auto out = oss.bucket("examplebucket")
                       .put_object("k", stream{giving{digits}},
                                   {.callback = encoded,
                                    .content_type = "text/plain",
                                    .metadata = {{"a", "b"}},
                                    .headers = {{"Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="}},
                                    .progress = progress});
  REQUIRE(out);
  CHECK(out->size == 9);
  CHECK(out->crc64 == 11051210869376104954u);
  CHECK(out->etag == "\"E\"");
  CHECK(out->answer == "{}");
  const auto& sent = given::requests(oss).at(0);
  CHECK(sent.body == digits);
  CHECK(sent.chunked);
  CHECK_FALSE(sent.has_body);
  CHECK(*sent.header("content-type") == "text/plain");
  CHECK(*sent.header("content-md5") == "JfnnlDI7RTiF9RgfG2JNCw==");
  CHECK(*sent.header("x-oss-meta-a") == "b");
  CHECK(sent.header("x-oss-callback") != nullptr);
  CHECK(told == decltype(told){{4, 0}, {8, 0}, {9, 0}, {9, 9}});
}

TEMPLATE_TEST_CASE("the service stores a stream, whatever its signature and size", "", upcall::sign_v4,
                   upcall::sign_v1) {
  upcall::emulator service;
  given::client oss{given::service, service.transport(), TestType{}};
  auto bucket = oss.bucket("examplebucket");
  for (std::size_t size : {0u, 1u, 300'000u}) {
    const std::string content = given::bytes(size);
    std::string got;
    const auto out = bucket.put_object("k", stream{giving{content}});
    REQUIRE(out);
    CHECK(out->size == size);
    REQUIRE(bucket.get_object("k", [&](std::string_view piece) { got += piece; }));
    CHECK((got == content));
  }
}

TEST_CASE("of a stream that fails, or is cancelled, nothing is stored") {
  upcall::emulator service;
  given::client oss{given::service, service.transport(), exponential_backoff{}};
  auto bucket = oss.bucket("examplebucket");
  std::string_view left = digits;
  const auto broken = bucket.put_object("k", stream{[&](std::span<char> piece) -> result<std::size_t> {
                                          if (left.empty()) return failure{fault::client, "the pipe broke"};
                                          return giving{std::exchange(left, {})}(piece);
                                        }});
  CHECK(broken.error().message == "the pipe broke");
  CHECK(broken.error().kind == fault::client);
  for (std::uint64_t last : {std::uint64_t{4}, std::uint64_t{9}}) {
    auto progress = [&](std::uint64_t done, std::uint64_t total) { return done < last || (last == 9 && total == 0); };
    const auto cancelled = bucket.put_object("k", stream{giving{digits}}, {.progress = progress});
    CHECK(cancelled.error().kind == fault::cancelled);
  }
  upcall::upload_control control;
  control.cancel();
  CHECK(bucket.put_object("k", stream{giving{digits}}, {.control = &control}).error().kind == fault::cancelled);
  CHECK(bucket.head_object("k").error().status == 404);
}

TEST_CASE("a stream that was read from is not sent again, whatever failed, and the failure says what to do") {
  SECTION("a refusal that may pass") {
    const auto why = failing_put({refusal(503, "ServiceUnavailable"), answer(200)});
    CHECK(why.status == 503);
    CHECK(says_what_to_do(why));
  }
  SECTION("a refusal that may pass, in as many words as a failure has room for") {
    const std::string words(300, 'm');
    const auto why = failing_put(
        {answer(503, "<Error><Code>ServiceUnavailable</Code><Message>" + words + "</Message></Error>"), answer(200)});
    CHECK(says(why, "mmm"));
    CHECK(says_what_to_do(why));
  }
  SECTION("another checksum") {
    const auto why = failing_put({stored("1"), stored(sum_of_digits)});
    CHECK(why.kind == fault::crc_inconsistent);
    CHECK(says_what_to_do(why));
  }
  SECTION("a refusal that stays: there would have been no other attempt") {
    const auto why = failing_put({refusal(403, "AccessDenied"), answer(200)});
    CHECK(why.message == "m");
  }
  SECTION("a clock that was wrong") {
    const auto why = failing_put({answer(403,
                                         "<Error><Code>RequestTimeTooSkewed</Code><ServerTime>"
                                         "2023-11-14T23:59:59.000Z</ServerTime></Error>"),
                                  answer(200)},
                                 upcall::corrected_clock{given::clock{}});
    CHECK(why.status == 403);
    CHECK(says(why, "the source cannot be read again"));
  }
  SECTION("a lost answer, and a connection that broke") {
    for (breaking where : {breaking::before_answer, breaking::in_answer, breaking::in_body}) {
      int asked = 0;
      given::client oss{given::service, failing{recorded{{answer(200), answer(200)}}, 1, where}, exponential_backoff{}};
      const auto out = oss.bucket("examplebucket").put_object("k", stream{giving{digits, &asked}});
      REQUIRE_FALSE(out);
      CHECK(oss.policy<upcall::role::transport>().calls() == 1);
      CHECK(out.error().outcome_unknown == (where != breaking::in_body));
      CHECK(says_what_to_do(out.error()));
      CHECK(asked > 0);
    }
  }
}

TEST_CASE("before its first byte was read, a stream is tried again as anything else") {
  int asked = 0;
  given::client oss{given::service, failing{recorded{{answer(200)}}, 1, breaking::before_sending, 2},
                    exponential_backoff{}};
  const auto out = oss.bucket("examplebucket").put_object("k", stream{giving{digits, &asked}});
  REQUIRE(out);
  CHECK(out->size == 9);
  CHECK(oss.policy<upcall::role::transport>().calls() == 3);
  CHECK(oss.policy<upcall::role::transport>().inner().requests().at(0).body == digits);
}

TEST_CASE("what has no size but can start again is sent again") {
  struct repeatable {
    std::string_view left = digits;
    result<std::size_t> read(std::span<char> piece) {
      giving from{left};
      const auto n = from(piece);
      left = from.left;
      return n;
    }
    bool rewind() {
      left = digits;
      return true;
    }
  } source;
  given::client oss{given::service, recorded{{refusal(503, "ServiceUnavailable"), answer(200)}}, exponential_backoff{}};
  const auto out = oss.bucket("examplebucket").put_object("k", source);
  REQUIRE(out);
  CHECK(out->size == 9);
  REQUIRE(given::requests(oss).size() == 2);
  CHECK(given::requests(oss)[1].body == digits);
}

TEST_CASE("a stream that was read is refused by any later upload, and nothing is sent") {
  upcall::emulator service;
  given::client oss{given::service, service.transport()};
  auto bucket = oss.bucket("examplebucket");
  const auto refused = [&](auto& source) {
    const auto put = bucket.put_object("other", source);
    const auto in_parts = bucket.resumable_upload("other", source);
    for (const failure& why : {put.error(), in_parts.error()}) {
      CHECK(why.kind == fault::file_inconsistent);
      CHECK(says(why, "read before"));
      CHECK_FALSE(why.message.cut());
    }
    CHECK(bucket.head_object("other").error().status == 404);
  };
  SECTION("by a put") {
    stream source{giving{digits}};
    REQUIRE(bucket.put_object("k", source));
    refused(source);
  }
  SECTION("by an upload in parts") {
    stream source{giving{digits}};
    REQUIRE(bucket.resumable_upload("k", source));
    refused(source);
  }
  SECTION("by one that failed in the middle") {
    stream source{giving{digits}};
    auto cancel = [](std::uint64_t, std::uint64_t) { return false; };
    REQUIRE_FALSE(bucket.put_object("k", source, {.progress = cancel}));
    refused(source);
  }
  SECTION("by one that its source failed") {
    stream source{[](std::span<char>) -> result<std::size_t> { return failure{fault::client, "the pipe broke"}; }};
    REQUIRE_FALSE(bucket.resumable_upload("k", source));
    refused(source);
  }
  SECTION("and was empty") {
    stream source{giving{{}}};
    REQUIRE(bucket.put_object("k", source)->size == 0);
    refused(source);
  }
}

TEST_CASE("with a callback, a stream's lost answer is settled by the size and sum of what went out") {
  const auto lost = [](recorded_answer head, breaking where, std::size_t requests) {
    given::client oss{given::service, failing{recorded{{answer(200, "{}"), std::move(head)}}, 1, where},
                      exponential_backoff{}};
    auto out = oss.bucket("examplebucket").put_object("k", stream{giving{digits}}, {.callback = encoded});
    CHECK(oss.policy<upcall::role::transport>().inner().requests().size() == requests);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    return out.error();
  };
  const auto same = lost(stored(sum_of_digits), breaking::before_answer, 2);
  CHECK(same.stored.known);
  CHECK(same.stored.size == 9);
  CHECK(says(same, "is stored"));
  CHECK_FALSE(says(same, "cannot be read again"));
  for (const auto& head : {stored("1"), stored(sum_of_digits, "10")}) {
    const auto none = lost(head, breaking::before_answer, 2);
    CHECK_FALSE(none.outcome_unknown);
    CHECK_FALSE(none.stored.known);
    CHECK(says_what_to_do(none));
  }
  const auto cut = lost(stored(sum_of_digits), breaking::in_body, 0);  // nobody is asked
  CHECK_FALSE(cut.outcome_unknown);
  CHECK_FALSE(cut.stored.known);
}

TEST_CASE("what is answered before a stream's end is no word on the whole") {
  for (int status : {502, 504, 200, 203}) {
    for (bool reads_all : {false, true}) {
      INFO(status << reads_all);
      auto act = [&](const upcall::signed_request& request, auto& from, upcall::response& to) {
        char piece[64];
        if (request.method() == "PUT") {
          while (*from.read(piece) != 0 && reads_all) continue;
        }
        to.status = request.method() == "PUT" ? status : 404;
        to.header("x-oss-request-id", "R");
        if (status == 502 || status == 504) to.append("<html>");
        return result<upcall::nothing>{upcall::nothing{}};
      };
      given::client oss{given::service, given::acting_transport<decltype(act)>{&act}};
      const auto out = oss.bucket("examplebucket").put_object("k", stream{giving{digits}});
      CHECK(out.has_value() == (reads_all && status < 300));
      if (out) continue;
      CHECK(out.error().outcome_unknown == (reads_all && status >= 300));
      CHECK_FALSE(out.error().stored.known);
    }
  }
}

namespace {

// Sums that look at no byte, so that a test need not have them.
struct sums_of_nothing : upcall::portable_crypto {
  struct crc64 {
    static void put(char) {}
    static void append(std::string_view) {}
    static std::uint64_t value() { return 0; }
  };
};

}  // namespace

TEST_CASE("a stream of over 5 GB ends before its last chunk, one of 5 GB does not") {
  constexpr std::uint64_t largest = 5'368'709'120;
  for (std::uint64_t size : {largest, largest + 1}) {
    bool whole = false;
    auto act = [&](const upcall::signed_request&, auto& from, upcall::response& to) -> result<upcall::nothing> {
      char nowhere;
      for (;;) {
        const auto got = from.read(std::span<char>{&nowhere, std::size_t{1} << 30});
        if (!got) return got.error();
        if (*got == 0) break;
      }
      whole = true;
      to.status = 200;
      to.header("x-oss-request-id", "R");
      return upcall::nothing{};
    };
    given::client oss{given::service, given::acting_transport<decltype(act)>{&act}, sums_of_nothing{},
                      exponential_backoff{}};
    std::uint64_t left = size;
    const auto out = oss.bucket("examplebucket").put_object("k", stream{[&](std::span<char> piece) {
                                                              const auto n =
                                                                  std::min<std::uint64_t>(left, piece.size());
                                                              left -= n;
                                                              return static_cast<std::size_t>(n);
                                                            }});
    CHECK(whole == (size == largest));
    CHECK(out.has_value() == whole);
    if (out) {
      CHECK(out->size == largest);
    } else {
      CHECK(out.error().kind == fault::client);
      CHECK(says(out.error(), "resumable_upload"));
      CHECK_FALSE(out.error().outcome_unknown);
    }
  }
}
