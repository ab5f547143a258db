// SPDX-License-Identifier: Apache-2.0
#include <upcall/core/inline_string.hpp>
#include <upcall/operations/upload_request.hpp>

using upcall::upload_request;
using upcall::detail::belongs;

namespace {

// On which requests of an upload a header goes: "p" put, "i" initiate, "u" part, "c" complete.
constexpr upcall::inline_string<4> where(std::string_view name) {
  upcall::inline_string<4> out;
  if (belongs<upload_request::put>(name)) out.put('p');
  if (belongs<upload_request::initiate>(name)) out.put('i');
  if (belongs<upload_request::part>(name)) out.put('u');
  if (belongs<upload_request::complete>(name)) out.put('c');
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
