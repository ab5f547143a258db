// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/pipeline/told_time.hpp>
#include <upcall/testing/written.hpp>

using upcall::fault;
using upcall::known_members;
using upcall::whole_documents;

namespace {

constexpr std::int64_t service = 1'700'000'000;
constexpr std::string_view date = "Tue, 14 Nov 2023 22:13:21 GMT";  // a second later, to be told apart

template <class Documents>
struct refused {
  upcall::workspace<upcall::limits::small> room;
  upcall::failure why;
  upcall::exchange at{room, why};

  explicit refused(std::string_view document, int status = 403, bool head = false) {
    at.answer.status = status;
    if (head) {
      at.answer.header("x-oss-err", upcall::testing::written([&](auto& to) { upcall::write_base64(to, document); }));
    } else {
      at.answer.append(document);
    }
    upcall::read_failure<Documents>(why, fault::server, at.answer);
  }
  bool for_time() { return upcall::is_refused_for_time<Documents>(at); }
  std::int64_t told(std::string_view with_date = {}) {
    const auto time = upcall::told_time<Documents>(at.answer, with_date);
    return time ? time->seconds : 0;
  }
};

std::string document(std::string_view time, std::string_view code = "RequestTimeTooSkewed") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>" + std::string{code} +
         "</Code>\n  <Message>The difference between the request time and the current time is too large.</Message>\n"
         "  <RequestTime>2001-01-01T00:00:00.000Z</RequestTime>\n  <ServerTime>" +
         std::string{time} + "</ServerTime>\n</Error>\n";
}

}  // namespace

TEMPLATE_TEST_CASE("only the service's refusal of a time is one", "", whole_documents, known_members) {
  const std::string skewed = document("2023-11-14T22:13:20.000Z");
  CHECK(refused<TestType>{skewed}.for_time());
  CHECK(refused<TestType>{skewed, 403, true}.for_time());
  for (int status : {200, 203, 400, 401, 404, 502}) CHECK_FALSE(refused<TestType>{skewed, status}.for_time());
  CHECK_FALSE(refused<TestType>{document("2023-11-14T22:13:20.000Z", "AccessDenied")}.for_time());
  CHECK_FALSE(refused<TestType>{document("2023-11-14T22:13:20.000Z", "RequestTimeTooSkewed2")}.for_time());
  CHECK_FALSE(refused<TestType>{"<html>RequestTimeTooSkewed</html>"}.for_time());
  CHECK_FALSE(refused<TestType>{""}.for_time());
  refused<TestType> callback{skewed};
  callback.why.kind = fault::callback;
  CHECK_FALSE(callback.for_time());
}

TEMPLATE_TEST_CASE("the document's time, else the header's", "", whole_documents, known_members) {
  for (const char* time : {"2023-11-14T22:13:20.000Z", "2023-11-14T22:13:20Z", " 2023-11-14T22:13:20.123456Z\n"})
    CHECK(refused<TestType>{document(time)}.told(date) == service);
  for (const char* none : {"", "now", "2023-11-14 22:13:20", "2023-13-14T22:13:20.000Z", "2014-12-31T23:59:59.000Z",
                           "2151-02-07T06:28:16.000Z", "1970-01-01T00:00:00.000Z",
                           "2023-11-14T22:13:20.00000000000000000000000000000000000000000000000000Z"}) {
    INFO(none);
    CHECK(refused<TestType>{document(none)}.told(date) == service + 1);
    CHECK(refused<TestType>{document(none)}.told() == 0);
    CHECK(refused<TestType>{document(none)}.told("soon") == 0);
    CHECK(refused<TestType>{document(none)}.told("Wed, 31 Dec 2014 23:59:59 GMT") == 0);
  }
  CHECK(refused<TestType>{document("2015-01-01T00:00:00.000Z")}.told() == upcall::first_plausible.seconds);
}

TEMPLATE_TEST_CASE("a document that is cut in its time does not tell it", "", whole_documents, known_members) {
  const std::string whole = document("2023-11-14T22:13:20.000Z");
  const std::size_t time = whole.find("<ServerTime>");
  for (std::size_t size = time; size != whole.find("</ServerTime>"); ++size) {
    refused<TestType> cut{std::string_view{whole}.substr(0, size)};
    CHECK(cut.for_time());
    CHECK(cut.told(date) == service + 1);
  }
  // Nor does one that has no room.
  refused<TestType> long_one{document(std::string(400, ' ') + "2023-11-14T22:13:20.000Z")};
  CHECK(long_one.for_time());
  CHECK(long_one.told(date) == service + 1);
  refused<TestType> in_header{document(std::string(400, ' ') + "2023-11-14T22:13:20.000Z"), 403, true};
  CHECK(in_header.for_time());
  CHECK(in_header.told(date) == service + 1);
}
