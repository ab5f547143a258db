// SPDX-License-Identifier: Apache-2.0
// What is sent again, what is asked about and what is told, for each single call: every status from 100 to 599, of the
// service or of something between, and every place where the network can break, the first time or each time. What must
// come of it is from the service's documentation ("Error handling", "Callback"): 5xx, 408, 429 and the code
// RequestTimeout are worth another attempt, and no other refusal will be another the next time; what is damaged is
// worth one. Whose answer is lost has an unknown outcome: with a callback, and for Complete, the service is asked. With
// a callback what may have been carried out is not sent again: the application would be told twice. A second Complete
// of one upload does nothing.
#include "catch.hpp"
#include "faults/mishaps.hpp"
#include "faults/retry_table.hpp"
#include <upcall/policies/retry/exponential_backoff.hpp>

using calls::content;
using calls::ending;
using calls::mishap;
using calls::outcome;
using calls::row;
using calls::trouble;
using upcall::breaking;
using upcall::fault;

namespace {

inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};

template <class Out>
void check(const Out& out, ending end, int status) {
  const bool good = end == ending::done || end == ending::found;
  CHECK(out.has_value() == good);
  if (out.has_value() != good) return;
  if (good) {
    if constexpr (requires { out->found_stored; }) CHECK(out->found_stored == (end == ending::found));
    return;
  }
  const upcall::failure& why = out.error();
  CHECK_FALSE(why.message.empty());
  CHECK(why.outcome_unknown == (end == ending::doubtful || end == ending::lost || end == ending::stored));
  if (end != ending::damaged) CHECK(why.stored.known == (end == ending::stored || end == ending::uncalled));
  if (end == ending::refused || end == ending::doubtful) CHECK(why.kind == fault::server);
  if (end == ending::unsent || end == ending::lost) CHECK(why.kind == fault::transport);
  if (end == ending::uncalled) CHECK(why.kind == fault::callback);
  if (end == ending::damaged) CHECK(why.kind == fault::crc_inconsistent);
  if (end != ending::lost && end != ending::unsent && status != 0) CHECK(why.status == status);
}

// What a call sends: memory, or a function that gives its bytes once.
template <class Call>
void send(const row& each, Call call) {
  std::size_t gone = 0;
  const auto give = [&](std::span<char> piece) {
    std::size_t n = 0;
    while (n != piece.size() && gone != content.size()) piece[n++] = content[gone++];
    return n;
  };
  if (each.is("once")) return call(upcall::callable{content.size(), give});
  call(upcall::text{content});
}

void run(const row& each, const mishap& what, const outcome& must, bool always) {
  INFO((always ? "always" : "at first"));
  calls::events seen{.is_there = each.is("found")};
  given::client oss{given::service, calls::mishap_transport{seen, must.requests.at(0), what, always},
                    upcall::exponential_backoff{}};
  auto bucket = oss.bucket("examplebucket");
  const upcall::callback_option callback =
      each.is("callback") ? upcall::callback_option{upcall::encoded<on_upload>} : upcall::callback_option{};
  const upcall::stored_part parts[] = {{1, content.size(), calls::sum_of_content(), {"\"E\""}}};
  const auto ends = [&](const auto& out) { check(out, must.end, what.status); };
  if (each.is("put")) send(each, [&](auto from) { ends(bucket.put_object("k", from, {.callback = callback})); });
  if (each.is("head")) ends(bucket.head_object("k"));
  if (each.is("get")) {
    std::string got;
    const auto out = bucket.get_object("k", [&](std::string_view piece) { got += piece; });
    ends(out);
    if (out && what.what != trouble::bare) CHECK(got == content);
  }
  if (each.is("delete")) ends(bucket.delete_object("k"));
  if (each.is("begin")) ends(bucket.initiate_upload("k"));
  if (each.is("part")) send(each, [&](auto from) { ends(bucket.upload_part("k", "0004B9895DBB", 1, from)); });
  if (each.is("complete")) ends(bucket.complete_upload("k", "0004B9895DBB", parts, {.callback = callback}));
  CHECK(seen.letters == must.requests);
}

void run(const row& each, const std::string& column, const mishap& what) {
  if (!each.happens(column)) return;
  INFO(each.call << ", " << column << ", status " << what.status);
  run(each, what, each.of(column, false), false);
  run(each, what, each.of(column, true), true);
}

std::string column_of(int status, bool of_service) {
  if (status == 408 || status == 429) return "busy";
  if (status < 500) return "no";
  return of_service || (status != 502 && status != 504) ? "failing" : "gateway";
}

}  // namespace

TEST_CASE("each call, answered each status by the service") {
  for (const row& each : calls::rows_of(calls::of_answers)) {
    for (int status = 100; status != 600; ++status) {
      if (status / 100 != 2) run(each, column_of(status, true), {trouble::said, status});
    }
    run(each, "busy", {trouble::request_time, 400});
    for (int status = 201; status != 300; ++status) {
      const bool no_body = status == 204 && each.is("begin");  // so it names no upload
      if (status != 203) run(each, no_body ? "nothing" : "other_2xx", {trouble::as_good, status});
    }
    run(each, "203_good", {trouble::as_good, 203});
    run(each, "203_failed", {trouble::not_called, 203});
  }
}

TEST_CASE("each call, answered each status by something that is not the service") {
  for (const row& each : calls::rows_of(calls::of_answers)) {
    for (int status = 100; status != 600; ++status) {
      if (status / 100 != 2) run(each, column_of(status, false), {trouble::bare, status});
    }
    run(each, "nothing", {trouble::bare, 200});
  }
}

TEST_CASE("each call, broken in each place, or with another checksum") {
  for (const row& each : calls::rows_of(calls::of_the_network)) {
    run(each, "before_sending", {trouble::broken, 0, breaking::before_sending});
    run(each, "in_body", {trouble::broken, 0, breaking::in_body});
    run(each, "before_answer", {trouble::broken, 0, breaking::before_answer});
    run(each, "in_answer", {trouble::broken, 0, breaking::in_answer});
    run(each, "sum", {trouble::wrong_sum, 200});
    run(each, "sum_203", {trouble::wrong_sum, 203});
  }
}
