// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/http/error_document.hpp>
#include <upcall/testing/written.hpp>

using upcall::failure;
using upcall::fault;
using upcall::known_members;
using upcall::whole_documents;

namespace {

template <class Documents>
failure read(std::string_view document, int status = 400) {
  char room[4096];
  upcall::response answer{room};
  answer.status = status;
  answer.header("x-oss-request-id", "from-the-header");
  answer.header("x-oss-ec", "0000-00000000");
  answer.append(document);
  failure out;
  upcall::read_failure<Documents>(out, fault::server, answer);
  return out;
}

nlohmann::json error_vectors() {
  std::ifstream in{UPCALL_TEST_VECTORS "/xml.json"};
  auto all = nlohmann::json::parse(in);
  for (std::size_t i = all.size(); i-- != 0;) {
    if (all[i]["kind"] != "Error") all.erase(i);
  }
  return all;
}

failure read(const nlohmann::json& vector) {
  const auto& input = vector["input"];
  char room[16 * 1024];
  upcall::response answer{room};
  answer.status = input["status"];
  for (const auto& [name, value] : input["headers"].items()) answer.header(name, value.get<std::string>());
  const std::string text = input.value("body_utf8", "");
  const std::string encoded = input.value("body_base64", "");
  answer.append(text);
  if (!encoded.empty()) answer.append(upcall::testing::written([&](auto& to) { upcall::read_base64(encoded, to); }));
  failure out;
  upcall::read_failure<whole_documents>(out, fault::server, answer);
  return out;
}

// What fits of a text that a vector expects.
template <std::size_t N>
void check_text(const upcall::inline_string<N>& got, const nlohmann::json& expected) {
  if (expected.is_string()) CHECK(got.view() == expected.get<std::string>().substr(0, N));
}

}  // namespace

TEST_CASE("vectors: error documents, ordinary and odd") {
  int checked = 0;
  for (const auto& vector : error_vectors()) {
    if (vector["expected"].value("parse_error", false)) continue;
    INFO(vector["name"].get<std::string>());
    const auto& expected = vector["expected"];
    const failure got = read(vector);
    CHECK(got.status == expected["status"].get<int>());
    check_text(got.code, expected["code"]);
    check_text(got.message, expected["message"]);
    check_text(got.request_id, expected["request_id"]);
    check_text(got.ec, expected["ec"]);
    ++checked;
  }
  CHECK(checked >= 20);
}

TEST_CASE("vectors: from what is no error document, status and request id still come") {
  int checked = 0;
  for (const auto& vector : error_vectors()) {
    if (!vector["expected"].value("parse_error", false)) continue;
    INFO(vector["name"].get<std::string>());
    const failure got = read(vector);
    CHECK(got.status == vector["expected"]["status"].get<int>());
    check_text(got.request_id, vector["expected"]["request_id"]);
    CHECK(got.code.view().find("root:") == std::string_view::npos);
    ++checked;
  }
  CHECK(checked >= 10);
}

TEST_CASE("only members of the error itself count") {
  const auto got = read<whole_documents>(
      "<Error><Code>Outer</Code><Detail><Code>Inner</Code><Message>inner</Message></Detail><Message>outer</Message></"
      "Error>");
  CHECK(got.code == "Outer");
  CHECK(got.message == "outer");
  const auto other = read<whole_documents>("<Answer><Code>X</Code></Answer>");
  CHECK(other.code.empty());
}

TEST_CASE("what is inside further elements of a member is not its text") {
  const auto got = read<whole_documents>(
      "<Error><Code>Inva<Hint>inner</Hint>lidPart</Code><Message>Error "
      "s<Error><Code>c</Code><Message>m</Message></Error>"
      "tatus</Message></Error>");
  CHECK(got.code == "InvalidPart");
  CHECK(got.message == "Error status");
}

TEST_CASE("of a document that was cut the members count that are whole") {
  const auto got = read<whole_documents>("<Error><Code>NoSuchKey</Code><Message>The specified key does");
  CHECK(got.code == "NoSuchKey");
  CHECK(got.message.empty());
}

TEST_CASE("the header's request id counts where the document is broken") {
  CHECK(read<whole_documents>("<Error><RequestId>R</RequestId></Error>").request_id == "R");
  for (const char* broken : {"<Error><RequestId>R</RequestId>", "<Error><RequestId>R</RequestId></Error>x"}) {
    CHECK(read<whole_documents>(broken).request_id == "from-the-header");
  }
}

TEST_CASE("what the headers say stays where the document does not") {
  const auto got = read<whole_documents>("<Error><Code>NoSuchKey</Code></Error>");
  CHECK(got.request_id == "from-the-header");
  CHECK(got.ec == "0000-00000000");
  const auto both = read<whole_documents>("<Error><RequestId>R</RequestId><EC>0026-00000001</EC></Error>");
  CHECK(both.request_id == "R");
  CHECK(both.ec == "0026-00000001");
}

TEST_CASE("long texts are cut, not lost") {
  const auto got =
      read<whole_documents>("<Error><Code>A</Code><Message>" + std::string(500, 'm') + "</Message><EC>0</EC></Error>");
  CHECK(got.message == std::string(200, 'm'));
  CHECK(got.ec == "0");
}

TEST_CASE("a failure read into another leaves nothing of it") {
  failure why{fault::transport, "lost"};
  why.outcome_unknown = true;
  why.code.append("Old");
  why.cause = upcall::callback_cause::timed_out;
  why.stored.known = true;
  char room[16];
  upcall::response answer{room};
  answer.status = 502;
  upcall::read_failure<whole_documents>(why, fault::server, answer);
  CHECK(why.kind == fault::server);
  CHECK(why.status == 502);
  CHECK_FALSE(why.outcome_unknown);
  CHECK(why.code.empty());
  CHECK(why.message.empty());
  CHECK(why.cause == upcall::callback_cause::unknown);
  CHECK_FALSE(why.stored.known);
}

TEST_CASE("a device finds code and message of what the service writes") {
  const auto got = read<known_members>(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>NoSuchBucket</Code>\n  <Message>The specified "
      "bucket does not "
      "exist.</Message>\n</Error>");
  CHECK(got.code == "NoSuchBucket");
  CHECK(got.message == "The specified bucket does not exist.");
  CHECK(got.request_id == "from-the-header");
  CHECK(got.ec == "0000-00000000");
  for (const char* rubbish : {"", "<Code>", "<Code>cut", "</Code>", "<html>", "Code", "<Code", "<Message></Message>"}) {
    INFO(rubbish);
    const auto none = read<known_members>(rubbish, 502);
    CHECK(none.code.empty());
    CHECK(none.message.empty());
    CHECK(none.status == 502);
  }
}

TEST_CASE("the text of one member of another document") {
  const auto find = [](std::string_view document, std::string_view name = "UploadId") {
    upcall::inline_string<8> whole{"before"}, known{"before"};
    const bool found = whole_documents::find(whole, document, name);
    return std::pair{found ? std::string{whole} : "(none)",
                     known_members::find(known, document, name) ? std::string{known} : "(none)"};
  };
  using both = std::pair<std::string, std::string>;
  CHECK(find("<?xml version=\"1.0\"?><R><Key>k</Key><UploadId>I1</UploadId></R>") == both{"I1", "I1"});
  CHECK(find("<R xmlns=\"x\"><UploadId> I&amp;1\n</UploadId></R>").first == "I&1");
  CHECK(find("<R><UploadId>12345678</UploadId></R>") == both{"12345678", "12345678"});
  for (const char* none :
       {"", "<R></R>", "<R><UploadId></UploadId></R>", "<R><UploadId/></R>", "<R><UploadId>123456789</UploadId></R>",
        "<R><UploadId>cut", "<R><UploadIds>x</UploadIds></R>", "UploadId", "<UploadId>"}) {
    INFO(none);
    CHECK(find(none) == both{"(none)", "(none)"});
  }
  // Only members of the document itself count, where it is read as a whole.
  CHECK(find("<R><Part><UploadId>x</UploadId></Part></R>").first == "(none)");
  CHECK(find("<UploadId>x</UploadId>").first == "(none)");
  CHECK(find("<R><UploadId>a<B>b</B>c</UploadId><UploadId>d</UploadId></R>").first == "ac");
  CHECK(find("<R><UploadId><UploadId>x</UploadId></UploadId><UploadId>y</UploadId></R>").first == "(none)");
  CHECK(find("<R><Part><UploadId>x</UploadId></Part><UploadId>y</UploadId></R>").first == "y");
}
