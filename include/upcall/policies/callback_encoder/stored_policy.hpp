// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/callback/check.hpp>
#include <upcall/callback/write.hpp>
#include <upcall/roles/callback_encoder.hpp>
#include <upcall/text/base64.hpp>

namespace upcall {

// Names a callback that the bucket has stored (PutBucketCallbackPolicy), with its own URL and body. An upload gives no
// more than values: `.callback = upcall::callback{.variables = {{"x:user", "42"}}}`, or `upcall::callback{}`.
struct stored_callback_policy {
  using role = upcall::role::callback_encoder;

  std::string_view name;

  constexpr verdict encode(const callback_option& callback, request& message, text_arena& texts) const {
    const upcall::callback* given = callback.not_encoded();
    if (given == nullptr || !given->url.empty() || !given->query.empty() || !given->body.empty()) {
      return verdict{"callback: a stored policy has its own URL and body; give upcall::callback{.variables = ...}"};
    }
    if (name.empty() || detail::check_callback_text(name) != callback_problem::none) {
      return verdict{"callback: give stored_callback_policy the name of a policy of the bucket"};
    }
    const callback_problem problem = check_variables(*given);
    if (problem != callback_problem::none) return advice(problem);
    base64_writer<text_arena> base64{texts};
    detail::json_object_writer<base64_writer<text_arena>> object{base64};
    object.member("callbackPolicy", name);
    object.finish();
    base64.finish();
    message.headers.set("x-oss-callback", texts.take());
    detail::write_encoded<detail::as_variables>(texts, *given);
    if (const auto variables = texts.take(); !variables.empty()) message.headers.set("x-oss-callback-var", variables);
    return detail::callback_fits(texts);
  }
};

}  // namespace upcall
