// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <string>
#include <string_view>
#include <upcall/policies/observer/event_line.hpp>
#include <vector>

namespace {

namespace event = upcall::event;

struct long_request {
  std::array<upcall::field, 128> parameters = {}, headers = {};
  upcall::request message{parameters, headers};

  explicit long_request(std::string_view key) {
    message.method = "PUT";
    message.to = {.host = "oss-cn-hangzhou.aliyuncs.com"};
    message.bucket = "examplebucket";
    message.key = key;
    message.has_body = true;
    message.content_length = 5;
  }
};

std::string line_of(const auto& happened) {
  upcall::event_line line;
  line.tell(happened);
  return std::string{line.text()};
}

bool is_one_line(std::string_view line) {
  for (char c : line.substr(0, line.size() - 1)) {
    if (c < ' ' || c > '~') return false;
  }
  return line.ends_with('\n');
}

const std::string hostile{"\r\nupcall: forged\x1b[31m\xc2\x9b\xe2\x80\xae\xff\0\\", 29};
constexpr std::string_view harmless = R"(\x0d\x0aupcall: forged\x1b[31m\xc2\x9b\xe2\x80\xae\xff\x00\\)";

}  // namespace

TEST_CASE("a request's line has its URL, and of its headers what may be shown") {
  long_request made{"files/hello"};
  made.message.parameters.set("partNumber", "2");
  made.message.parameters.set("uploadId", "A/B");
  made.message.parameters.set("uploads", "");
  made.message.parameters.set("x-oss-signature", "SECRET");
  made.message.headers.set("authorization", "SECRET");
  made.message.headers.set("content-type", "text/plain");
  CHECK(line_of(event::sending{{made.message, 1}}) ==
        "upcall: send PUT https://examplebucket.oss-cn-hangzhou.aliyuncs.com/files/hello?partNumber=2&uploadId=A%2FB"
        "&uploads, attempt 1, 5 bytes, authorization, content-type: text/plain\n");
}

TEST_CASE("a request's line has no size where none is known") {
  long_request made{"k"};
  made.message.content_length = 0;
  const std::string begins = "upcall: send PUT https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k, attempt 1";
  CHECK(line_of(event::sending{{made.message, 1}}) == begins + ", 0 bytes\n");
  made.message.has_body = false;  // as of a stream, whose body comes in chunks
  CHECK(line_of(event::sending{{made.message, 1}}) == begins + "\n");
}

TEST_CASE("an answer's line has what it says") {
  const long_request made{"k"};
  const event::answered plain{{made.message, 2}, 200, {}, {}, {}, {}, {}, {}, 0, {12}};
  CHECK(
      line_of(plain) ==
      "upcall: answer to PUT https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k, attempt 2: status 200 after 12 ms, "
      "0 bytes\n");
  const event::answered full{{made.message, 2}, 203, "R", "0007-00000203", "\"E\"", "V", "application/xml", 7, 99, {0}};
  CHECK(line_of(full) ==
        "upcall: answer to PUT https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k, attempt 2: status 203 after 0 ms, "
        "99 bytes, content-type: application/xml, etag: \"E\", crc64: 7, version id: V, request id: R, EC "
        "0007-00000203\n");
}

TEST_CASE("lines of failures, waits, corrections and warnings") {
  const long_request made{"k"};
  upcall::failure why{upcall::fault::server, "Please reduce your request rate.", 503};
  why.code.assign("ServiceUnavailable");
  why.request_id.assign("R");
  CHECK(line_of(event::failed{{made.message, 1}, why}) ==
        "upcall: failed PUT https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k, attempt 1: status 503 "
        "ServiceUnavailable: Please reduce your request rate., request id: R\n");
  CHECK(line_of(event::waiting{"b", "k", {250}, why}) ==
        "upcall: wait 250 ms, then again b/k: status 503 ServiceUnavailable: Please reduce your request rate., request "
        "id: R\n");
  why.set(upcall::fault::transport, "no answer came");
  why.outcome_unknown = true;
  CHECK(
      line_of(event::failed{{made.message, 1}, why}) ==
      "upcall: failed PUT https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k, attempt 1: no answer came, the outcome "
      "is unknown\n");
  CHECK(line_of(event::clock_corrected{{1'700'000'000}, {1'700'003'600}}) ==
        "upcall: clock corrected from 2023-11-14T22:13:20.000Z to 2023-11-14T23:13:20.000Z\n");
  CHECK(line_of(event::warning{"b", "k", "careful"}) == "upcall: warning b/k: careful\n");
}

TEST_CASE("nobody's text begins a line of its own or moves a terminal's cursor") {
  long_request made{hostile};
  made.message.method = hostile;
  made.message.bucket = hostile;
  made.message.parameters.set("uploadId", hostile);
  made.message.headers.set(hostile, hostile);
  made.message.headers.set("content-type", hostile);
  upcall::failure why{upcall::fault::server, hostile, 400};
  for (auto* text : {&why.code, &why.request_id}) text->assign(hostile);
  why.ec.assign(hostile);
  const event::about_request about{made.message, 1};
  const std::string_view h = hostile;
  const std::string lines[] = {
      line_of(event::sending{about}), line_of(event::answered{about, -1, h, h, h, h, h, {}, 0, {-1}}),
      line_of(event::failed{about, why}), line_of(event::waiting{h, h, {-1}, why}), line_of(event::warning{h, h, h})};
  for (const std::string& line : lines) {
    INFO(line);
    CHECK(is_one_line(line));
    CHECK(line.starts_with("upcall: "));
    CHECK(line.find(harmless) != std::string::npos);
    CHECK(line.find("%0D%0Aupcall%3A%20forged%1B%5B31m%C2%9B%E2%80%AE%FF%00%5C") != std::string::npos);
  }
}

TEST_CASE("a line is never longer than 2 KB and a little, and says where it was cut") {
  const std::string key(1023, '\n'), value(5000, '\x1b');
  long_request made{key};
  std::vector<std::string> names;
  for (int i = 0; i != 100; ++i) names.push_back("x-oss-meta-" + std::to_string(i));
  for (const std::string& name : names) made.message.headers.set(name, value);
  made.message.headers.set("content-type", value);
  made.message.parameters.set("uploadId", value);
  const std::string line = line_of(event::sending{{made.message, 1}});
  CHECK(is_one_line(line));
  CHECK(line.size() <= 2064);
  CHECK(line.ends_with("...\n"));
  CHECK(line.find("%0A%0A...?uploadId=") == std::string::npos);  // between two digits: 512 is no multiple of 3
  CHECK(line.find("...?uploadId=%1B") != std::string::npos);
  CHECK(line.find("...\\x1b") == std::string::npos);
  CHECK(line.find("...\n") == line.size() - 4);

  const std::string warned = line_of(event::warning{"b", key, value});
  CHECK(warned.size() < 512 + 4 * 240 + 40);
  CHECK(warned.ends_with("\\x1b...\n"));
  const std::string exact(512, 'a'), over(513, 'a');
  CHECK(line_of(event::warning{"b", exact, "t"}) == "upcall: warning b/" + exact + ": t\n");
  CHECK(line_of(event::warning{"b", over, "t"}) == "upcall: warning b/" + exact + "...: t\n");
}
