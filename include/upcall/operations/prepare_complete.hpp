// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <upcall/callback/option.hpp>
#include <upcall/core/field.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/error_document.hpp>
#include <upcall/operations/add_callback.hpp>
#include <upcall/operations/object_headers.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall {

template <class Callback>
struct basic_complete_upload_options {
  Callback callback = {};
  field_list headers = {};  // those that belong to it: x-oss-object-acl, x-oss-forbid-overwrite; others are left out
  std::span<char> answer = {};    // room for an answer of the application server that the result is too small for
  std::string_view nonce = {};    // of the upload, where it has one: what its x-oss-meta-upcall-nonce was begun with
  settings_option settings = {};  // those of the upload; what belongs to its other requests is left out
};

using complete_upload_options = basic_complete_upload_options<callback_option>;

namespace stages {

// Writes what Complete carries besides its parts.
template <class Callback>
class prepare_complete : public stage_base {
 public:
  constexpr explicit prepare_complete(const basic_complete_upload_options<Callback>& options) : options_(options) {}

  template <class Policies, body B>
  [[gnu::noinline]] constexpr prepared<B> operator()(Policies& with, prepared<B> in) const {
    request& message = in->at.message;
    message.has_body = true;
    message.content_length = in->from.size();
    if (in->from.size() == 0) message.headers.set("x-oss-complete-all"sv, "yes"sv);
    const auto wrong =
        add_object_headers<upload_request::complete>(in->at, {}, {}, options_.headers, options_.settings);
    if (!wrong.empty()) return in->at.fail(fault::client, wrong);
    if (!add_callback(with, in, options_.callback)) return {};
    return in;
  }

 private:
  const basic_complete_upload_options<Callback>& options_;
};

// Without a callback the answer is a document of the service's, which alone may have the ETag, and may be an error's,
// which may have one, too.
struct check_document : stage_base {
  template <class Policies, body B>
  constexpr answered<B> operator()(Policies&, answered<B> in) const {
    response& answer = in->at.answer;
    if (in->with_callback) return in;
    using documents = documents_of<Policies>;
    failure& why = in->at.why;
    read_failure<documents>(why, fault::server, answer);
    if (why.code.empty() && (!answer.etag.empty() || documents::find(answer.etag, answer.body(), "ETag"sv))) return in;
    why.outcome_unknown = true;
    if (why.message.empty()) why.message.append("the answer does not say that the object is stored"sv);
    return {};
  }
};

}  // namespace stages

}  // namespace upcall
