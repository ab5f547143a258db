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
#include <upcall/testing/emulator/authorize.hpp>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/faults.hpp>
#include <upcall/testing/emulator/folder_store.hpp>
#include <upcall/testing/emulator/get_object.hpp>
#include <upcall/testing/emulator/memory_store.hpp>
#include <upcall/testing/emulator/names.hpp>
#include <upcall/testing/emulator/put_object.hpp>
#include <utility>

namespace upcall::testing {

// Which operation a method and a sub-resource stand for. An entry comes before those that are less special.
struct route {
  std::string_view method, subresource;
  service_operation operation;
};

inline constexpr route routes[] = {
    {"HEAD", "objectMeta", head_object}, {"PUT", "", put_object},       {"GET", "", get_object},
    {"HEAD", "", head_object},           {"DELETE", "", delete_object},
};

// Sub-resources that change how an operation answers, not which one it is.
constexpr bool is_modifier(std::string_view name) {
  return name == "callback" || name == "callback-var" || name == "security-token" || name.starts_with("response-") ||
         name.starts_with("x-oss-");
}

inline service_operation find_operation(const incoming& message) {
  std::string_view subresource;
  for (const auto& [name, value] : message.parameters()) {
    if (v1::is_subresource(name) && !is_modifier(name)) subresource = name;
  }
  const bool copies = message.has_header("x-oss-copy-source");
  for (const route& each : routes) {
    if (each.method == message.request.method && each.subresource == subresource && !copies) return each.operation;
  }
  throw service_error{501, "NotImplemented",
                      "The emulator has no such operation: " + message.request.method +
                          (subresource.empty() ? "" : " with ?" + std::string{subresource}) +
                          (copies ? " with x-oss-copy-source" : "") + '.'};
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
      if (fault.status) throw error_of_status(*fault.status);
      authorize(message, settings_);
      if (message.bucket.empty())
        throw service_error{501, "NotImplemented", "The emulator has no operations on the service as a whole."};
      if (message.key.empty() && is_bucket_name(message.bucket))
        throw service_error{501, "NotImplemented",
                            "The emulator has no operations on buckets: they exist at first use."};
      check_names(message.bucket, message.key);
      service_context context{settings_, *store_, callbacks_, id};
      answer = find_operation(message)(message, context);
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
