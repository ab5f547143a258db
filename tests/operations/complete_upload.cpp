// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <vector>

using upcall::exponential_backoff;
using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;
using upcall::stored_part;

namespace {

inline constexpr upcall::callback on_upload{
    .url = "http://app.example.com/done", .body = "object=${object}&who=${x:who}", .variables = {{"x:who", "me"}}};
inline constexpr auto encoded = upcall::encoded<on_upload>;

constexpr const char* sum_of_digits = "11051210869376104954";  // of "123456789"

// "1234" and "56789".
std::vector<stored_part> digits(std::uint32_t first = 1, std::uint32_t second = 2) {
  const auto sum_of = [](std::string_view piece) {
    upcall::crc64 sum;
    write(sum, piece);
    return sum.value();
  };
  return {{first, 4, sum_of("1234"), {"\"A\""}}, {second, 5, sum_of("56789"), {"\"B\""}}};
}

const std::string document =
    "<?xml version=\"1.0\"?><CompleteMultipartUploadResult xmlns=\"http://doc.oss-cn-hangzhou.aliyuncs.com\">"
    "<EncodingType>url</EncodingType><Location>http://h/k</Location><Bucket>examplebucket</Bucket><Key>k</Key>"
    "<ETag>\"DOCUMENT-2\"</ETag></CompleteMultipartUploadResult>";

recorded_answer completed(std::string body = document) {
  return {.headers = {{"ETag", "\"E-2\""},
                      {"x-oss-request-id", "R"},
                      {"x-oss-version-id", "V"},
                      {"x-oss-hash-crc64ecma", sum_of_digits}},
          .body = std::move(body)};
}
recorded_answer refused(int status, const std::string& code) {
  return {.status = status, .body = "<Error><Code>" + code + "</Code><Message>m</Message></Error>"};
}
// No such object, as the service says it; what comes without a request id may be a proxy's.
const recorded_answer missing{.status = 404, .headers = {{"x-oss-request-id", "R"}}};
recorded_answer head(std::string crc64 = sum_of_digits, const char* size = "9", const char* nonce = "n") {
  return {.headers = {{"Content-Length", size},
                      {"ETag", "\"H-2\""},
                      {"x-oss-version-id", "W"},
                      {"x-oss-meta-upcall-nonce", nonce},
                      {"x-oss-hash-crc64ecma", std::move(crc64)}}};
}

struct call {
  given::client<recorded, exponential_backoff> oss;

  explicit call(std::vector<recorded_answer> answers)
      : oss{given::service, recorded{std::move(answers)}, exponential_backoff{}} {}
  auto with(const upcall::complete_upload_options& options, const std::vector<stored_part>& parts = digits(),
            std::string_view id = "I") {
    return oss.bucket("examplebucket").complete_upload("k", id, parts, options);
  }
  const auto& requests() { return given::requests(oss); }
  std::string methods() {
    std::string out;
    for (const auto& each : requests()) out += each.method + " ";
    return out;
  }
};

}  // namespace

TEST_CASE("an upload is completed from its parts, with the headers that belong to it") {
  call at{{completed()}};
  const auto out = at.with({.headers = {{"x-oss-object-acl", "private"},
                                        {"x-oss-forbid-overwrite", "true"},
                                        {"Cache-Control", "no-cache"},
                                        {"x-oss-traffic-limit", "819200"}}});
  REQUIRE(out);
  CHECK(out->status == 200);
  CHECK(out->size == 9);
  CHECK(out->crc64 == 11051210869376104954u);
  CHECK(out->etag == "\"E-2\"");
  CHECK(out->request_id == "R");
  CHECK(out->version_id == "V");
  CHECK_FALSE(out->found_stored);

  const auto& sent = at.requests().at(0);
  CHECK(sent.method == "POST");
  CHECK(sent.target == "/k?encoding-type=url&uploadId=I");
  CHECK(sent.body ==
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;A&quot;</ETag></Part>"
        "<Part><PartNumber>2</PartNumber><ETag>&quot;B&quot;</ETag></Part></CompleteMultipartUpload>");
  CHECK(sent.content_length == sent.body.size());
  CHECK(*sent.header("x-oss-object-acl") == "private");
  CHECK(*sent.header("x-oss-forbid-overwrite") == "true");
  CHECK(sent.headers.size() == 2 + 3);  // the signature's
  CHECK(at.requests().size() == 1);
}

TEST_CASE("part numbers need not be consecutive, but each comes once and in order; others are never sent") {
  CHECK(call{{completed()}}.with({}, digits(7, 10'000)));
  for (const auto& [first, second] : {std::pair{2u, 1u}, {1u, 1u}, {0u, 1u}, {1u, 10'001u}, {10'001u, 10'002u}}) {
    call at{{completed()}};
    const auto out = at.with({}, digits(first, second));
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::client);
    CHECK(out.error().message.view().starts_with("parts: "));
    CHECK(at.requests().empty());
  }
  call at{{completed()}};
  CHECK(at.with({}, digits(), "").error().kind == fault::client);
  CHECK(at.requests().empty());
}

TEST_CASE("of no parts: all that the service has, and no body") {
  call at{{completed()}};
  const auto out = at.with({}, {});
  REQUIRE(out);
  CHECK(out->crc64 == 11051210869376104954u);  // the service's, since nothing is known of ours
  const auto& sent = at.requests().at(0);
  CHECK(*sent.header("x-oss-complete-all") == "yes");
  CHECK(sent.has_body);
  CHECK(sent.content_length == 0);
  CHECK(sent.body.empty());
}

TEST_CASE("the callback goes with it, and the application's answer takes the document's place") {
  call at{{completed("{\"Status\":\"OK\"}")}};
  char room[100];
  const auto out = at.with({.callback = encoded, .answer = room});
  REQUIRE(out);
  CHECK(out->answer == "{\"Status\":\"OK\"}");
  CHECK(out->answer_size == 15);
  CHECK((std::string_view{room, 15} == "{\"Status\":\"OK\"}"));
  CHECK(out->etag == "\"E-2\"");
  const auto& sent = at.requests().at(0);
  CHECK(*sent.header("x-oss-callback") == encoded.parameter);
  CHECK(*sent.header("x-oss-callback-var") == encoded.variables);
  CHECK(at.requests().size() == 1);
}

TEST_CASE("an answer without an ETag header: the document has it; with a callback the object is asked") {
  recorded_answer bare = completed();
  bare.headers.erase(bare.headers.begin());
  CHECK(call{{bare}}.with({})->etag == "\"DOCUMENT-2\"");

  bare.body = "{}";
  call at{{bare, head()}};
  const auto out = at.with({.callback = encoded});
  REQUIRE(out);
  CHECK(out->etag == "\"H-2\"");
  CHECK(out->answer == "{}");
  CHECK(at.methods() == "POST HEAD ");

  call blind{{bare, refused(403, "AccessDenied")}};
  const auto without = blind.with({.callback = encoded});
  REQUIRE(without);
  CHECK(without->etag.empty());
}

TEST_CASE("a callback that failed tells all of the stored object, and is not repeated") {
  recorded_answer answer =
      completed("<Error><Code>CallbackFailed</Code><Message>Error status : 502.</Message></Error>");
  answer.status = 203;
  call at{{answer}};
  const auto out = at.with({.callback = encoded});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::callback);
  CHECK(out.error().stored.known);
  CHECK(out.error().stored.size == 9);
  CHECK(out.error().stored.crc64 == 11051210869376104954u);
  CHECK(out.error().stored.etag == "\"E-2\"");
  CHECK(out.error().stored.version_id == "V");
  CHECK(at.methods() == "POST ");

  answer.headers.clear();
  call bare{{answer, head()}};
  const auto asked = bare.with({.callback = encoded});
  CHECK(asked.error().kind == fault::callback);
  CHECK(asked.error().stored.known);
  CHECK(asked.error().stored.etag == "\"H-2\"");
}

TEST_CASE("an error document with the status 200 is no success, whatever else it names") {
  for (const char* body :
       {"<Error><Code>InternalError</Code><Message>m</Message></Error>",
        "<Error><Code>InvalidPart</Code><Message>m</Message><PartNumber>1</PartNumber><ETag>\"A\"</ETag></Error>"}) {
    INFO(body);
    call at{{{.body = body}, missing, {.body = body}, missing, {.body = body}, missing}};
    const auto out = at.with({});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::server);
    CHECK_FALSE(out.error().code.empty());
    CHECK_FALSE(out.error().stored.known);
    CHECK(at.requests().size() <= 6);
  }
}

TEST_CASE("an answer that is no document of the service's is no success: the object is asked for") {
  for (const char* body : {"", "<html><body>Log in</body></html>", "{\"ETag\":\"x\"}",
                           "<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>"}) {
    INFO(body);
    call at{{{.body = body}, head()}};
    const auto out = at.with({});
    REQUIRE(out);
    CHECK(out->found_stored);
    CHECK(out->etag == "\"H-2\"");
    CHECK(out->crc64 == 11051210869376104954u);
    CHECK(at.methods() == "POST HEAD ");

    call gone{{{.body = body}, missing, completed()}};
    const auto again = gone.with({});
    REQUIRE(again);
    CHECK_FALSE(again->found_stored);
    CHECK(gone.methods() == "POST HEAD POST ");
  }
}

TEST_CASE("with a callback, an answer that says nothing of the object is no success where there is none") {
  for (const char* body : {"<html><body>Log in</body></html>", "<Error><Code>InternalError</Code></Error>", "{}"}) {
    INFO(body);
    call at{{{.body = body}, missing, missing, missing, missing, missing}};
    const auto out = at.with({.callback = encoded});
    CHECK_FALSE(out);
    CHECK(at.requests().size() <= 6);
  }
}

TEST_CASE("an upload that the service does not know was completed when its object is there") {
  call at{{refused(404, "NoSuchUpload"), head()}};
  const auto out = at.with({.nonce = "n"});
  REQUIRE(out);
  CHECK(out->found_stored);
  CHECK(out->status == 200);
  CHECK(out->size == 9);
  CHECK(out->version_id == "W");

  for (const recorded_answer& other : {missing, head("5"), head(sum_of_digits, "8"), head(sum_of_digits, "9", "m")}) {
    call gone{{refused(404, "NoSuchUpload"), other}};
    const auto none = gone.with({.nonce = "n"});
    REQUIRE_FALSE(none);
    CHECK(none.error().code == "NoSuchUpload");
    CHECK_FALSE(none.error().outcome_unknown);
    CHECK_FALSE(none.error().stored.known);
    CHECK(gone.methods() == "POST HEAD ");
  }
  call blind{{refused(404, "NoSuchUpload"), refused(403, "AccessDenied")}};
  const auto unknown = blind.with({.nonce = "n"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().outcome_unknown);
}

TEST_CASE("with a callback, an upload that is found completed says that the callback's fate is not known") {
  call at{{refused(404, "NoSuchUpload"), head()}};
  const auto out = at.with({.callback = encoded});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  CHECK(out.error().outcome_unknown);
  CHECK(out.error().stored.known);
  CHECK(out.error().callback_may_have_run);
  CHECK(out.error().stored.etag == "\"H-2\"");
}

TEST_CASE("complete-all whose answer says nothing: only a nonce tells whose object it is") {
  call at{{refused(500, "InternalError")}};
  const auto out = at.with({}, {});
  REQUIRE_FALSE(out);
  CHECK(out.error().outcome_unknown);
  CHECK(at.methods() == "POST ");

  call with_nonce{{refused(500, "InternalError"), head()}};
  const auto found = with_nonce.with({.nonce = "n"}, {});
  REQUIRE(found);
  CHECK(found->found_stored);
  CHECK(found->size == 9);
  CHECK(found->crc64 == 11051210869376104954u);

  call other{{refused(500, "InternalError"), head(sum_of_digits, "9", "m"), completed()}};
  CHECK_FALSE(other.with({.nonce = "n"}, {})->found_stored);
}

TEST_CASE("a service that is busy is asked again, after it said that nothing is stored") {
  call at{{refused(503, "ServiceUnavailable"), missing, refused(500, "InternalError"), missing, completed()}};
  CHECK(at.with({}));
  CHECK(at.methods() == "POST HEAD POST HEAD POST ");
  CHECK(at.requests().at(4).body == at.requests().at(0).body);

  call limited{{refused(429, "TooManyRequests"), completed()}};
  CHECK(limited.with({}));
  CHECK(limited.methods() == "POST POST ");
}

TEST_CASE("a refusal is told at once; a wrong checksum is one of the stored object") {
  call at{{refused(400, "InvalidPart")}};
  const auto out = at.with({});
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "InvalidPart");
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(at.methods() == "POST ");

  recorded_answer other = completed();
  other.headers.back().second = "5";
  call wrong{{other}};
  const auto differs = wrong.with({});
  REQUIRE_FALSE(differs);
  CHECK(differs.error().kind == fault::crc_inconsistent);
  CHECK(differs.error().stored.known);
  CHECK(differs.error().stored.crc64 == 5);
  CHECK(wrong.methods() == "POST ");
}

TEST_CASE("what is wrong with a Complete is told before anything is sent") {
  call at{{completed()}};
  const upcall::callback wrong{.url = "http://app.example.com/?a=b", .body = "object=${object}"};
  CHECK(at.with({.callback = wrong}).error().message.view().starts_with("callback: "));
  CHECK(at.with({.headers = {{"Content-MD5", "m"}}}).error().kind == fault::client);
  CHECK(at.with({.headers = {{"x-oss-object-acl", "a\nb"}}}).error().kind == fault::client);
  CHECK(at.requests().empty());
}
