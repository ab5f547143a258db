// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/workspace.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/text/dates.hpp>

namespace upcall {

// Whether the service refused a request because its time is more than 15 minutes off. No other answer's time is
// trusted.
template <class Documents>
[[gnu::noinline]] constexpr bool is_refused_for_time(exchange& at) {
  failure& why = at.why;
  if (why.kind != fault::server || why.status != 403) return false;
  if (why.code.empty()) {
    // Of an answer to HEAD the document is in a header, which a device reads only here.
    at.answer.decode_error_header();
    Documents::read(why, at.answer);
  }
  return why.code == "RequestTimeTooSkewed"sv;
}

// The service's time: as the document of such a refusal tells it, else as the answer's Date header does.
template <class Documents>
[[gnu::noinline]] constexpr std::optional<timestamp> told_time(const response& answer, std::string_view date) {
  inline_string<40> text;
  std::optional<timestamp> told;
  if (Documents::find(text, answer.body(), "ServerTime"sv)) told = read_iso(trim(text));
  if (!told || !is_plausible(*told)) told = read_http_date(date);
  if (told && !is_plausible(*told)) told.reset();
  return told;
}

}  // namespace upcall
