// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <upcall/policies/signer/v1_form.hpp>
#include <upcall/testing/emulator/abort_upload.hpp>
#include <upcall/testing/emulator/authorize.hpp>
#include <upcall/testing/emulator/complete_upload.hpp>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/faults.hpp>
#include <upcall/testing/emulator/folder_store.hpp>
#include <upcall/testing/emulator/get_object.hpp>
#include <upcall/testing/emulator/get_settings.hpp>
#include <upcall/testing/emulator/initiate_upload.hpp>
#include <upcall/testing/emulator/list_parts.hpp>
#include <upcall/testing/emulator/list_uploads.hpp>
#include <upcall/testing/emulator/memory_store.hpp>
#include <upcall/testing/emulator/names.hpp>
#include <upcall/testing/emulator/put_object.hpp>
#include <upcall/testing/emulator/upload_part.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// Which operation a method and the sub-resources stand for, on an object or on a bucket.
struct route {
  std::string_view method, subresources;  // in order of their names, with & between them
  service_operation operation;
  bool of_bucket = false;
};

inline constexpr route routes[] = {
    {"PUT", "", put_object},
    {"GET", "", get_object},
    {"GET", "acl", get_object_acl},
    {"GET", "tagging", get_object_tagging},
    {"HEAD", "", head_object},
    {"HEAD", "objectMeta", head_object},
    {"DELETE", "", delete_object},
    {"POST", "uploads", initiate_upload},
    {"POST", "sequential&uploads", initiate_upload},
    {"PUT", "partNumber&uploadId", upload_part},
    {"GET", "uploadId", list_parts},
    {"POST", "uploadId", complete_upload},
    {"DELETE", "uploadId", abort_upload},
    {"GET", "uploads", list_uploads, true},
};

// Sub-resources that change how an operation answers, not which one it is.
constexpr bool is_modifier(std::string_view name) {
  return name == "callback" || name == "callback-var" || name == "security-token" || name.starts_with("response-") ||
         name.starts_with("x-oss-");
}

inline service_operation find_operation(const incoming& message) {
  std::string subresources;
  for (const auto& [name, value] : message.parameters()) {
    if (v1::is_subresource(name) && !is_modifier(name)) (subresources += subresources.empty() ? "" : "&") += name;
  }
  const bool copies = message.has_header("x-oss-copy-source"), of_bucket = message.key.empty();
  for (const route& each : routes) {
    if (each.method == message.request.method && each.subresources == subresources && each.of_bucket == of_bucket &&
        !copies)
      return each.operation;
  }
  throw service_error{501, "NotImplemented",
                      "The emulator has no such operation on " + std::string{of_bucket ? "a bucket: " : "an object: "} +
                          message.request.method + (subresources.empty() ? "" : " with ?" + subresources) +
                          (copies ? " with x-oss-copy-source" : "") +
                          (of_bucket ? ". Buckets exist at first use." : ".")};
}

// The service, without a network: takes requests as they come over the wire, gives answers. For many threads at once.
class service {
 public:
  explicit service(emulator_settings settings)
      : settings_(std::move(settings)),
        store_(settings_.root.empty() ? std::unique_ptr<object_store>{new memory_store}
                                      : std::unique_ptr<object_store>{new folder_store{settings_.root}}) {}

  http_response handle(http_request& request) {
    if (request.target == public_key_path && (request.method == "GET" || request.method == "HEAD"))
      return give_public_key(request);
    const incoming message{request};
    const fault_effect fault = faults_.next(message);
    const std::string id = next_request_id();
    http_response answer;
    try {
      if (fault.status) throw scripted(*fault.status, message);
      authorize(message, settings_);
      if (message.bucket.empty())
        throw service_error{501, "NotImplemented", "The emulator has no operations on the service as a whole."};
      check_bucket_name(message.bucket);
      if (!message.key.empty()) check_object_name(message.key);
      service_context context{settings_, *store_, callbacks_, id};
      answer = find_operation(message)(message, context);
      if (fault.after) throw scripted(*fault.after, message);
    } catch (const service_error& why) {
      answer = {};
      fill_in_error(answer, why, message, id);
    } catch (const std::exception& problem) {  // the disk is full, …
      answer = {};
      fill_in_error(answer, {500, "InternalError", problem.what()}, message, id);
    }
    if (fault.delay) settings_.sleep(*fault.delay);
    if (fault.wrong_crc64) spoil_crc64(answer);
    answer.cut_after = fault.cut;
    answer.headers.add("Server", "AliyunOSS");
    answer.headers.add("Date", written([this](auto& to) { write_http_date(to, settings_.now()); }));
    answer.headers.add("x-oss-request-id", id);
    return answer;
  }

  const emulator_settings& settings() const { return settings_; }
  object_store& store() { return *store_; }
  // The open multipart uploads of all buckets.
  std::vector<upload_facts> uploads() { return store_->uploads(); }
  fault_script& faults() { return faults_; }
  callback_sender& callbacks() { return callbacks_; }

 private:
  http_response give_public_key(const http_request& request) {
    http_response answer;
    answer.headers.add("Content-Type", "application/x-pem-file");
    answer.body = callbacks_.public_key();
    answer.without_body = request.method == "HEAD";
    return answer;
  }

  // What a status stands for, with this request.
  static service_error scripted(int status, const incoming& message) {
    return status == 404 && message.has("uploadId") ? no_such_upload(message) : error_of_status(status);
  }

  static void spoil_crc64(http_response& answer) {
    if (const auto crc = read_decimal(answer.headers.get("x-oss-hash-crc64ecma")))
      answer.headers.set("x-oss-hash-crc64ecma", std::to_string(*crc ^ 1));
  }

  // 24 digits, no two alike.
  std::string next_request_id() {
    char text[25];
    std::snprintf(text, sizeof text, "%08X%016llX", id_prefix_, static_cast<unsigned long long>(++requests_));
    return text;
  }

  emulator_settings settings_;
  std::unique_ptr<object_store> store_;
  fault_script faults_;
  callback_sender callbacks_{settings_};
  unsigned id_prefix_ = std::random_device{}();
  std::atomic<std::uint64_t> requests_ = 0;
};

}  // namespace upcall::testing
