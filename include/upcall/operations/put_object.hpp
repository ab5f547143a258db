// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/callback/option.hpp>
#include <upcall/core/advise.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/content_type.hpp>
#include <upcall/operations/put_headers.hpp>
#include <upcall/operations/settle.hpp>
#include <upcall/pipeline/checked_body.hpp>
#include <upcall/pipeline/checked_unsized_body.hpp>
#include <upcall/pipeline/deadline.hpp>
#include <upcall/pipeline/stages/check_callback.hpp>
#include <upcall/pipeline/stages/check_told.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall {

// The object is stored, whole and checked, and the callback, if one was asked for, was accepted.
template <std::size_t Answer>
struct basic_put_result {
  int status = 0;
  std::uint64_t size = 0;
  std::uint64_t crc64 = 0;  // CRC-64/XZ of what was sent, equal to the service's own
  inline_string<48> etag = {};
  inline_string<40> request_id = {};
  inline_string<96> version_id = {};
  std::uint64_t answer_size = 0;  // how long the application server's answer was
  bool answer_cut = false;        // it is longer than the room for it
  inline_string<Answer> answer;   // its beginning; the whole is in put_object_options::answer where that was given

  constexpr basic_put_result() {}  // by hand: with = default its hundreds of bytes would be cleared first
};

using put_result = basic_put_result<1024>;

// What a client with these policies gives: its workspace may keep less of an answer.
template <class Policies>
inline constexpr std::size_t kept_answer = limits_of<Policies>::answer < 1024 ? limits_of<Policies>::answer : 1024;
template <class Policies>
using put_result_of = basic_put_result<kept_answer<Policies>>;

namespace stages {

// Makes the result out of the answer.
template <class Result>
struct decode_put : stage_base {
  result<Result>& to;
  constexpr explicit decode_put(result<Result>& place) : to(place) {}

  template <class Policies, payload B>
  constexpr answered<B> operator()(Policies&, answered<B> in) const {
    const response& answer = in->at.answer;
    Result& out = to.emplace();
    out.status = answer.status;
    out.size = object_size(in->from);
    out.crc64 = object_crc64(in->from).value_or(answer.crc64.value_or(0));
    out.etag = answer.etag;
    out.request_id = answer.request_id;
    out.version_id = answer.version_id;
    out.answer_size = answer.body_size;
    out.answer.append(answer.body());
    out.answer_cut = answer.body_cut() || (!answer.kept_by_caller() && out.answer.cut());
    return in;
  }
};

}  // namespace stages

namespace detail {

template <class Crc64, body B>
constexpr checked_body<B, Crc64> checked(B& from, progress_function progress) {
  return {from, progress};
}
template <class Crc64, unsized_body B>
constexpr checked_unsized_body<B, Crc64> checked(B& from, progress_function progress) {
  return {from, progress, largest_put};
}

inline constexpr std::string_view read_before =
    "stream: it was read before and gives no byte twice; nothing was sent: make another of a source at its beginning";

// That a later attempt failed does not undo an earlier one, which has stored what was not sent and told an application.
constexpr void tell_damaged(failure& why, std::uint64_t size) {
  if (why.stored.known) return;
  const auto last = why.message;
  why.kind = fault::crc_inconsistent;
  why.outcome_unknown = false;
  why.stored.known = true;
  why.stored.size = size;
  why.message.assign("what the service stored is not what was sent, and sending it again failed: "sv);
  why.message.append(last);
}

// Of what is gone once it was read: a failure that another attempt might have mended says why there was none.
template <unsized_body B>
constexpr void tell_unrepeated(B& from, failure& why) {
  const bool done = why.stored.known && why.kind != fault::crc_inconsistent;
  if (done || !is_transient(why) || from.rewind()) return;
  advise(why, "the stream cannot be read again: resumable_upload keeps parts and can repeat them"sv);
}

template <class Policies, payload B, class Callback = callback_option>
constexpr result<put_result_of<Policies>> put_body(Policies& with, const subject& about, B& from,
                                                   std::string_view default_type,
                                                   const basic_put_object_options<Callback>& options) {
  using crc64 = typename Policies::template type<role::crypto>::crc64;
  auto&& room = with.template get<role::workspace>().lease();
  auto sent = checked<crc64>(from, options.progress);
  result<put_result_of<Policies>> out{pending{}};
  control_watch watch;
  const control_option control = options.control;  // a copy, of which the compiler sees that nobody gave it
  bool with_callback = false, damaged = false;
  {
    exchange at{room, out.error()};
    at.answer.keep_success_in(options.answer);
    const auto run = stages::prepare_put{options, default_type} |
                     retried_at_once{stages::sign{} | stages::send{} | stages::check_status{} | stages::check_told{} |
                                     stages::check_crc{} | stages::check_callback{}} |
                     stages::decode_put{out};
    sending<decltype(sent)> request{at, sent};
    if (control.begin(watch, sent.progress(), at.why) && address_object(with, at, "PUT"sv, about))
      run(with, prepared{request});
    with_callback = request.with_callback;
    damaged = request.damaged;
  }
  if constexpr (!tries_once<typename Policies::template type<role::retry>>) {
    if (!out && damaged) tell_damaged(out.error(), object_size(sent));
    if (!out && out.error().outcome_unknown && with_callback)
      settle(with, room, about, {object_size(sent), sent.crc64()}, out.error());
  }
  if (!out) {
    if constexpr (unsized_body<B>) tell_unrepeated(from, out.error());
    out.error().judge_callback(with_callback);
    control.end(watch, out.error());
  }
  return out;
}

// By the file's name where the source has one; only then is the table of types part of the program.
template <class S>
constexpr std::string_view content_type_for(const S& from) {
  if constexpr (requires { from.name(); }) {
    return content_type_of(from.name());
  } else {
    return any_content_type;
  }
}

}  // namespace detail

// Uploads one object of at most 5 GB. What has no size (a stream, a one_pass, any unsized_body) goes out as it is read,
// in pieces as long as the transport's buffer, and nothing is kept of it: after its first read there is no other
// attempt, and when it fails or grows over 5 GB the connection ends before its last chunk, so nothing is stored.
template <class Policies, class S, class Callback = callback_option>
  requires source<S> || unsized_body<S>
constexpr result<put_result_of<Policies>> put_object(Policies& with, const subject& about, S& from,
                                                     const basic_put_object_options<Callback>& options) {
  constexpr bool once = tries_once<typename Policies::template type<role::retry>>;
  const auto& timed = detail::timed_subject<once>(with, about, options.deadline);
  if constexpr (unsized_body<S>) {
    if (!from.rewind()) return {fault::file_inconsistent, detail::read_before};
  }
  if constexpr (payload<S>) {
    return detail::put_body(with, timed, from, detail::content_type_for(from), options);
  } else {
    auto opened = from.open();
    if (!opened) return opened.error();
    return detail::put_body(with, timed, *opened, detail::content_type_for(from), options);
  }
}

}  // namespace upcall
