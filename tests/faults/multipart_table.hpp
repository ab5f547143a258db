// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "support/service.hpp"
#include <map>
#include <string>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/testing/http/response_head.hpp>
#include <vector>

// Uploads in parts to which one thing goes wrong, and what must come of it.
namespace faults {

// Where it goes wrong.
enum class stage { begin, part, list_parts, complete, abort, list_uploads, head };

inline const char* request_at(stage where) {
  switch (where) {
    case stage::begin: return "POST?uploads";
    case stage::part: return "PUT?partNumber";
    case stage::list_parts: return "GET?uploadId";
    case stage::complete: return "POST?uploadId";
    case stage::abort: return "DELETE?uploadId";
    case stage::list_uploads: return "GET?uploads";
    case stage::head: return "HEAD";
  }
  return "";
}

// How a call ends.
enum class ending {
  stored,     // this call has completed it
  found,      // it was there already
  anew,       // stored, by an upload that took the place of one that is gone
  lost,       // no answer, and the outcome is not known
  no_answer,  // no answer, and nothing of it matters any more
  refused,    // the service's status is told
  doubtful,   // the service's status is told, and that the request may have been carried out
  unknown,    // the outcome is not known, and what is stored could not be found out
  gone,       // the service does not know the upload, and says that there is no such object
  part_403,   // the part's refusal is told, whatever became of what followed
};

// What a call must do. Requests are letters: I begin, P part, L list of uploads, G list of parts, C complete, H head,
// D abort.
struct expected {
  std::string requests = {};
  ending end = ending::stored;
  std::size_t open = 0;   // uploads that are open after it
  std::string next = {};  // the requests of a second call, without any fault; empty: there is none
  ending next_end = ending::stored;
  std::uint32_t left = 0;  // uploads without a name that the two have reported
  std::size_t stays = 0;   // uploads that are open at the very end
};

inline std::string letters(const std::vector<std::string>& lines) {
  static const std::map<std::string, char> letter{
      {"POST uploads", 'I'}, {"PUT part 1", 'P'},    {"PUT part 2", 'P'}, {"GET uploads", 'L'},
      {"GET uploadId", 'G'}, {"POST uploadId", 'C'}, {"HEAD", 'H'},       {"DELETE uploadId", 'D'}};
  std::string out;
  for (const std::string& each : lines) {
    const auto found = letter.find(each);
    out += found == letter.end() ? '?' : found->second;
  }
  return out;
}

constexpr std::uint64_t part_size = 102'400;

class faulty_upload {
 public:
  faulty_upload(stage where, const std::string& bytes, upcall::callback_option callback = {})
      : where_(where), bytes_(bytes), callback_(callback) {
    if (where == stage::list_parts) {
      at_.fault("PUT?partNumber:1:status=403");
      prepare();
    }
    if (where == stage::list_uploads) {
      at_.fault("POST?uploads:*:lost");
      prepare();
    }
    if (where == stage::abort) at_.fault("PUT?partNumber:1:status=403");
    if (where == stage::head) at_.fault("POST?uploadId:1:lost");
  }

  // Both calls, and all that must hold whatever goes wrong.
  void run(const std::string& which, const std::string& effect, int status, const expected& must) {
    INFO(request_at(where_) << ':' << which << ':' << effect);
    at_.fault(std::string{request_at(where_)} + ':' + which + ':' + effect);
    const auto first = call();
    CHECK(letters(at_.seen.lines) == must.requests);
    check(first, must.end, status);
    CHECK(at_.service.uploads().size() == must.open);
    std::uint32_t left = first ? first->left_behind : 0;
    check_stored(first);
    if (!must.next.empty()) {
      at_.seen.lines.clear();
      const auto second = call();
      CHECK(letters(at_.seen.lines) == must.next);
      check(second, must.next_end, 0);
      if (second) left += second->left_behind;
      check_stored(second);
    }
    CHECK(left == must.left);
    CHECK(at_.service.uploads().size() == must.stays);
  }
  upcall::emulator& service() { return at_.service; }

 private:
  upcall::result<upcall::resumable_result> call() {
    return at_.bucket.resumable_upload(
        "k", upcall::text{bytes_},
        {.callback = callback_,
         .part_size = part_size,
         .single_put_up_to = 0,
         .on_failure = where_ == stage::abort ? upcall::unfinished_upload::aborted : upcall::unfinished_upload::usual});
  }
  void prepare() {
    REQUIRE_FALSE(call());
    at_.service.faults().clear();
    at_.seen.lines.clear();
  }

  template <class Out>
  static void check(const Out& out, ending end, int status) {
    const bool good = end == ending::stored || end == ending::found || end == ending::anew;
    CHECK(out.has_value() == good);
    if (out.has_value() != good) return;
    if (good) {
      CHECK(out->found_stored == (end == ending::found));
      CHECK(out->begun_anew == (end == ending::anew));
      return;
    }
    const upcall::failure& why = out.error();
    switch (end) {
      case ending::lost:
      case ending::no_answer:
        CHECK(why.kind == upcall::fault::transport);
        CHECK(why.outcome_unknown == (end == ending::lost));
        break;
      case ending::refused:
      case ending::doubtful:
        CHECK(why.kind == upcall::fault::server);
        CHECK(why.status == status);
        CHECK(why.outcome_unknown == (end == ending::doubtful));
        break;
      case ending::gone:
        CHECK(why.code == "NoSuchUpload");
        CHECK_FALSE(why.outcome_unknown);
        break;
      case ending::part_403:
        CHECK(why.kind == upcall::fault::server);
        CHECK(why.status == 403);
        break;
      default: CHECK(why.outcome_unknown);
    }
  }

  // Never a wrong object, and none that is said to be there and is not.
  template <class Out>
  void check_stored(const Out& out) {
    at_.service.faults().clear();
    const std::string there = at_.stored();
    const bool said = out ? true : out.error().stored.known;
    CHECK((there == bytes_ || (there == "(none)" && !said)));
    if (out) CHECK(out->size == bytes_.size());
  }

  stage where_;
  const std::string& bytes_;
  upcall::callback_option callback_;
  given::service_and_client<upcall::openssl_crypto> at_{upcall::openssl_crypto{}};
};

// How long answers are on the wire, head and body: so far can they be cut.
struct answer_size {
  std::uint64_t head = 0, whole = 0;
};

// A transport that measures the answer to each request, by its letter; the last one counts.
struct measuring {
  using role = upcall::role::transport;
  given::watched inner;
  std::map<char, answer_size>* sizes;

  template <upcall::body Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& from, upcall::response& answer) {
    std::vector<char> room(64 * 1024);
    upcall::response copy{room};
    upcall::testing::http_response wire;
    auto keep = [&](std::string_view name, std::string_view value) {
      wire.headers.set(std::string{name}, std::string{value});  // the length comes twice where the service says it
    };
    copy.observe = keep;
    const auto sent = inner.send(request, from, copy);
    wire.status = answer.status = copy.status;
    for (const auto& [name, value] : wire.headers) answer.header(name, value);
    answer.append(copy.body());
    const auto head = upcall::testing::response_head(wire, true).size();
    (*sizes)[letters({inner.seen->lines.back()})[0]] = {head, head + copy.body_size};
    return sent;
  }
};

}  // namespace faults
