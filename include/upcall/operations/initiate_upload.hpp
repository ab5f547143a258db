// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/callback/misplaced.hpp>
#include <upcall/core/field.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/content_type.hpp>
#include <upcall/http/stored_part.hpp>
#include <upcall/operations/object_headers.hpp>
#include <upcall/operations/settle.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall {

// What the object will have; everything else goes on the parts or on Complete. A callback does.
struct initiate_upload_options {
  misplaced_callback callback = {};
  std::string_view content_type = {};  // else application/octet-stream
  field_list metadata = {};            // kept with the object as x-oss-meta-NAME; 8 KB in all
  field_list headers = {};             // any others: Cache-Control, x-oss-storage-class …
  std::string_view nonce = {};         // kept as x-oss-meta-upcall-nonce: tells the object from any other of its name
  settings_option settings = {};       // those of the upload; what belongs to its other requests is left out
};

struct initiate_result {
  int status = 0;
  upload_id_text upload_id = {};
  inline_string<40> request_id = {};
  // The answer to an earlier attempt was lost: there may be a second upload, which list_uploads finds.
  bool repeated = false;
};

namespace stages {

// A service that fails may have begun an upload all the same; only a refusal begins none.
struct check_begun : check_status {
  template <class Policies, body B>
  constexpr answered<B> operator()(Policies& with, answered<B> in) const {
    const auto out = check_status::operator()(with, in);
    if (!out && in->at.answer.status >= 500) in->at.why.outcome_unknown = true;
    return out;
  }
};

}  // namespace stages

namespace detail {

// Finds the upload's id in an answer that is kept, or as it comes where that is possible.
template <class Documents>
class upload_id_finder {
 public:
  constexpr explicit upload_id_finder(response& answer) : answer_(answer) {}

  constexpr upload_id_text found() const {
    upload_id_text id;
    if (!Documents::find(id, answer_.body(), "UploadId"sv)) id.clear();
    return id;
  }

 private:
  const response& answer_;
};
template <class Documents>
  requires requires { typename Documents::template finder<1>; }
class upload_id_finder<Documents> {
 public:
  constexpr explicit upload_id_finder(response& answer) : answer_(answer) { answer.deliver = *this; }
  upload_id_finder(const upload_id_finder&) = delete;
  upload_id_finder& operator=(const upload_id_finder&) = delete;

  constexpr bool operator()(std::string_view piece) {
    look_.take(piece, answer_.body_size == piece.size());
    return answer_.body_size <= longest;  // no such answer is a tenth of it
  }
  constexpr upload_id_text found() const { return {look_.text()}; }

 private:
  static constexpr std::uint64_t longest = 64 * 1024;

  const response& answer_;
  typename Documents::template finder<upload_id_text::capacity()> look_{"UploadId"sv};
};

}  // namespace detail

// Begins a multipart upload. Until it is completed or aborted, its parts are stored, and cost. `none` has no bytes, but
// is told when the request is sent again.
template <class Policies, class Room, body None = no_body>
constexpr result<initiate_result> initiate_upload(Policies& with, Room& room, const subject& about,
                                                  const initiate_upload_options& options, None none = {}) {
  result<initiate_result> out{pending{}};
  exchange at{room, out.error()};
  sending<None> request{at, none};
  if (!address_object(with, at, "POST"sv, about)) return out;
  at.message.has_body = true;
  at.message.parameters.set("uploads"sv, {});
  at.message.parameters.set("encoding-type"sv, "url"sv);  // not every key can stand in XML
  const std::string_view type = options.content_type.empty() ? any_content_type : options.content_type;
  const auto wrong =
      add_object_headers<upload_request::initiate>(at, type, options.metadata, options.headers, options.settings);
  if (!wrong.empty()) at.fail(fault::client, wrong);
  if (!options.nonce.empty()) at.message.headers.set(nonce_header, options.nonce);
  constexpr auto run = retried{stages::sign{} | stages::send{} | stages::check_begun{}};
  detail::upload_id_finder<documents_of<Policies>> look{at.answer};
  if (!wrong.empty() || !run(with, prepared{request})) return out;
  const upload_id_text id = look.found();
  if (id.empty()) {
    at.fail(fault::transport,
            at.answer.body_cut()
                ? "workspace: the answer that names the upload does not fit; use one with larger limits"sv
                : "the answer names no upload id; is this the service's address?"sv);
    at.why.status = at.answer.status;
    at.why.outcome_unknown = true;
    return out;
  }
  out.emplace(initiate_result{at.answer.status, id, at.answer.request_id, request.lost});
  return out;
}

}  // namespace upcall
