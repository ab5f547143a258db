// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/callback/misplaced.hpp>
#include <upcall/core/field.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/body.hpp>
#include <upcall/http/stored_part.hpp>
#include <upcall/operations/object_headers.hpp>
#include <upcall/operations/part_plan.hpp>
#include <upcall/pipeline/checked_body.hpp>
#include <upcall/pipeline/retried.hpp>
#include <upcall/pipeline/stages/check_crc.hpp>
#include <upcall/pipeline/stages/check_status.hpp>
#include <upcall/pipeline/stages/send.hpp>
#include <upcall/pipeline/stages/sign.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall {

struct upload_part_options {
  misplaced_callback callback = {};
  field_list headers = {};  // those that belong to a part, such as x-oss-traffic-limit; the others are left out
  progress_function progress = {};
  settings_option settings = {};  // those of the upload; what belongs to its other requests is left out
};

// Points a request at a multipart upload of an object's.
template <class Policies>
constexpr bool address_upload(Policies& with, exchange& at, std::string_view method, const subject& about,
                              std::string_view upload_id) {
  if (!address_object(with, at, method, about)) return false;
  if (upload_id.empty()) at.fail(fault::client, "upload id: it is empty; initiate_upload gives one"sv);
  at.message.parameters.set("uploadId"sv, upload_id);
  return !upload_id.empty();
}

namespace detail {

template <class Policies, body B>
constexpr result<stored_part> upload_part_body(Policies& with, const subject& about, std::string_view upload_id,
                                               std::uint32_t number, B& from, const upload_part_options& options) {
  using crc64 = typename Policies::template type<role::crypto>::crc64;
  result<stored_part> out{pending{}};
  auto&& room = with.template get<role::workspace>().lease();
  exchange at{room, out.error()};
  checked_body<B, crc64> sent{from, options.progress};
  sending<checked_body<B, crc64>> request{at, sent};
  if (!address_upload(with, at, "PUT"sv, about, upload_id)) return out;
  std::string_view wrong = check_part(number, sent.size());
  if (wrong.empty()) wrong = add_object_headers<upload_request::part>(at, {}, {}, options.headers, options.settings);
  if (!wrong.empty()) {
    at.fail(fault::client, wrong);
    return out;
  }
  write_decimal(at.texts, number);
  at.message.parameters.set("partNumber"sv, at.texts.take());
  at.message.has_body = true;
  at.message.content_length = sent.size();
  constexpr auto run = retried{stages::sign{} | stages::send{} | stages::check_status{} | stages::check_crc{}};
  if (!run(with, prepared{request})) return out;
  stored_part stored{number, sent.size(), sent.crc64(), {at.answer.etag}};
  if (stored.etag.empty() || stored.etag.cut()) {
    at.fail(fault::server, "the answer names no ETag, without which no upload can be completed"sv);
    at.why.status = at.answer.status;
  } else {
    out.emplace(stored);
  }
  return out;
}

}  // namespace detail

// Uploads one part, of at most 5 GB; one of the same number takes the place of an earlier one. All but the last must
// have 102,400 bytes, which the service says when the upload is completed.
template <class Policies, source S>
constexpr result<stored_part> upload_part(Policies& with, const subject& about, std::string_view upload_id,
                                          std::uint32_t number, S& from, const upload_part_options& options) {
  if constexpr (body<S>) {
    return detail::upload_part_body(with, about, upload_id, number, from, options);
  } else {
    auto opened = from.open();
    if (!opened) return opened.error();
    return detail::upload_part_body(with, about, upload_id, number, *opened, options);
  }
}

}  // namespace upcall
