// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/http/multipart_documents.hpp>
#include <upcall/testing/written.hpp>

using namespace upcall;

// The samples of the service's documentation.
TEST_CASE("multipart_documents: an upload begins") {
  initiated_document got;
  REQUIRE(
      read_xml("<InitiateMultipartUploadResult xmlns=\"http://doc.oss-cn-hangzhou.aliyuncs.com\">\n"
               "  <Bucket>oss-example</Bucket>\n  <Key>multipart.data</Key>\n"
               "  <UploadId>0004B9894A22E5B1888A1E29F823****</UploadId>\n</InitiateMultipartUploadResult>\n",
               initiated_document::root, got));
  CHECK(got.bucket == "oss-example");
  CHECK(got.upload_id == "0004B9894A22E5B1888A1E29F823****");
  CHECK_FALSE(got.encoding_type);
}

TEST_CASE("multipart_documents: the key is decoded only where the document says that it is encoded") {
  const auto key = [](const std::string& encoding) {
    completed_document got;
    const bool right =
        read_xml("<CompleteMultipartUploadResult>" + encoding + "<Key>a%2Fb+%25</Key></CompleteMultipartUploadResult>",
                 completed_document::root, got);
    return right ? testing::written([&](auto& to) { write_key(to, got); }) : "(refused)";
  };
  CHECK(key("<EncodingType>url</EncodingType>") == "a/b+%");
  CHECK(key("") == "a%2Fb+%25");
  CHECK(key("<EncodingType/>") == "a%2Fb+%25");
}

TEST_CASE("multipart_documents: a page of parts") {
  parts_document got;
  std::string parts;
  auto take = [&](const listed_part& each) {
    parts += std::to_string(each.part_number) + ':' + std::to_string(each.size) + ':' +
             (each.hash_crc64ecma ? std::to_string(*each.hash_crc64ecma) : "-") + ' ';
  };
  got.part.take = take;
  REQUIRE(read_xml(
      "<ListPartsResult><Bucket>b</Bucket><NextPartNumberMarker>5</NextPartNumberMarker><MaxParts>1000</MaxParts>"
      "<IsTruncated>true</IsTruncated>"
      "<Part><PartNumber>1</PartNumber><ETag>&quot;e&quot;</ETag><Size>6291456</Size></Part>"
      "<Part><PartNumber>5</PartNumber><HashCrc64ecma>12066172435287683848</HashCrc64ecma><Size>5368709120</Size>"
      "</Part></ListPartsResult>",
      parts_document::root, got));
  CHECK(parts == "1:6291456:- 5:5368709120:12066172435287683848 ");
  CHECK(got.is_truncated);
  CHECK(got.next_part_number_marker == 5);
}

TEST_CASE("multipart_documents: a form was stored") {
  posted_document got;
  REQUIRE(read_xml(
      "<PostResponse><Bucket>b</Bucket><ETag>\"E\"</ETag><Key>k</Key><Location>http://b.h/k</Location></PostResponse>",
      posted_document::root, got));
  CHECK(got.location == "http://b.h/k");
  CHECK(got.etag == "\"E\"");
}
