// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/operations/object_headers.hpp>

using upcall::add_object_headers;
using upcall::exchange;
using upcall::upload_request;

namespace {

using upcall::detail::belongs;

// On which requests of an upload a header goes: "p" put, "i" initiate, "u" part, "c" complete.
constexpr upcall::inline_string<4> where(std::string_view name) {
  upcall::inline_string<4> out;
  if (belongs<upload_request::put>(name)) out.put('p');
  if (belongs<upload_request::initiate>(name)) out.put('i');
  if (belongs<upload_request::part>(name)) out.put('u');
  if (belongs<upload_request::complete>(name)) out.put('c');
  return out;
}

template <upload_request On>
std::string added(std::string_view type, const upcall::field_list& metadata, const upcall::field_list& headers) {
  upcall::workspace<upcall::limits::hosted> room;
  upcall::failure why;
  exchange at{room, why};
  const auto wrong = add_object_headers<On>(at, type, metadata, headers);
  if (!wrong.empty()) return "wrong: " + std::string{wrong};
  std::string out;
  for (const auto& [name, value] : at.message.headers) out += std::string{name} + "=" + std::string{value} + ";";
  return out;
}

}  // namespace

// The service's documentation says of each call which headers it takes.
static_assert(where("Cache-Control") == "pi" && where("content-disposition") == "pi" && where("Expires") == "pi");
static_assert(where("x-oss-storage-class") == "pi" && where("x-oss-server-side-encryption") == "pi");
static_assert(where("x-oss-tagging") == "pi" && where("x-oss-meta-a") == "pi");
static_assert(where("X-OSS-Forbid-Overwrite") == "pic");
static_assert(where("x-oss-traffic-limit") == "pu" && where("x-oss-request-payer") == "piuc");
static_assert(where("x-oss-object-acl") == "pc" && where("x-oss-callback") == "pc" &&
              where("x-oss-callback-var") == "pc");
static_assert(where("x-oss-callback-va") == "pi");

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
