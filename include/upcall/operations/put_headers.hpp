// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/callback/option.hpp>
#include <upcall/core/field.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/add_callback.hpp>
#include <upcall/operations/control_option.hpp>
#include <upcall/operations/object_headers.hpp>
#include <upcall/operations/settings_option.hpp>
#include <upcall/pipeline/checked_body.hpp>
#include <upcall/pipeline/join.hpp>
#include <upcall/pipeline/values.hpp>

namespace upcall {

// Largest object of one put: the service's documentation, "PutObject".
inline constexpr std::uint64_t largest_put = std::uint64_t{5} << 30;

// All members may be left out; their order never changes. Callback: what the client's encoder lets be given.
template <class Callback>
struct basic_put_object_options {
  Callback callback = {};              // encoded<c>, or a callback made at run time
  std::string_view content_type = {};  // else by the name of a file, else application/octet-stream
  field_list metadata = {};            // kept with the object as x-oss-meta-NAME; 8 KB in all
  field_list headers = {};             // any others: Cache-Control, x-oss-forbid-overwrite …
  progress_function progress = {};
  std::span<char> answer = {};  // room for an answer of the application server that put_result::answer is too small for
  settings_option settings = {};  // an ACL, tags, a storage class …: object_settings
  control_option control = {};    // the address of an upload_control, which ends the put from any thread
  milliseconds deadline = {};     // of the whole call: no attempt begins then or later; 0: none
};

using put_object_options = basic_put_object_options<callback_option>;

namespace stages {

// Writes what a put carries besides its body.
template <class Callback>
class prepare_put : public stage_base {
 public:
  constexpr prepare_put(const basic_put_object_options<Callback>& given, std::string_view default_type)
      : options_(given), default_type_(default_type) {}

  template <class Policies, payload B>
  [[gnu::noinline]] constexpr prepared<B> operator()(Policies& with, prepared<B> in) const {
    request& message = in->at.message;
    if constexpr (body<B>) {
      if (in->from.size() > largest_put)
        return in->at.fail(fault::client, "put_object: over 5 GB; use resumable_upload"sv);
      message.has_body = true;
      message.content_length = in->from.size();
    }
    const std::string_view type = options_.content_type.empty() ? default_type_ : options_.content_type;
    if (const auto wrong = add_object_headers<upload_request::put>(in->at, type, options_.metadata, options_.headers,
                                                                   options_.settings);
        !wrong.empty())
      return in->at.fail(fault::client, wrong);
    if (!add_callback(with, in, options_.callback)) return {};
    return in;
  }

 private:
  const basic_put_object_options<Callback>& options_;
  std::string_view default_type_;
};

}  // namespace stages
}  // namespace upcall
