// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/get_object.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/setting_headers.hpp>
#include <upcall/testing/emulator/xml_answer.hpp>
#include <utility>

namespace upcall::testing {

// GET /bucket/key?acl. The emulator has one account, that of its access key.
inline http_response get_object_acl(const incoming& message, service_context& context) {
  const auto object = find_object(message, context);
  const std::string_view acl = object->facts.headers.get(acl_header);
  xml_answer answer{"AccessControlPolicy", message};
  answer.open("Owner");
  answer.element("ID", context.settings.access_key_id);
  answer.element("DisplayName", context.settings.access_key_id);
  answer.close("Owner");
  answer.open("AccessControlList");
  answer.element("Grant", acl.empty() ? std::string_view{"default"} : acl);
  answer.close("AccessControlList");
  return std::move(answer).finish();
}

// GET /bucket/key?tagging
inline http_response get_object_tagging(const incoming& message, service_context& context) {
  const auto object = find_object(message, context);
  xml_answer answer{"Tagging", message};
  answer.open("TagSet");
  for (const auto& [name, value] : read_tags(object->facts.headers.get(tagging_header))) {
    answer.open("Tag");
    answer.element("Key", name);
    answer.element("Value", value);
    answer.close("Tag");
  }
  answer.close("TagSet");
  return std::move(answer).finish();
}

}  // namespace upcall::testing
