// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <upcall/testing/emulator/xml_answer.hpp>

using namespace upcall::testing;

namespace {

std::string document(const std::string& query) {
  auto request = raw_request("GET", "/bucket/key?" + query);
  xml_answer out{"Root", incoming{request}};
  out.open("Inner");
  out.element("Number", std::uint64_t{18446744073709551615u});
  out.element("Text", "<a/b>");
  out.close("Inner");
  out.key("Key", "<a/b>");
  const auto answer = std::move(out).finish();
  CHECK(answer.headers.get("content-type") == "application/xml");
  return answer.body;
}

}  // namespace

TEST_CASE("documents are written element by element") {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Root>\n",
                    inner = "<Inner>\n<Number>18446744073709551615</Number>\n<Text>&lt;a/b&gt;</Text>\n</Inner>\n";
  CHECK(document("") == head + inner + "<Key>&lt;a/b&gt;</Key>\n</Root>\n");
  CHECK(document("encoding-type=url") ==
        head + "<EncodingType>url</EncodingType>\n" + inner + "<Key>%3Ca%2Fb%3E</Key>\n</Root>\n");
  CHECK_THROWS_AS(document("encoding-type="), service_error);
}
