// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/ask.hpp"
#include <upcall/testing/emulator/setting_headers.hpp>

using namespace upcall::testing;

namespace {

const header_lines right = {{"x-oss-object-acl", "private"},
                            {"x-oss-storage-class", "IA"},
                            {"x-oss-tagging", "a%20b=c%26d&e"},
                            {"x-oss-traffic-limit", "819200"},
                            {"x-oss-server-side-encryption", "KMS"},
                            {"x-oss-server-side-data-encryption", "SM4"},
                            {"x-oss-server-side-encryption-key-id", "fake-key"}};

}  // namespace

TEST_CASE("setting_headers: tags are decoded, and one without a value has an empty one") {
  using tags = std::vector<std::pair<std::string, std::string>>;
  CHECK(read_tags("a%20b=c%26d&e&f+g=h=i") == tags{{"a b", "c&d"}, {"e", ""}, {"f g", "h=i"}});
  CHECK(read_tags("").empty());
  CHECK(are_tags(read_tags("a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10")));
  CHECK_FALSE(are_tags(read_tags("a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11")));
  CHECK_FALSE(are_tags(read_tags("a=1&a=2")));
  CHECK_FALSE(are_tags(read_tags("=1")));
  CHECK(are_tags({{std::string(128, 'a'), std::string(256, 'b')}}));
  CHECK_FALSE(are_tags({{std::string(129, 'a'), ""}}));
  CHECK_FALSE(are_tags({{"a", std::string(257, 'b')}}));
}

TEST_CASE("setting_headers: what a put wants of its object is given back with it, but not its ACL and tags") {
  service here{{}};
  REQUIRE(ask(here, "PUT", "/bucket/key", right, "1").status == 200);
  const auto head = ask(here, "HEAD", "/bucket/key").headers;
  CHECK(head.get("x-oss-storage-class") == "IA");
  CHECK(head.get("x-oss-server-side-encryption") == "KMS");
  CHECK(head.get("x-oss-server-side-data-encryption") == "SM4");
  CHECK(head.get("x-oss-server-side-encryption-key-id") == "fake-key");
  CHECK(head.get("x-oss-tagging-count") == "2");
  CHECK(head.find("x-oss-tagging") == nullptr);
  CHECK(head.find("x-oss-object-acl") == nullptr);
  CHECK(head.find("x-oss-traffic-limit") == nullptr);

  REQUIRE(ask(here, "PUT", "/bucket/key", {}, "1").status == 200);
  const auto usual = ask(here, "HEAD", "/bucket/key").headers;
  CHECK(usual.get("x-oss-storage-class") == "Standard");
  CHECK(usual.find("x-oss-tagging-count") == nullptr);
}

TEST_CASE("setting_headers: a value that the service does not know is refused, on every request of an upload") {
  service here{{}};
  const std::string id = element(ask(here, "POST", "/bucket/key?uploads").body, "UploadId");
  const auto check = [&](const std::string& name, const std::string& value) {
    INFO(name << ": " << value);
    for (const auto& [method, target] :
         std::vector<std::pair<std::string, std::string>>{{"PUT", "/bucket/key"},
                                                          {"POST", "/bucket/key?uploads"},
                                                          {"PUT", "/bucket/key?partNumber=1&uploadId=" + id},
                                                          {"POST", "/bucket/key?uploadId=" + id}}) {
      const auto answer = ask(here, method, target, {{name, value}}, "1");
      refused(answer, 400, "InvalidArgument");
      CHECK(element(answer.body, "ArgumentName") == name);
    }
  };
  check("x-oss-object-acl", "public");
  check("x-oss-object-acl", "private public-read");
  check("x-oss-storage-class", "standard");
  check("x-oss-forbid-overwrite", "yes");
  check("x-oss-traffic-limit", "819199");
  check("x-oss-traffic-limit", "838860801");
  check("x-oss-traffic-limit", "fast");
  check("x-oss-server-side-encryption", "AES");
  check("x-oss-server-side-data-encryption", "SM4");
  check("x-oss-server-side-encryption-key-id", "fake-key");
  check("x-oss-tagging", "a=1&a=2");
  CHECK(ask(here, "HEAD", "/bucket/key").status == 404);
}
