// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/operations/complete_upload.hpp>
#include <upcall/operations/put_object.hpp>
#include <upcall/operations/resumable_options.hpp>
#include <upcall/operations/upload_part.hpp>
#include <upcall/pipeline/stages/sign.hpp>

namespace upcall::detail {

// Whether the last request of an upload can be sent, or one for a part: each is signed, to see that it has room.
template <class Policies, class Callback = callback_option>
[[gnu::noinline]] constexpr bool check_complete(Policies& with, const subject& about,
                                                const basic_resumable_upload_options<Callback>& options, failure& why) {
  auto&& room = with.template get<role::workspace>().lease();
  exchange at{room, why};
  const stored_part part{1};
  auto part_at = [&](std::uint32_t) -> const stored_part& { return part; };
  complete_document body{{1, part_at}};
  sending<complete_document> request{at, body};
  const basic_complete_upload_options<Callback> complete{
      options.callback, options.headers, options.answer, {}, options.settings};
  if (!address_upload(with, at, "POST"sv, about, "0"sv)) return false;
  at.message.parameters.set("encoding-type"sv, "url"sv);
  return stages::prepare_complete{complete}(with, prepared{request}) && stages::sign{}(with, prepared{request});
}
template <class Policies, class Callback = callback_option>
[[gnu::noinline]] constexpr bool check_parts(Policies& with, const subject& about,
                                             const basic_resumable_upload_options<Callback>& options, failure& why) {
  auto&& room = with.template get<role::workspace>().lease();
  exchange at{room, why};
  no_body none;
  sending<no_body> request{at, none};
  if (!address_upload(with, at, "PUT"sv, about, "0"sv)) return false;
  const auto wrong = add_object_headers<upload_request::part>(at, {}, {}, options.headers, options.settings);
  if (!wrong.empty()) at.fail(fault::client, wrong);
  write_decimal(at.texts, most_parts);
  at.message.parameters.set("partNumber"sv, at.texts.take());
  return wrong.empty() && stages::sign{}(with, prepared{request});
}

// Nothing is sent before all that can be wrong with the requests after the first has been looked for.
template <class Policies, class Callback = callback_option>
constexpr bool check_later_requests(Policies& with, const subject& about,
                                    const basic_resumable_upload_options<Callback>& options, failure& why) {
  return check_complete(with, about, options, why) && check_parts(with, about, options, why);
}

// Goes as one put, which the control ends and the progress follows as an upload in one part.
template <class Policies, class Out, body B, class Callback = callback_option>
[[gnu::noinline]] constexpr void put_small(Policies& with, const subject& about, B& from, std::string_view type,
                                           const basic_resumable_upload_options<Callback>& options, Out& out) {
  upload_progress told{0, from.size(), 0, 1};
  auto follow = [&](std::uint64_t done, std::uint64_t) {
    if (done <= told.done) return true;
    told.done = done;
    return !options.progress || options.progress(told);
  };
  const basic_put_object_options<Callback> put{
      options.callback, options.content_type, options.metadata, options.headers,
      follow,           options.answer,       options.settings, options.control};
  if (auto stored = put_body(with, about, from, type, put)) {
    static_cast<put_result_of<Policies>&>(out.emplace()) = *stored;
    told.parts_done = 1;
    if (options.progress) (void)options.progress(told);  // too late to be cancelled
  } else {
    out.error() = stored.error();
  }
}

}  // namespace upcall::detail
