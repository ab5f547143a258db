// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/operations/object_headers.hpp>

using upcall::add_object_headers;
using upcall::exchange;
using upcall::upload_request;

namespace {

template <upload_request On>
std::string added(std::string_view type, const upcall::field_list& metadata, const upcall::field_list& headers,
                  upcall::settings_option settings = {}) {
  upcall::workspace<upcall::limits::hosted> room;
  upcall::failure why;
  exchange at{room, why};
  const auto wrong = add_object_headers<On>(at, type, metadata, headers, settings);
  if (!wrong.empty()) return "wrong: " + std::string{wrong};
  std::string out;
  for (const auto& [name, value] : at.message.headers) out += std::string{name} + "=" + std::string{value} + ";";
  return out;
}

}  // namespace

TEST_CASE("object_headers: each request of an upload has those that belong to it") {
  const upcall::field_list metadata{{"A", "1"}};
  const upcall::field_list all{{"Cache-Control", "no-cache"},
                               {"x-oss-traffic-limit", "819200"},
                               {"X-Oss-Object-Acl", "private"},
                               {"x-oss-forbid-overwrite", "true"},
                               {"x-oss-request-payer", "requester"}};
  CHECK(added<upload_request::put>("t/x", metadata, all) ==
        "cache-control=no-cache;content-type=t/x;x-oss-forbid-overwrite=true;x-oss-meta-a=1;x-oss-object-acl=private;"
        "x-oss-request-payer=requester;x-oss-traffic-limit=819200;");
  CHECK(added<upload_request::initiate>("t/x", metadata, all) ==
        "cache-control=no-cache;content-type=t/x;x-oss-forbid-overwrite=true;x-oss-meta-a=1;"
        "x-oss-request-payer=requester;");
  CHECK(added<upload_request::part>("t/x", metadata, all) ==
        "x-oss-request-payer=requester;x-oss-traffic-limit=819200;");
  CHECK(added<upload_request::complete>("t/x", metadata, all) ==
        "x-oss-forbid-overwrite=true;x-oss-object-acl=private;x-oss-request-payer=requester;");
}

TEST_CASE("object_headers: Content-MD5 is of a put alone, since it is of one body") {
  const upcall::field_list md5{{"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}};
  CHECK(added<upload_request::put>("", {}, md5) == "content-md5=1B2M2Y8AsgTpgAmY7PhCfg==;content-type=;");
  const auto refused = "wrong: header: Content-MD5 is of one request";
  CHECK(added<upload_request::initiate>("", {}, md5).rfind(refused, 0) == 0);
  CHECK(added<upload_request::part>("", {}, md5).rfind(refused, 0) == 0);
  CHECK(added<upload_request::complete>("", {}, md5).rfind(refused, 0) == 0);
}

TEST_CASE("object_headers: metadata is at most 8 KB, names included, also of an upload in parts") {
  std::string value(8192 - 1, 'v');
  CHECK(added<upload_request::initiate>("", {{"n", value}}, {}).rfind("content-type=;x-oss-meta-n=v", 0) == 0);
  value.push_back('v');
  CHECK(added<upload_request::initiate>("", {{"n", value}}, {}) == "wrong: metadata: more than 8 KB in all");
  CHECK(added<upload_request::complete>("", {{"n", value}}, {}).empty());
}

TEST_CASE("object_headers: lists that were too long for their braces are refused on every request") {
  const upcall::field_list nine{{"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}, {"5", ""},
                                {"6", ""}, {"7", ""}, {"8", ""}, {"9", ""}};
  CHECK(added<upload_request::initiate>("", nine, {}).rfind("wrong: options: ", 0) == 0);
  CHECK(added<upload_request::complete>("", {}, nine).rfind("wrong: options: ", 0) == 0);
  CHECK(added<upload_request::part>("", {}, nine).rfind("wrong: options: ", 0) == 0);
}

TEST_CASE("object_headers: those that the library writes cannot be given") {
  for (const char* name : {"Host", "Content-Length", "Authorization", "x-oss-date", "a b"}) {
    INFO(name);
    CHECK(added<upload_request::initiate>("", {}, {{name, "v"}}).rfind("wrong: header: ", 0) == 0);
  }
}

TEST_CASE("object_headers: settings come after all others, and none of them twice") {
  const upcall::object_settings settings{.forbid_overwrite = true, .cache_control = "no-cache"};
  CHECK(added<upload_request::put>("t/x", {{"A", "1"}}, {{"x", "y"}}, settings) ==
        "cache-control=no-cache;content-type=t/x;x=y;x-oss-forbid-overwrite=true;x-oss-meta-a=1;");
  CHECK(added<upload_request::complete>("", {}, {}, settings) == "x-oss-forbid-overwrite=true;");
  CHECK(added<upload_request::part>("", {}, {}, settings).empty());
  const auto twice = "wrong: settings: one of them is among .headers, too; give it once";
  CHECK(added<upload_request::put>("", {}, {{"Cache-Control", "no-cache"}}, settings) == twice);
  CHECK(added<upload_request::complete>("", {}, {{"X-Oss-Forbid-Overwrite", "false"}}, settings) == twice);
}
