// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/acting_transport.hpp"
#include "support/client.hpp"
#include "support/temporary_file.hpp"
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/bodies/file.hpp>
#include <upcall/policies/errors/throwing.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/testing/failing.hpp>

using upcall::breaking;
using upcall::exponential_backoff;
using upcall::failing;
using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;
using upcall::text;

namespace {

inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};
inline constexpr auto encoded = upcall::encoded<on_upload>;
constexpr const char* sum_of_digits = "11051210869376104954";  // of "123456789"

recorded_answer application_says(std::string answer) {
  return {.headers = {{"ETag", "\"E\""},
                      {"x-oss-request-id", "R"},
                      {"x-oss-version-id", "V"},
                      {"x-oss-hash-crc64ecma", sum_of_digits}},
          .body = std::move(answer)};
}
recorded_answer stored(const char* crc64, const char* size = "9") {
  return {.headers = {
              {"Content-Length", size}, {"x-oss-hash-crc64ecma", crc64}, {"ETag", "\"H\""}, {"x-oss-version-id", "W"}}};
}

auto put(const recorded& service, const upcall::put_object_options& options, auto... policies) {
  given::client oss{given::service, service, policies...};
  return oss.bucket("examplebucket").put_object("k", text{"123456789"}, options);
}

nlohmann::json decoded(const std::string* header) {
  REQUIRE(header != nullptr);
  return nlohmann::json::parse(upcall::testing::written([&](auto& to) { upcall::read_base64(*header, to); }));
}

}  // namespace

TEST_CASE("a put tells what is stored and what the application server said") {
  const auto out = put({{application_says("{\"Status\":\"OK\"}")}}, {.callback = encoded});
  REQUIRE(out);
  CHECK(out->status == 200);
  CHECK(out->size == 9);
  CHECK(out->crc64 == 11051210869376104954u);
  CHECK(out->etag == "\"E\"");
  CHECK(out->request_id == "R");
  CHECK(out->version_id == "V");
  CHECK(out->answer == "{\"Status\":\"OK\"}");
  CHECK(out->answer_size == 15);
  CHECK_FALSE(out->answer_cut);
}

TEST_CASE("an answer longer than its room is cut and marked, in the room that was given for it") {
  const std::string longer(3'000, 'a');
  const auto within = put({{application_says(longer)}}, {});
  CHECK(within->answer == longer.substr(0, 1'024));
  CHECK(within->answer_size == 3'000);
  CHECK(within->answer_cut);

  std::string room(3'000, '-');
  const auto whole = put({{application_says(longer)}}, {.answer = room});
  CHECK(room == longer);
  CHECK(whole->answer == longer.substr(0, 1'024));
  CHECK(whole->answer_size == 3'000);
  CHECK_FALSE(whole->answer_cut);

  const auto cut = put({{application_says(longer)}}, {.answer = std::span{room}.first(2'999)});
  CHECK(cut->answer_cut);
  CHECK(cut->answer_size == 3'000);

  const std::string longest(20'000, 'b');
  const auto far_too_long = put({{application_says(longest)}}, {});
  CHECK(far_too_long->answer_size == 20'000);
  CHECK(far_too_long->answer_cut);
  CHECK(put({{application_says(longer.substr(0, 1'024))}}, {})->answer_cut == false);
}

TEST_CASE("a callback goes with the put, encoded by the compiler or at run time alike") {
  for (const upcall::callback_option callback :
       {upcall::callback_option{encoded}, upcall::callback_option{on_upload}}) {
    given::client oss{given::service, recorded{{{}}}};
    REQUIRE(oss.bucket("examplebucket").put_object("k", text{"hello"}, {.callback = callback}));
    const auto& sent = given::requests(oss).at(0);
    CHECK(decoded(sent.header("x-oss-callback"))["callbackUrl"] == "http://app.example.com/done");
    CHECK(sent.header("x-oss-callback-var") == nullptr);
  }
}

TEST_CASE("a wrong callback is refused before anything is sent") {
  const upcall::callback wrong{.url = "http://app.example.com/?a=b", .body = "object=${object}"};
  given::client oss{given::service, recorded{{{}}}};
  const auto out = oss.bucket("examplebucket").put_object("k", text{"hello"}, {.callback = wrong});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::client);
  CHECK(out.error().message.view().starts_with("callback: "));
  CHECK(given::requests(oss).empty());
}

TEST_CASE("the type is that of the file's name unless one is given") {
  const given::temporary_file picture{"not really", ".JPG"};
  given::client oss{given::service, recorded{{{}, {}, {}}}};
  auto bucket = oss.bucket("examplebucket");
  REQUIRE(bucket.put_object("k", upcall::file{picture.path()}));
  REQUIRE(bucket.put_object("k", upcall::file{picture.path()}, {.content_type = "text/plain"}));
  REQUIRE(bucket.put_object("k.jpg", text{"not really"}));
  CHECK(*given::requests(oss)[0].header("content-type") == "image/jpeg");
  CHECK(given::requests(oss)[0].body == "not really");
  CHECK(*given::requests(oss)[1].header("content-type") == "text/plain");
  CHECK(*given::requests(oss)[2].header("content-type") == "application/octet-stream");
}

TEST_CASE("a source that cannot be opened is the failure of the call") {
  given::client oss{given::service, recorded{{{}}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::file{"/nowhere"});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::client);
  CHECK(out.error().message.view().starts_with("file: cannot be opened"));
  CHECK(given::requests(oss).empty());
}

TEST_CASE("an object of over 5 GB is refused, one of 5 GB is not") {
  const auto nothing = [](std::span<char>) { return 0; };
  given::client oss{given::service, recorded{}};
  auto bucket = oss.bucket("examplebucket");
  const auto too_large = bucket.put_object("k", upcall::callable{5'368'709'121, nothing}).error();
  CHECK(too_large.kind == fault::client);
  CHECK(too_large.message.view().find("resumable_upload") != std::string_view::npos);
  CHECK(bucket.put_object("k", upcall::callable{5'368'709'120, nothing}).error().kind == fault::file_inconsistent);
}

TEST_CASE("progress may end a put") {
  std::uint64_t last = 0;
  auto progress = [&](std::uint64_t done, std::uint64_t total) {
    CHECK(total == 9);
    last = done;
    return false;
  };
  const auto out = put({{{}}}, {.progress = progress});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::cancelled);
  CHECK(last == 9);
}

TEST_CASE("with a callback, a lost answer is settled by asking what is stored") {
  const auto lost = [](recorded_answer head, breaking where = breaking::before_answer) {
    given::client oss{given::service, failing{recorded{{application_says("{}"), std::move(head)}}, 1, where},
                      exponential_backoff{}};
    auto out = oss.bucket("examplebucket").put_object("k", text{"123456789"}, {.callback = encoded});
    const auto& sent = oss.template policy<upcall::role::transport>().inner().requests();
    REQUIRE(sent.size() == 2);
    CHECK(sent[1].method == "HEAD");
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    return out.error();
  };
  for (breaking where : {breaking::before_answer, breaking::in_answer}) {
    const auto same = lost(stored(sum_of_digits), where);
    CHECK(same.outcome_unknown);  // whether the application server was told
    CHECK(same.outcome() == upcall::settlement::stored);
    CHECK(same.callback_may_have_run);
    CHECK(same.stored.known);
    CHECK(same.stored.size == 9);
    CHECK(same.stored.crc64 == 11051210869376104954u);
    CHECK(same.stored.etag == "\"H\"");
    CHECK(same.stored.version_id == "W");
    CHECK(same.message.view().find("is stored") != std::string_view::npos);
    CHECK_FALSE(same.message.cut());
  }
  const recorded_answer absent{.status = 404, .headers = {{"x-oss-request-id", "R"}}};
  for (const auto& head : {absent, stored("1"), stored(sum_of_digits, "10")}) {
    const auto none = lost(head);
    CHECK_FALSE(none.outcome_unknown);
    CHECK_FALSE(none.stored.known);
    CHECK(none.outcome() == upcall::settlement::not_stored);
    CHECK_FALSE(none.callback_may_have_run);
    CHECK(none.message.view().find("may be sent again") != std::string_view::npos);
  }
  const recorded_answer without_a_sum{.headers = {{"Content-Length", "9"}}};
  const recorded_answer of_a_proxy{.status = 404, .headers = {}};
  for (const auto& head : {recorded_answer{.status = 403}, without_a_sum, of_a_proxy}) {
    const auto unknown = lost(head);
    CHECK(unknown.outcome_unknown);
    CHECK_FALSE(unknown.stored.known);
    CHECK(unknown.outcome() == upcall::settlement::unknown);
    CHECK(unknown.callback_may_have_run);
    CHECK_FALSE(unknown.message.cut());
  }
}

TEST_CASE("with a callback, nothing is sent again after a gateway's own error: the service may have had the request") {
  for (int status : {502, 504}) {
    given::client oss{given::service,
                      recorded{{{.status = status, .body = "<html>Bad Gateway</html>"}, stored(sum_of_digits), {}}},
                      exponential_backoff{}};
    const auto out = oss.bucket("examplebucket").put_object("k", text{"123456789"}, {.callback = encoded});
    REQUIRE_FALSE(out);
    CHECK(out.error().status == status);
    CHECK(out.error().outcome_unknown);
    CHECK(out.error().stored.known);
    REQUIRE(given::requests(oss).size() == 2);
    CHECK(given::requests(oss)[1].method == "HEAD");
  }
  // One that the service itself answers is a refusal.
  given::client oss{given::service, recorded{{{.status = 502, .body = "<Error><Code>X</Code></Error>"}, {}}},
                    exponential_backoff{}};
  CHECK(oss.bucket("examplebucket").put_object("k", text{"123456789"}, {.callback = encoded}));
}

TEST_CASE("who wants one try only gets no question asked either") {
  given::client oss{given::service,
                    failing{recorded{{application_says("{}"), stored(sum_of_digits)}}, 1, breaking::before_answer}};
  const auto out = oss.bucket("examplebucket").put_object("k", text{"123456789"}, {.callback = encoded});
  REQUIRE_FALSE(out);
  CHECK(out.error().outcome_unknown);
  CHECK_FALSE(out.error().stored.known);
  CHECK(oss.policy<upcall::role::transport>().calls() == 1);
}

TEST_CASE("pains row 13: a failed callback is neither a success nor a failed upload") {
  const recorded_answer failed{
      .status = 203,
      .headers = {{"ETag", "\"E\""}, {"x-oss-hash-crc64ecma", sum_of_digits}},
      .body = "<Error><Code>CallbackFailed</Code><Message>Error status : 502.</Message></Error>"};
  try {
    put({{failed, {}}}, {.callback = encoded}, exponential_backoff{}, upcall::throwing{});
    FAIL("no exception");
  } catch (const upcall::callback_error& e) {
    CHECK(e.etag() == "\"E\"");
    CHECK(e.size() == 9);
    CHECK(e.outcome() == upcall::settlement::stored);
    CHECK(e.callback_may_have_run());
    CHECK(std::string_view{e.what()}.starts_with("the object is stored, but its callback failed"));
  }
}

TEST_CASE("pains row 21: a source that was used up is not uploaded as an empty object") {
  std::size_t left = 5;
  upcall::callable source{5, [&](std::span<char> piece) {
                            const std::size_t n = std::min(left, piece.size());
                            for (std::size_t i = 0; i != n; ++i) piece[i] = 'x';
                            left -= n;
                            return n;
                          }};
  given::client oss{given::service, recorded{{{}, {}, {}, {}}}};
  auto bucket = oss.bucket("examplebucket");
  CHECK(bucket.put_object("k", source));
  const auto again = bucket.put_object("k", source);
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == fault::file_inconsistent);
  CHECK(given::requests(oss).size() == 1);

  text hello{"hello"};
  const given::temporary_file file{"hello"};
  const upcall::file also{file.path()};
  CHECK(bucket.put_object("k", hello));
  CHECK(bucket.put_object("k", hello));
  CHECK(bucket.put_object("k", also));
  for (const auto& sent : given::requests(oss)) CHECK(sent.body.size() == 5);
}

TEST_CASE("pains row 22: a lost answer is an unknown outcome, and a used-up body is not sent again") {
  given::client oss{given::service, failing{recorded{{{}, {}}}, 1, breaking::before_answer}, exponential_backoff{}};
  bool read = false;
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::callable{1, [&](std::span<char> piece) {
                                                                                  CHECK_FALSE(read);
                                                                                  read = true;
                                                                                  piece[0] = 'x';
                                                                                  return 1;
                                                                                }});
  REQUIRE_FALSE(out);
  CHECK(out.error().outcome_unknown);
  CHECK(oss.policy<upcall::role::transport>().calls() == 1);
}

TEST_CASE("pains row 28: an application's answer is taken whatever its media type is called") {
  for (const char* type : {"application/json", "application/json; charset=utf-8", "Application/JSON", "text/plain",
                           "application/xml", ""}) {
    auto answer = application_says("{\"Status\":\"OK\"}");
    answer.headers.emplace_back("Content-Type", type);
    const auto out = put({{answer}}, {.callback = encoded});
    REQUIRE(out);
    CHECK(out->answer == "{\"Status\":\"OK\"}");
  }
}

TEST_CASE("pains row 31: a quote in a JSON body or in a variable is still JSON on the wire") {
  const upcall::callback quoting{.url = "http://app.example.com/done",
                                 .body = R"({"note":"a \"quoted\" word","object":${object},"by":${x:by}})",
                                 .body_type = upcall::json_body_type,
                                 .variables = {{"x:by", "O\"Neil\\\xe4\xb8\xad"}}};
  given::client oss{given::service, recorded{{{}}}};
  const auto out = oss.bucket("examplebucket").put_object("k", text{"hello"}, {.callback = quoting});
  REQUIRE(out);
  const auto& sent = given::requests(oss).at(0);
  CHECK(decoded(sent.header("x-oss-callback"))["callbackBody"] ==
        R"({"note":"a \"quoted\" word","object":${object},"by":${x:by}})");
  CHECK(decoded(sent.header("x-oss-callback-var"))["x:by"] == "O\"Neil\\\xe4\xb8\xad");
}

TEST_CASE("a put that was stored with other bytes stays so, whatever comes of the next attempt") {
  const auto [status, first_words] =
      GENERATE(table<int, std::string_view>({{403, "AccessDenied"}, {409, "FileAlready"}, {503, "Busy"}, {0, ""}}));
  recorded service{{stored("1")}};
  for (int i = 0; status != 0 && i != 2; ++i)
    service.answers.push_back(
        {.status = status, .body = "<Error><Code>" + std::string{first_words} + "</Code><Message>M</Message></Error>"});
  const auto out = put(service, {.callback = encoded}, exponential_backoff{});
  REQUIRE(!out);
  CHECK(out.error().kind == fault::crc_inconsistent);
  CHECK(out.error().outcome() == upcall::settlement::stored);
  CHECK(out.error().callback_may_have_run);
  CHECK(out.error().status == status);
  CHECK(out.error().code == first_words);
  CHECK(out.error().stored.size == 9);
  CHECK(out.error().message.view().starts_with(
      "what the service stored is not what was sent, and sending it again failed: "));
}

TEST_CASE("what a lost answer would have said of a put that was stored with other bytes does not matter") {
  int sent = 0;
  auto loses = [&](const upcall::signed_request&, auto& body, upcall::response& answer) {
    char piece[64];
    while (*body.read(piece) != 0) continue;
    if (++sent != 1) return upcall::result<upcall::nothing>{upcall::transport_failure("no answer came", true)};
    answer.status = 200;
    answer.header("x-oss-hash-crc64ecma", "1");
    return upcall::result<upcall::nothing>{upcall::nothing{}};
  };
  given::client oss{given::service, given::acting_transport<decltype(loses)>{&loses}, exponential_backoff{}};
  const auto out = oss.bucket("examplebucket").put_object("k", text{"123456789"}, {.callback = encoded});
  REQUIRE(!out);
  CHECK(out.error().kind == fault::crc_inconsistent);
  CHECK(out.error().outcome() == upcall::settlement::stored);
  CHECK(out.error().callback_may_have_run);
  CHECK(sent == 2);
}
