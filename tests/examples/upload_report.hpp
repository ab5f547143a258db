// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "advice.hpp"
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/failure.hpp>
#include <upcall/operations/resumable_options.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/json_record.hpp>
#include <upcall/text/utf8.hpp>

namespace examples {

struct upload_error {
  std::string_view kind;  // client, file_inconsistent, transport, server, callback, crc_inconsistent
  std::string code = {}, ec = {}, message = {}, advice = {};
  bool outcome_unknown = false;
};

// What became of an upload. What is not known is null in JSON; crc64 is a text of digits, since the numbers of JSON
// lose some of its 64 bits where they are read as floating point.
struct upload_report {
  std::optional<int> status = {};
  std::optional<std::string> etag = {}, crc64 = {}, request_id = {}, callback_answer = {};
  std::optional<upload_error> error = {};
  std::string remarks = {};  // for people, not in the JSON
};

// What a person wants to know besides of an upload in parts.
inline std::string remarks_on(const upcall::resumable_result& done) {
  std::string out;
  if (done.upload_id.empty()) return out;
  out += std::to_string(done.parts) + " parts";
  if (done.parts_resumed != 0) {
    out += ", " + std::to_string(done.parts_resumed) + " of them (" + std::to_string(done.bytes_resumed) +
           " bytes) stored before";
  }
  out += '\n';
  if (done.begun_anew) out += "begun anew: the service did not know the earlier upload any more\n";
  if (done.found_stored) out += "the answer was lost; the object was found stored\n";
  if (done.left_behind != 0) {
    out += std::to_string(done.left_behind) + " more upload(s) of this object found, begun at about the same time: " +
           std::string{done.left_behind_id.view()} + "\n";
  }
  return out;
}

// What is no UTF-8, as JSON must be, becomes U+FFFD.
inline std::string as_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length <= 4 && !upcall::is_utf8(upcall::part(text, 0, length))) ++length;
    out += length <= 4 ? upcall::part(text, 0, length) : "\xef\xbf\xbd";
    text.remove_prefix(length <= 4 ? length : 1);
  }
  return out;
}

// Empty texts count as not known.
inline std::optional<std::string> known(std::string_view text) {
  if (text.empty()) return {};
  return as_utf8(text);
}

inline upload_report report_of(const upcall::put_result& stored, std::optional<std::string_view> answer) {
  upload_report out{.status = stored.status,
                    .etag = known(stored.etag),
                    .crc64 = std::to_string(stored.crc64),
                    .request_id = known(stored.request_id)};
  if (answer) out.callback_answer = as_utf8(*answer);
  return out;
}

inline upload_report report_of(const upcall::failure& why) {
  upload_report out{.request_id = known(why.request_id)};
  if (why.status != 0) out.status = why.status;
  if (why.stored.known) {
    out.etag = known(why.stored.etag);
    if (why.stored.has_crc64) out.crc64 = std::to_string(why.stored.crc64);
  }
  out.error = upload_error{.kind = name_of(why.kind),
                           .code = as_utf8(why.code),
                           .ec = as_utf8(why.ec),
                           .message = as_utf8(why.message),
                           .advice = advice(why),
                           .outcome_unknown = why.outcome_unknown};
  return out;
}

}  // namespace examples

BOOST_HANA_ADAPT_STRUCT(examples::upload_error, kind, code, ec, message, advice, outcome_unknown);
BOOST_HANA_ADAPT_STRUCT(examples::upload_report, status, etag, crc64, request_id, callback_answer, error);

namespace examples {

inline std::string json_of(const upload_report& report) {
  return upcall::testing::written([&](auto& to) { upcall::write_json(to, report); });
}

// For people: a line for each thing that is known.
inline std::string lines_of(const upload_report& report) {
  std::string out;
  const auto line = [&out](std::string_view name, const std::optional<std::string>& value) {
    if (value) ((out += name) += *value) += '\n';
  };
  line("etag=", report.etag);
  line("crc64=", report.crc64);
  line("request_id=", report.request_id);
  line("callback_answer=", report.callback_answer);
  return out + report.remarks;
}

}  // namespace examples
