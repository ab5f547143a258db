// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <upcall/callback/cause.hpp>
#include <upcall/core/failure.hpp>

namespace examples {

// What a failure's kind is called, for programs that read it.
constexpr std::string_view name_of(upcall::fault kind) {
  switch (kind) {
    case upcall::fault::client: return "client";
    case upcall::fault::file_inconsistent: return "file_inconsistent";
    case upcall::fault::transport: return "transport";
    case upcall::fault::server: return "server";
    case upcall::fault::callback: return "callback";
    case upcall::fault::crc_inconsistent: return "crc_inconsistent";
    case upcall::fault::cancelled: return "cancelled";
    case upcall::fault::paused: return "paused";
    case upcall::fault::checkpoint_broken: return "checkpoint_broken";
  }
  return {};
}

// What to do after the service refused, by its error code ("Error codes" of its documentation).
constexpr std::string_view advice_for_code(std::string_view code) {
  struct known {
    std::string_view code, advice;
  };
  constexpr known all[] = {
      {"InvalidAccessKeyId", "check OSS_ACCESS_KEY_ID; temporary credentials need OSS_SESSION_TOKEN as well"},
      {"SignatureDoesNotMatch", "check OSS_ACCESS_KEY_SECRET and --region"},
      {"SecurityTokenExpired", "get new temporary credentials"},
      {"InvalidSecurityToken", "get new temporary credentials, and set all three variables from the same answer"},
      {"RequestTimeTooSkewed", "set the clock of this machine: it is more than 15 minutes off"},
      {"AccessDenied", "let these credentials write to the bucket, and use the endpoint of the bucket's own region"},
      {"NoSuchBucket", "check --bucket, or create the bucket first"},
      {"InvalidBucketName", "check --bucket"},
      {"SecondLevelDomainForbidden", "leave out --path-style: the service takes it on no public host"},
      {"InvalidArgument", "the message names the parameter that the service refuses"},
  };
  for (const auto& each : all) {
    if (each.code == code) return each.advice;
  }
  return {};
}

// What to do about a failure; empty where its message says all.
inline std::string advice(const upcall::failure& why) {
  switch (why.kind) {
    case upcall::fault::callback:
      return "do not upload it again: it is stored; " + std::string{upcall::advice(why.cause)};
    case upcall::fault::crc_inconsistent: return "upload it again: what is stored is damaged";
    case upcall::fault::transport:
      if (why.stored.known) return "do not upload it again: it is stored";
      return why.outcome_unknown ? "it may be stored: look before you upload it again" : "nothing is stored: try again";
    case upcall::fault::server:
      if (why.status >= 500 || why.status == 429)
        return "try again later; the request id is what the service's support asks for";
      return std::string{advice_for_code(why.code)};
    case upcall::fault::client:
    case upcall::fault::file_inconsistent:
    case upcall::fault::cancelled:
    case upcall::fault::paused:
    case upcall::fault::checkpoint_broken: break;
  }
  return {};
}

}  // namespace examples
