// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <upcall/callback/variables.hpp>
#include <upcall/testing/emulator/callback_parameter.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/image_info.hpp>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/emulator/receive.hpp>
#include <upcall/testing/emulator/substitute.hpp>
#include <utility>

namespace upcall::testing {

// What a callback's variables stand for.
struct callback_facts {
  object_facts object = {};
  std::string operation = "PutObject", client_ip = {}, request_id = {};
  std::optional<std::string> content_md5 = {};  // Base64; only of an object that came in one request
  std::optional<image_info> image = {};
};

inline std::optional<callback_value> value_of(std::string_view name, const callback_plan& plan,
                                              const callback_facts& facts) {
  if (const auto own = plan.variables.find(std::string{name}); own != plan.variables.end()) return own->second;
  if (name == "bucket") return facts.object.bucket;
  if (name == "object") return facts.object.key;
  if (name == "etag") return facts.object.etag;
  if (name == "size") return facts.object.size;
  if (name == "mimeType") return std::string{facts.object.headers.get("content-type")};
  if (name == "crc64") return facts.object.crc64;
  if (name == "contentMd5" && facts.content_md5) return *facts.content_md5;
  if (name == "vpcId") return "";
  if (name == "clientIp") return facts.client_ip;
  if (name == "reqId") return facts.request_id;
  if (name == "operation") return facts.operation;
  if (!is_system_variable(name)) return {};
  if (!facts.image || !name.starts_with("imageInfo.")) return nullptr;
  if (name == "imageInfo.height") return facts.image->height;
  if (name == "imageInfo.width") return facts.image->width;
  return facts.image->format;
}

// The body of a callback. Throws what the service answers to a template that it cannot fill in.
inline std::string callback_body(const callback_plan& plan, const callback_facts& facts, std::string_view parameter) {
  const auto format = plan.body_type == "application/json" ? callback_format::json : callback_format::form;
  auto body = substitute(plan.body, format, [&](std::string_view name) { return value_of(name, plan, facts); });
  if (body) return std::move(*body);
  service_error why = invalid_argument(std::string{body.error().message.view()}, "callback", std::string{parameter});
  why.ec = body.error().ec.view();
  throw why;
}

}  // namespace upcall::testing
