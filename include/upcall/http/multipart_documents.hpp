// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <upcall/core/inline_string.hpp>
#include <upcall/text/percent.hpp>
#include <upcall/text/sink.hpp>
#include <upcall/text/xml_record.hpp>

// What the service answers to the calls of a multipart upload and to a form ("InitiateMultipartUpload",
// "CompleteMultipartUpload", "ListParts", "ListMultipartUploads", "PostObject" of its documentation), for read_xml().
namespace upcall {

// A key of 1,023 bytes, percent-encoded.
using key_text = inline_string<3 * 1023>;

struct initiated_document {
  static constexpr std::string_view root = "InitiateMultipartUploadResult";

  std::optional<inline_string<16>> encoding_type = {};
  inline_string<64> bucket = {};
  key_text key = {};
  inline_string<128> upload_id = {};
};

struct completed_document {
  static constexpr std::string_view root = "CompleteMultipartUploadResult";

  std::optional<inline_string<16>> encoding_type = {};
  inline_string<3584> location = {};  // a URL with the key in it
  inline_string<64> bucket = {};
  key_text key = {};
  inline_string<48> etag = {};
};

struct listed_part {
  std::uint32_t part_number = 0;
  std::optional<inline_string<32>> last_modified = {};
  inline_string<48> etag = {};
  std::optional<std::uint64_t> hash_crc64ecma = {};
  std::uint64_t size = 0;
};

// One page of at most 1,000 parts.
struct parts_document {
  static constexpr std::string_view root = "ListPartsResult";

  std::optional<inline_string<16>> encoding_type = {};
  inline_string<64> bucket = {};
  key_text key = {};
  inline_string<128> upload_id = {};
  std::optional<inline_string<32>> storage_class = {};
  std::uint32_t part_number_marker = 0, next_part_number_marker = 0, max_parts = 0;
  bool is_truncated = false;
  each_element<listed_part> part = {};
};

struct listed_upload_element {
  key_text key = {};
  inline_string<128> upload_id = {};
  inline_string<32> initiated = {};
};

// One page of at most 1,000 uploads that were begun and neither completed nor aborted.
struct uploads_document {
  static constexpr std::string_view root = "ListMultipartUploadsResult";

  std::optional<inline_string<16>> encoding_type = {};
  key_text next_key_marker = {};
  inline_string<128> next_upload_id_marker = {};
  bool is_truncated = false;
  each_element<listed_upload_element> upload = {};
};

struct posted_document {
  static constexpr std::string_view root = "PostResponse";

  inline_string<64> bucket = {};
  inline_string<48> etag = {};
  key_text key = {};
  inline_string<3584> location = {};
};

// What a key in a document means: it is percent-encoded only where the document says so.
template <sink S, class Document>
constexpr void write_key(S& to, const Document& from, std::string_view key) {
  if (from.encoding_type && *from.encoding_type == "url") {
    read_percent(key, to);
  } else {
    write(to, key);
  }
}
template <sink S, class Document>
constexpr void write_key(S& to, const Document& from) {
  write_key(to, from, from.key);
}

}  // namespace upcall

UPCALL_RECORD(upcall::initiated_document, encoding_type, bucket, key, upload_id);
UPCALL_RECORD(upcall::completed_document, encoding_type, location, bucket, key, etag);
UPCALL_RECORD(upcall::listed_part, part_number, last_modified, etag, hash_crc64ecma, size);
UPCALL_RECORD(upcall::parts_document, encoding_type, bucket, key, upload_id, storage_class,
                        part_number_marker, next_part_number_marker, max_parts, is_truncated, part);
UPCALL_RECORD(upcall::listed_upload_element, key, upload_id, initiated);
UPCALL_RECORD(upcall::uploads_document, encoding_type, next_key_marker, next_upload_id_marker, is_truncated,
                        upload);
UPCALL_RECORD(upcall::posted_document, bucket, etag, key, location);
