// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/field.hpp>

namespace upcall {

// Who may read an object, and write it, besides its owner (x-oss-object-acl).
enum class object_acl : unsigned char {
  as_bucket,  // what the bucket's says
  private_access,
  public_read,
  public_read_write,
};

// How the service encrypts what it stores (x-oss-server-side-encryption).
enum class server_side_encryption : unsigned char { as_bucket, aes256, kms, sm4 };

// With which cipher where the key is KMS' (x-oss-server-side-data-encryption).
enum class data_encryption : unsigned char { aes256, sm4 };

// How an object is to be stored, for whatever puts one there: `.settings = {{.acl = upcall::object_acl::public_read}}`,
// or one that lives as long as the call. Each goes with the request of an upload that takes it. What is wrong is
// refused before anything is sent, and so is a header that stands in `.headers`, too. All members may be left out;
// their order never changes. Limits and names are those of "PutObject" of the service's documentation.
struct object_settings {
  object_acl acl = object_acl::as_bucket;
  std::string_view storage_class = {};  // "Standard", "IA", "Archive" …, which become more; else the bucket's
  bool forbid_overwrite = false;        // an object of this name is not replaced: 409 FileAlreadyExists
  field_list tagging = {};              // at most ten
  std::uint64_t traffic_limit = 0;      // bits a second, 819,200 to 838,860,800; 0: none
  server_side_encryption encryption = server_side_encryption::as_bucket;
  data_encryption kms_cipher = data_encryption::aes256;  // with kms alone, as is
  std::string_view kms_key_id = {};                      // else a key of the service's own
  std::string_view content_md5 = {};  // Base64 of the body's MD5, which the service compares; not of an upload in parts
  // These are given back with the object.
  std::string_view cache_control = {};
  std::string_view content_disposition = {};
  std::string_view content_encoding = {};
  std::string_view expires = {};
};

}  // namespace upcall
