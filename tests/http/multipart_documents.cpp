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

TEST_CASE("multipart_documents: a page of uploads, keys as the document writes them") {
  const auto keys = [](const std::string& encoding) {
    uploads_document got;
    std::string ids, out;
    auto take = [&](const listed_upload_element& each) {
      ids += std::string{each.key} + ":" + std::string{each.upload_id} + ":" + std::string{each.initiated} + " ";
    };
    got.upload.take = take;
    const bool right =
        read_xml("<ListMultipartUploadsResult xmlns=\"http://doc.oss-cn-hangzhou.aliyuncs.com\">" + encoding +
                     "<Bucket>oss-example</Bucket><KeyMarker></KeyMarker><UploadIdMarker></UploadIdMarker>"
                     "<NextKeyMarker>a%2Fb</NextKeyMarker><NextUploadIdMarker>0004B99B8E707874FC2D692FA5D77D3F"
                     "</NextUploadIdMarker><Delimiter></Delimiter><Prefix></Prefix><MaxUploads>1000</MaxUploads>"
                     "<IsTruncated>true</IsTruncated><Upload><Key>a%2Fb</Key><UploadId>0004B999EF518A1FE585B0C9360DC4C8"
                     "</UploadId><Initiated>2012-02-23T04:18:23.000Z</Initiated></Upload></ListMultipartUploadsResult>",
                 uploads_document::root, got);
    REQUIRE(right);
    CHECK(got.is_truncated);
    CHECK(got.next_upload_id_marker == "0004B99B8E707874FC2D692FA5D77D3F");
    CHECK(ids == "a%2Fb:0004B999EF518A1FE585B0C9360DC4C8:2012-02-23T04:18:23.000Z ");
    return testing::written([&](auto& to) { write_key(to, got, got.next_key_marker); });
  };
  CHECK(keys("<EncodingType>url</EncodingType>") == "a/b");
  CHECK(keys("") == "a%2Fb");
}

TEST_CASE("multipart_documents: a key of 1,023 bytes fits, percent-encoded; a longer one is refused") {
  const auto read = [](std::size_t bytes) {
    std::string encoded;
    for (std::size_t i = 0; i != bytes; ++i) encoded += "%01";
    uploads_document got;
    return read_xml(
        "<ListMultipartUploadsResult><NextKeyMarker>" + encoded + "</NextKeyMarker></ListMultipartUploadsResult>",
        uploads_document::root, got);
  };
  CHECK(read(1023));
  CHECK_FALSE(read(1024));
}
