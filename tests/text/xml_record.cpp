// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/text/xml_record.hpp>
#include <vector>

using namespace upcall;

namespace xml_records {

struct item {
  std::uint8_t part_number = 0;
  inline_string<8> etag = {};
};
struct list {
  inline_string<8> upload_id = {};
  std::optional<inline_string<8>> storage_class = {};
  std::optional<std::uint64_t> hash_crc64ecma = {};
  std::uint64_t size = 7;
  bool is_truncated = false;
  item owner = {};
  each_element<item> part = {};
};

}  // namespace xml_records

BOOST_HANA_ADAPT_STRUCT(xml_records::item, part_number, etag);
BOOST_HANA_ADAPT_STRUCT(xml_records::list, upload_id, storage_class, hash_crc64ecma, size, is_truncated, owner, part);

using xml_records::item;
using xml_records::list;

namespace {

struct outcome {
  bool right;
  list value;
};

outcome read(const std::string& inside) {
  outcome out;
  out.right = read_xml("<List>" + inside + "</List>", "List", out.value);
  return out;
}

}  // namespace

TEST_CASE("xml_record: members are found by their elements' names") {
  const auto [right, value] = read(
      "<UploadId>U&amp;1</UploadId><HashCrc64ecma>18446744073709551615</HashCrc64ecma><IsTruncated> "
      "true\n</IsTruncated>"
      "<Size>\n  12 </Size><StorageClass></StorageClass><Owner><PartNumber>3</PartNumber></Owner>");
  REQUIRE(right);
  CHECK(value.upload_id == "U&1");
  CHECK(value.hash_crc64ecma == UINT64_MAX);
  CHECK(value.is_truncated);
  CHECK(value.size == 12);
  REQUIRE(value.storage_class);
  CHECK(value.storage_class->empty());
  CHECK(value.owner.part_number == 3);
}

TEST_CASE("xml_record: what is not there leaves its member as it is, and an empty number is not there") {
  for (const char* inside : {"", "<Size></Size><HashCrc64ecma/><IsTruncated> </IsTruncated>", "text<!-- note -->"}) {
    const auto [right, value] = read(inside);
    REQUIRE(right);
    CHECK(value.size == 7);
    CHECK_FALSE(value.hash_crc64ecma);
    CHECK_FALSE(value.storage_class);
    CHECK_FALSE(value.is_truncated);
  }
}

TEST_CASE("xml_record: elements that come again and again are handed over in order") {
  std::vector<std::string> got;
  auto take = [&](const item& one) { got.push_back(std::to_string(one.part_number) + std::string{one.etag.view()}); };
  list to;
  to.part.take = take;
  REQUIRE(
      read_xml("<List><Part><PartNumber>1</PartNumber><ETag>\"a\"</ETag></Part><UploadId>U</UploadId>"
               "<Part><ETag>b</ETag><Other><ETag>c</ETag></Other></Part><Part/></List>",
               "List", to));
  CHECK(got == std::vector<std::string>{"1\"a\"", "0b", "0"});
  CHECK(to.upload_id == "U");
}

TEST_CASE("xml_record: elements inside unknown ones are not taken, and of two the last counts") {
  const auto [right, value] = read(
      "<New><UploadId>wrong</UploadId></New><UploadId>first</UploadId><UploadId>a<b>x</b>z</UploadId><Upload/>"
      "<UploadIds>wrong</UploadIds>");
  REQUIRE(right);
  CHECK(value.upload_id == "az");
}

TEST_CASE("xml_record: what a member cannot take makes the document wrong") {
  for (const char* inside :
       {"<Size>-1</Size>", "<Size>1 2</Size>", "<Size>0x1</Size>", "<Size>18446744073709551616</Size>",
        "<Size>000000000000000000001</Size>", "<HashCrc64ecma>one</HashCrc64ecma>", "<IsTruncated>yes</IsTruncated>",
        "<UploadId>longer than 8</UploadId>", "<StorageClass>123456789</StorageClass>",
        "<Owner><PartNumber>256</PartNumber></Owner>", "<Part><PartNumber>x</PartNumber></Part>"}) {
    INFO(inside);
    CHECK_FALSE(read(inside).right);
  }
}

TEST_CASE("xml_record: a document that is not whole, or another one, is refused") {
  for (const char* document :
       {"", " ", "<List>", "<List><Size>1</Size>", "<List><Size>1</List>", "<Other/>", "<List/><List/>", "<List/>x",
        "{}", "<List><Size>1<Size></List>", "<!DOCTYPE List><List/>"}) {
    INFO(document);
    list to;
    CHECK_FALSE(read_xml(document, "List", to));
  }
  list to;
  CHECK(read_xml("<?xml version=\"1.0\"?>\n<x:List xmlns:x='u' >\n</x:List> \n", "List", to));
}

namespace {

constexpr bool is_read_by_the_compiler() {
  item to;
  return read_xml("<Part><PartNumber>255</PartNumber><ETag>e</ETag></Part>", "Part", to) && to.part_number == 255 &&
         to.etag == "e";
}
static_assert(is_read_by_the_compiler());

}  // namespace
