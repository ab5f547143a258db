// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <upcall/policies/signer/signable.hpp>

namespace upcall {

// The older signature, HMAC-SHA1. Source: the service's documentation, "Add a signature to the header / a URL".
namespace v1 {

// Query parameters that are signed; every name that starts with "x-oss-" is, too. The others are left out.
inline constexpr std::string_view subresources[] = {"accessPoint",
                                                    "accessPointPolicy",
                                                    "acl",
                                                    "append",
                                                    "asyncFetch",
                                                    "bucketArchiveDirectRead",
                                                    "bucketInfo",
                                                    "callback",
                                                    "callback-var",
                                                    "cloudboxes",
                                                    "cname",
                                                    "comp",
                                                    "continuation-token",
                                                    "cors",
                                                    "delete",
                                                    "encryption",
                                                    "endTime",
                                                    "group",
                                                    "httpsConfig",
                                                    "img",
                                                    "inventory",
                                                    "inventoryId",
                                                    "lifecycle",
                                                    "link",
                                                    "live",
                                                    "location",
                                                    "logging",
                                                    "metaQuery",
                                                    "objectInfo",
                                                    "objectMeta",
                                                    "partNumber",
                                                    "policy",
                                                    "position",
                                                    "publicAccessBlock",
                                                    "qos",
                                                    "qosInfo",
                                                    "qosRequester",
                                                    "redundancyTransition",
                                                    "referer",
                                                    "regionList",
                                                    "replication",
                                                    "replicationLocation",
                                                    "replicationProgress",
                                                    "requestPayment",
                                                    "requesterQosInfo",
                                                    "resourceGroup",
                                                    "resourcePool",
                                                    "resourcePoolBuckets",
                                                    "resourcePoolInfo",
                                                    "response-cache-control",
                                                    "response-content-disposition",
                                                    "response-content-encoding",
                                                    "response-content-language",
                                                    "response-content-type",
                                                    "response-expires",
                                                    "restore",
                                                    "security-token",
                                                    "sequential",
                                                    "startTime",
                                                    "stat",
                                                    "status",
                                                    "style",
                                                    "styleName",
                                                    "symlink",
                                                    "tagging",
                                                    "transferAcceleration",
                                                    "uploadId",
                                                    "uploads",
                                                    "versionId",
                                                    "versioning",
                                                    "versions",
                                                    "vod",
                                                    "website",
                                                    "worm",
                                                    "wormExtend",
                                                    "wormId"};

constexpr bool is_subresource(std::string_view name, std::span<const std::string_view> extra = {}) {
  if (name.starts_with("x-oss-")) return true;
  for (std::string_view each : subresources) {
    if (each == name) return true;
  }
  for (std::string_view each : extra) {
    if (each == name) return true;
  }
  return false;
}

// `date` is the Date header, or for a signed URL the time it expires in decimal seconds. An x-oss-date header goes
// before the Date header. `extra` names parameters that this one operation signs besides.
template <sink S>
constexpr void write_string_to_sign(S& to, const signable& message, std::string_view date,
                                    std::span<const std::string_view> extra = {}) {
  const std::string_view lines[] = {message.method, message.header("content-md5"), message.header("content-type"),
                                    date};
  for (std::string_view line : lines) {
    write(to, line);
    to.put('\n');
  }
  for (const auto& [name, value] : message.headers) {
    if (name.starts_with("x-oss-")) write_header_line(to, name, value);
  }
  write_resource(to, message, [&to](std::string_view text) { write(to, text); });
  // Parameters are kept in the order of their encoded names; it differs from the byte order wanted here only for names
  // with reserved characters, and no sub-resource has one.
  char separator = '?';
  for (const auto& [name, value] : message.parameters) {
    if (!is_subresource(name, extra)) continue;
    to.put(separator);
    separator = '&';
    write(to, name);
    if (value.empty()) continue;
    to.put('=');
    write(to, value);
  }
}

}  // namespace v1
}  // namespace upcall
