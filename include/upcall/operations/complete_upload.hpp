// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <upcall/callback/option.hpp>
#include <upcall/core/field.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/complete_document.hpp>
#include <upcall/operations/part_plan.hpp>
#include <upcall/operations/prepare_complete.hpp>
#include <upcall/operations/put_object.hpp>
#include <upcall/operations/settle.hpp>
#include <upcall/operations/upload_part.hpp>
#include <upcall/pipeline/deadline.hpp>
#include <upcall/pipeline/on_time.hpp>
#include <upcall/pipeline/stages/check_told.hpp>
#include <upcall/pipeline/told.hpp>
#include <upcall/pipeline/told_wait.hpp>

namespace upcall {

// The object is stored, whole and checked.
template <std::size_t Answer>
struct basic_complete_result : basic_put_result<Answer> {
  // Known by asking for the object: the answer that said so was lost, or the upload had been completed before.
  bool found_stored = false;
};

using complete_result = basic_complete_result<1024>;

// What asking for an object has found, in place of an answer that was lost.
template <class Result>
constexpr void set_found(Result& to, const stored_object& found) {
  to.status = 200;
  to.size = found.size;
  to.crc64 = found.crc64;
  to.etag = found.etag;
  to.version_id = found.version_id;
  to.found_stored = true;
}

template <class Policies>
using complete_result_of = basic_complete_result<kept_answer<Policies>>;

namespace detail {

template <class Policies, class Callback>
class completion {
 public:
  using result_type = result<complete_result_of<Policies>>;

  constexpr completion(Policies& with, const subject& about, std::string_view upload_id, const part_list& parts,
                       const basic_complete_upload_options<Callback>& options)
      : with_(with), about_(about), upload_id_(upload_id), body_(parts), options_(options) {}

  // A second Complete of one upload does nothing, so after an answer was lost it may be sent again: either it is the
  // one that counts, or the service knows no such upload any more and the object is there.
  constexpr void run(result_type& out) {
    complete(out);
    if (!out) out.error().judge_callback(with_callback_);
  }

 private:
  constexpr void complete(result_type& out) {
    auto& clock = with_.template get<role::clock>();
    const milliseconds begin = clock.elapsed();
    if (runs_out(with_, about_.until)) return tell_deadline(out.error());
    for (int number = 1;; ++number) {
      std::uint64_t random = 0;
      std::optional<milliseconds> retry_after;
      {
        auto&& room = with_.template get<role::workspace>().lease();
        failure& why = out.error();
        retry_after = send_once(room, why, out);
        if (out) break;
        random = why.request_id.empty() ? body_.size() : small_sum(why.request_id);
      }
      failure& why = out.error();
      lost_ = why.outcome_unknown = lost_ || why.outcome_unknown;
      if (why.kind == fault::callback) return fill_in(why.stored);
      if (why.kind == fault::crc_inconsistent) return;  // it is done, and wrong
      const bool gone = why.code == "NoSuchUpload";
      const bool asks = gone || why.outcome_unknown || (why.kind == fault::server && why.status >= 500);
      if (!asks && !is_transient(why)) return;
      if (asks) {
        const settlement found = look(why.stored);
        if (found == settlement::stored) return tell_found(out, gone && !lost_);
        if (found == settlement::unknown || gone) return tell_not_found(why, found, gone);
      }
      const attempt failed{number, why, clock.elapsed() - begin, retry_after};
      const auto delay = with_.template get<role::retry>().next_delay(failed, random);
      if (!delay) return;
      if (runs_out(with_, about_.until, *delay)) return tell_deadline_after_attempt(why);
      if (!body_.rewind()) return;
      tell_observer(with_, event::waiting{about_.bucket, about_.key, *delay, why});
      clock.sleep(*delay);
    }
    tell_success(with_.template get<role::retry>());
    if (!out->etag.empty()) return;
    stored_object stored;
    const settlement found = look(stored);
    if (found != settlement::stored && !sum_told_) return tell_untold(out, found);
    out->etag = stored.etag;
  }

  template <class Room>
  constexpr std::optional<milliseconds> send_once(Room& room, failure& why, result_type& out) {
    exchange at{room, why};
    told_wait_of<Policies> wait{at.answer};
    wait.begin();
    at.answer.keep_success_in(options_.answer);
    sending<complete_document> request{at, body_};
    if constexpr (observes<Policies>) request.sent = sent_;
    const auto run = stages::prepare_complete{options_} |
                     on_time(stages::sign{} | stages::send{} | stages::check_status{}, of_clock_) |
                     stages::check_crc{} | stages::check_callback{} | stages::check_document{} |
                     stages::decode_put{out};
    if (address_upload(with_, at, "POST"sv, about_, upload_id_)) {
      at.message.parameters.set("encoding-type"sv, "url"sv);
      told(with_, prepared{request}, run(with_, prepared{request}));
    }
    with_callback_ = request.with_callback;
    if constexpr (observes<Policies>) sent_ = request.sent;
    sum_told_ = at.answer.crc64.has_value();
    return out ? std::nullopt : wait.end(with_, why);
  }

  static constexpr std::uint64_t small_sum(std::string_view text) {
    small_crc64 sum;
    write(sum, text);
    return sum.value();
  }

  constexpr settlement look(stored_object& stored) {
    // Without any sum or nonce nothing tells our object from another.
    if (!body_.crc64() && options_.nonce.empty()) return settlement::unknown;
    auto&& room = with_.template get<role::workspace>().lease();
    return find_stored(with_, room, about_, expected(), stored);
  }
  constexpr expected_object expected() const {
    expected_object out{{}, body_.crc64(), options_.nonce};
    if (out.crc64) out.size = body_.object_size();
    return out;
  }

  // Whether the answer to a Complete with a callback has an ETag is not documented; an application needs it.
  constexpr void fill_in(stored_object& stored) {
    stored_object found;
    if (stored.etag.empty() && look(found) == settlement::stored) stored = found;
  }

  // What answered says neither ETag nor CRC-64: it need not be the service.
  static constexpr void tell_untold(result_type& out, settlement found) {
    out = failure{fault::transport, untold, out->status};
    out.error().outcome_unknown = true;
    if (found == settlement::unknown) tell_not_found(out.error(), found, false);
  }

  constexpr void tell_found(result_type& out, bool before) const {
    if (with_callback_) {
      failure& why = out.error();
      why.kind = fault::transport;
      why.outcome_unknown = true;
      why.message.assign(before ? "it had been completed before"sv : "the answer was lost"sv);
      why.message.append(
          "; the object is stored, but whether the callback was accepted is not known: ask the application server"sv);
      return;
    }
    const stored_object stored = out.error().stored;
    set_found(out.emplace(), stored);
  }

  static constexpr void tell_not_found(failure& why, settlement found, bool gone) {
    if (found == settlement::unknown) {
      why.outcome_unknown = true;
      why.message.assign("what is stored cannot be found out: ask with head_object before uploading again"sv);
    } else if (gone) {
      why.outcome_unknown = false;
      why.message.assign("the upload was aborted, or completed and its object replaced since: upload it again"sv);
    }
  }

  Policies& with_;
  const subject& about_;
  std::string_view upload_id_;
  complete_document body_;
  const basic_complete_upload_options<Callback>& options_;
  bool with_callback_ = false;
  bool lost_ = false;
  bool sum_told_ = false;  // by the last answer
  [[no_unique_address]] correction_of<Policies> of_clock_ = {};
  [[no_unique_address]] sent_count<Policies> sent_ = {};
};

}  // namespace detail

// Makes an object of the parts of a multipart upload, in the order of their numbers. Completing what is completed
// already gives the object that is there; an answer that is lost is settled by asking for it.
template <class Policies, class Callback = callback_option>
constexpr result<complete_result_of<Policies>> complete_upload(Policies& with, const subject& about,
                                                               std::string_view upload_id, const part_list& parts,
                                                               const basic_complete_upload_options<Callback>& options) {
  result<complete_result_of<Policies>> out{pending{}};
  std::uint32_t before = 0;
  for (std::uint32_t i = 0; i != parts.count; ++i) {
    const std::uint32_t number = parts.at(i).number;
    if (number <= before || number > most_parts) {
      out.error().set(fault::client, "parts: numbers are 1 to 10,000, each once and in their order"sv);
      return out;
    }
    before = number;
  }
  detail::completion<Policies, Callback>{with, about, upload_id, parts, options}.run(out);
  return out;
}

}  // namespace upcall
