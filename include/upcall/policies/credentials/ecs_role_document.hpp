// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/core/record.hpp>
#include <upcall/policies/credentials/temporary.hpp>
#include <upcall/text/dates.hpp>
#include <upcall/text/json_record_reader.hpp>

namespace upcall {

// What the metadata service of the cloud's virtual machines gives for a RAM role. The members are named as it does.
struct ecs_role_document {
  inline_string<40> Code = {};
  secret_text<128> AccessKeyId = {}, AccessKeySecret = {};
  secret_text<8192> SecurityToken = {};
  inline_string<40> Expiration = {};
};

}  // namespace upcall

UPCALL_RECORD(upcall::ecs_role_document, Code, AccessKeyId, AccessKeySecret, SecurityToken, Expiration);

namespace upcall {

// Reads one. What it lacks stays empty; but for its end, without which they are of no use.
inline result<temporary_credentials> read_ecs_role_document(std::string_view text) {
  ecs_role_document found;
  if (!read_json(text, found))
    return {fault::client, "ecs role: what the metadata service gives is no document with credentials"sv};
  if (found.Code != "Success"sv) {
    failure why{fault::client, "ecs role: the metadata service has no credentials: "sv};
    why.message.append(found.Code);
    why.code = found.Code;
    return why;
  }
  const auto expires = read_iso(found.Expiration);
  if (!expires) return {fault::client, "ecs role: the metadata service does not tell when its credentials end"sv};
  return temporary_credentials{found.AccessKeyId, found.AccessKeySecret, found.SecurityToken, *expires};
}

}  // namespace upcall
