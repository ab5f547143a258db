// SPDX-License-Identifier: Apache-2.0
// Each call over a connection that is cut at every byte of its request, with a body of 4 KB where it has one, and of
// its answer: ended, reset, or stalled until the client waits no more. What must come of it stands in cut_table.hpp;
// what the service really stored, and how often it called back, decides whether what the call tells is true. A key's
// fetch has its own, in key_fetch.cpp.
#include "catch.hpp"
#include "cuts/cut_table.hpp"
#include "support/cut_service.hpp"
#include <initializer_list>
#include <optional>
#include <string>
#include <upcall/bodies/stream.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/retry/none.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <vector>

using calls::ending;
using calls::outcome;
using calls::row;
using given::cut;
using given::cut_service;
using given::cutting;
using upcall::settlement;

namespace {

inline constexpr upcall::callback on_upload{.url = "http://127.0.0.1:23450/done", .body = "object=${object}"};
constexpr upcall::milliseconds longest_wait{20'000};  // three of them are within the policy's time for retries
constexpr upcall::milliseconds deadline{50'000};

const std::string content = given::bytes(4096);
const std::string other = [] {  // that only a checksum tells from it
  std::string out = content;
  out.back() = static_cast<char>(out.back() ^ 1);
  return out;
}();

// What a call told, and what was read or given meanwhile.
struct told {
  bool good = false, found_stored = false;
  upcall::failure why = {};
  std::string got = {};          // of an object
  std::vector<int> listed = {};  // parts, or uploads
};
template <class Out>
void take(const Out& out, told& to) {
  to.good = out.has_value();
  if (!out) to.why = out.error();
  if constexpr (requires { out->found_stored; }) to.found_stored = out && out->found_stored;
}

// One call by a client whose connections lead to a service with one object or upload.
template <class Transport, class Retry>
class scene {
 public:
  scene(given::emptied_service& to, const row& each, const cutting& with, bool is_there,
        upcall::milliseconds wait = longest_wait)
      : each_(each),
        to_(to),
        far(to.service, with, wait),
        oss_{given::service, Transport{{&far}}, Retry{}, upcall::openssl_crypto{}} {
    far.time = &oss_.template policy<upcall::role::clock>();
    far.touched = &touched;
    given::client right{given::service, far.service.transport(), upcall::openssl_crypto{}};
    auto bucket = right.bucket("examplebucket");
    to_.empty();
    const bool is_asked = each.is("get") || each.is("head") || each.is("delete");
    if (is_asked || is_there) REQUIRE(bucket.put_object("k", upcall::text{is_asked ? content : other}));
    if (is_of_upload()) upload_id_ = bucket.initiate_upload("k")->upload_id;
    if (is_of_upload() && letter() != 'U')
      parts_.push_back(*bucket.upload_part("k", upload_id_, 1, upcall::text{content}));
  }

  told run(upcall::milliseconds time = {}) {
    told out;
    auto bucket = oss_.bucket("examplebucket");
    const upcall::callback_option callback =
        with_callback() ? upcall::callback_option{upcall::encoded<on_upload>} : upcall::callback_option{};
    std::size_t gone = 0;
    const auto give = [&](std::span<char> piece) {
      touched = true;
      const std::size_t size = std::min(piece.size(), content.size() - gone);
      std::copy_n(content.data() + gone, size, piece.data());
      gone += size;
      return size;
    };
    switch (letter()) {
      case 'P': {
        const upcall::put_object_options options{.callback = callback, .deadline = time};
        if (each_.is("once")) {
          take(bucket.put_object("k", upcall::callable{content.size(), give}, options), out);
        } else if (each_.is("stream")) {
          take(bucket.put_object("k", upcall::stream{give}, options), out);
        } else {
          take(bucket.put_object("k", upcall::text{content}, options), out);
        }
        break;
      }
      case 'H': take(bucket.head_object("k"), out); break;
      case 'G':
        take(bucket.get_object("k",
                               [&](std::string_view piece) {
                                 touched = true;
                                 out.got += piece;
                               }),
             out);
        break;
      case 'D': take(bucket.delete_object("k"), out); break;
      case 'I': take(bucket.initiate_upload("k"), out); break;
      case 'U':
        if (each_.is("once")) {
          take(bucket.upload_part("k", upload_id_, 1, upcall::callable{content.size(), give}), out);
        } else {
          take(bucket.upload_part("k", upload_id_, 1, upcall::text{content}), out);
        }
        break;
      case 'T':
        take(bucket.list_parts("k", upload_id_,
                               [&](const upcall::listed_part& part) {
                                 out.listed.push_back(part.size == content.size() ? static_cast<int>(part.part_number)
                                                                                  : 0);
                               }),
             out);
        break;
      case 'C': take(bucket.complete_upload("k", upload_id_, parts_, {.callback = callback}), out); break;
      case 'A': take(bucket.abort_upload("k", upload_id_), out); break;
      case 'L':
        take(bucket.list_uploads("k",
                                 [&](const upcall::listed_upload& upload) {
                                   out.listed.push_back(upload.upload_id == upload_id_ ? 1 : 0);
                                 }),
             out);
        break;
      default: FAIL("a call that is not known");
    }
    return out;
  }

  // The first thing that is not as it must be; empty: all is.
  std::string judge(const told& out, const outcome& must, std::size_t carried_out) {
    if (!far.misuse.empty()) return far.misuse;
    if (far.letters != must.requests) return "requests " + far.letters + ", not " + must.requests;
    if (auto wrong = judge_told(out, must.end); !wrong.empty()) return wrong;
    if (auto wrong = judge_truth(out, carried_out); !wrong.empty()) return wrong;
    return judge_later_request();
  }

  std::optional<std::string> stored() {
    const auto there = far.service.objects().open("examplebucket", "k");
    if (!there) return {};
    std::string out(static_cast<std::size_t>(there->facts.size), '\0');
    out.resize(there->read(0, out));
    return out;
  }
  upcall::milliseconds elapsed() const { return far.time->elapsed(); }

 private:
  char letter() const {
    constexpr std::pair<std::string_view, char> letters[] = {
        {"put", 'P'},  {"head", 'H'},       {"get", 'G'},      {"delete", 'D'}, {"begin", 'I'},
        {"part", 'U'}, {"list_parts", 'T'}, {"complete", 'C'}, {"abort", 'A'},  {"list_uploads", 'L'}};
    for (const auto& [name, letter] : letters) {
      if (each_.call.starts_with(name)) return letter;
    }
    return '?';
  }
  bool is_of_upload() const { return std::string_view{"UTCAL"}.find(letter()) != std::string_view::npos; }
  bool with_callback() const { return each_.is("callback"); }

  // What a call's failure tells.
  std::string judge_told(const told& out, ending end) const {
    if (out.good != (end == ending::done || end == ending::found)) return out.good ? "it is done" : "it failed";
    if (out.good) return out.found_stored == (end == ending::found) ? "" : "how it was found to be stored";
    const upcall::failure& why = out.why;
    if (why.message.empty()) return "it does not say why";
    if (end == ending::doubtful) {
      if (why.kind != upcall::fault::server || why.status != 404) return "it is no refusal";
      if (!why.outcome_unknown) return "the refusal undoes what was lost";
      return "";
    }
    if (why.kind != upcall::fault::transport) return "it is no failure of the transport";
    const bool uploads = letter() == 'P' || letter() == 'C';
    const settlement must = end == ending::stored ? settlement::stored
                            : end == ending::lost ? settlement::unknown
                                                  : settlement::not_stored;
    if (why.outcome() != must) return "another outcome is told";
    if (why.outcome_unknown != (end == ending::lost || end == ending::stored)) return "outcome_unknown";
    if (why.callback_may_have_run != (uploads && with_callback() && must != settlement::not_stored))
      return "whether the callback may have run";
    return "";
  }

  // Whether what was told is true, and what the service has is whole; `carried_out`: how many requests it did.
  std::string judge_truth(const told& out, std::size_t carried_out) {
    const auto there = stored();
    if (there && *there != content && *there != other) return "the object is neither the new one nor the one before";
    const bool is_new = there == content;
    const std::size_t uploads = far.service.uploads().size();
    switch (letter()) {
      case 'P':
      case 'C': {
        if (is_new != (carried_out != 0)) return "whether it is stored";
        if (out.good && !is_new) return "it is said to be stored and is not";
        if (out.why.outcome() == settlement::stored && !out.good && !is_new) return "told stored, and is not";
        if (out.why.outcome() == settlement::not_stored && !out.good && is_new) return "told not stored, and is";
        if (to_.callbacks > (with_callback() ? 1 : 0)) return "the callback was made twice, or unasked";
        if (to_.callbacks != 0 && !out.good && !out.why.callback_may_have_run) return "the callback ran, untold";
        if (with_callback() && is_new && to_.callbacks != 1) return "stored without its callback";
        if (letter() == 'C' && uploads != (is_new ? 0 : 1)) return "the upload's end";
        return "";
      }
      case 'H': return "";
      case 'G':
        return out.got != content.substr(0, out.got.size()) || (out.good && out.got != content) ? "its bytes" : "";
      case 'D': return there.has_value() == (carried_out != 0) ? "whether it is deleted" : "";
      case 'I': return uploads != carried_out ? "how many uploads are open" : "";
      case 'U': {
        const auto held = far.service.objects().hold_upload(upload_id_);
        const auto parts = held->parts(0, 10);
        if (parts.size() != (carried_out != 0 ? 1 : 0)) return "whether the part is there";
        return parts.empty() || (parts[0].number == 1 && parts[0].size == content.size()) ? ""
                                                                                          : "the part is not whole";
      }
      case 'T':
      case 'L': return out.listed != std::vector<int>(out.good ? 1 : 0, 1) ? "what was listed" : "";
      case 'A': return uploads != (carried_out != 0 ? 0 : 1) ? "whether the upload is gone" : "";
      default: return "a call that is not known";
    }
  }

  // By the same client, over a connection that was not cut.
  std::string judge_later_request() {
    const auto there = stored();
    far.heal();
    const auto found = oss_.bucket("examplebucket").head_object("k");
    if (!far.misuse.empty()) return far.misuse;
    if (found.has_value() != there.has_value()) return "a later request does not see what is there";
    if (!found && found.error().status != 404) return "a later request fails";
    if (far.connections != 1 + far.cuts) return "a connection that was cut was kept, or one that was not was closed";
    return "";
  }

  const row& each_;
  given::emptied_service& to_;

 public:
  cut_service far;
  bool touched = false;  // something of the source was read, or of the object given

 private:
  std::string upload_id_ = {};
  std::vector<upcall::stored_part> parts_ = {};
  given::client<Transport, Retry, upcall::openssl_crypto> oss_;
};

using upcall::exponential_backoff;
using upcall::no_retry;
template <class Stream, std::size_t Room>
using over = upcall::http1_transport<Stream, Room>;
using wide = over<given::cut_stream, 64 * 1024>;  // a request goes out as one text,
using narrow = over<given::cut_stream, 512>;      // or as many
using timely = over<given::timely_cut_stream, 64 * 1024>;

struct exchange_size {
  std::size_t request = 0, body = 0, head = 0, answer = 0;
};

// All the ways to cut one call.
template <class Transport, class Retry>
class campaign {
 public:
  explicit campaign(const row& each) : each_(each) {
    scene<Transport, Retry> whole{fresh(), each, {}, false};
    REQUIRE(whole.run().good);
    const cut_service& far = whole.far;
    const bool with_body = far.letters[0] == 'P' || far.letters[0] == 'U';
    size_ = {far.request_size, with_body ? content.size() : 0, far.head_size, far.answer_size};
    letter_ = far.letters[0];
    REQUIRE(far.letters.size() == 1);
    REQUIRE(size_.request > size_.body + 100);
    REQUIRE(size_.answer >= size_.head);
    REQUIRE(size_.head > 100);
  }

  // Once at every byte, but of a body at every `step`th; of one that cannot be read again, each byte in one of the
  // ways. What is the same for a client wherever it was cut, and each time, at every eighth, or every 64th of a body.
  void cut_everywhere(std::initializer_list<bool> always, std::size_t step) {
    for (const cut how : given::all_cuts) {
      for (const bool each_time : always) {
        for (std::size_t at = 0; at != size_.request; ++at) {
          const cutting here{.letter = letter_, .always = each_time, .how = how, .takes = at};
          const bool now = each_time ? counts(at) : is_in_head(at) || at % step == 0 || at + 2 >= size_.request;
          if (now && (is_in_head(at) || is_rewindable() || at % 3 == std::size_t(how))) cut_at(here);
          cutting unseen = here;
          unseen.unseen = true;
          if (counts(at)) cut_at(unseen);
        }
        for (std::size_t at = 0; at != size_.answer; ++at) {
          const bool now = each_time ? at % 8 == 0 : at <= size_.head || at % step == 0 || at + 2 >= size_.answer;
          if (now) cut_at({.letter = letter_, .always = each_time, .how = how, .gives = at});
        }
      }
      if (how != cut::stalled) cut_at({.letter = letter_, .how = how, .gives = size_.answer});
    }
  }

  // With a deadline, by a service that is waited for as long as that.
  void stall_everywhere(upcall::milliseconds wait, std::size_t step) {
    for (const bool each_time : {false, true}) {
      for (std::size_t at = 0; at != size_.request; ++at) {
        const cutting here{.letter = letter_, .always = each_time, .how = cut::stalled, .takes = at};
        if (is_in_head(at) || at % step == 0) stall_at(here, wait);
        cutting unseen = here;
        unseen.unseen = true;
        if (counts(at)) stall_at(unseen, wait);
      }
      for (std::size_t at = 0; at != size_.answer; ++at)
        stall_at({.letter = letter_, .always = each_time, .how = cut::stalled, .gives = at}, wait);
    }
  }

  int cases() const { return cases_; }

 private:
  bool counts(std::size_t at) const { return at % (is_in_head(at) ? 8 : 64) == 0 || at + 1 == size_.request; }
  bool is_in_head(std::size_t at) const { return at <= size_.request - size_.body; }
  bool is_rewindable() const { return !each_.is("once") && !each_.is("stream"); }

  void cut_at(const cutting& with) {
    ++cases_;
    scene<Transport, Retry> at{fresh(), each_, with, is_there()};
    const told out = at.run();
    const std::string column = column_of(with, at.far.touched_at_cut);
    const outcome must = column.empty() ? outcome{std::string(1, letter_)} : each_.of(column, with.always);
    report(with, column, out, at.far.cuts == 0 ? "nothing was cut" : at.judge(out, must, carried_out(with, must)));
  }
  void stall_at(const cutting& with, upcall::milliseconds wait) {
    ++cases_;
    scene<Transport, Retry> at{fresh(), each_, with, is_there(), wait};
    const told out = at.run(deadline);
    const std::string column = column_of(with, at.far.touched_at_cut);
    const outcome must = each_.of(column, with.always);
    std::string wrong;
    for (const upcall::milliseconds begun : at.far.begun) {
      if (begun >= deadline) wrong = "a request was begun after the deadline";
    }
    // Who cannot end a wait by it goes on for one wait at most.
    const bool ends = upcall::ends_in_time<decltype(Transport::stream)>;
    if (at.elapsed() > (ends ? deadline : deadline + wait)) wrong = "the call went on after its deadline";
    if (wrong.empty()) wrong = at.judge(out, must, carried_out(with, must));
    report(with, column, out, wrong);
  }

  void report(const cutting& with, const std::string& column, const told& out, const std::string& wrong) const {
    if (wrong.empty()) return;
    const auto place = [](std::size_t at) { return at == cutting::nowhere ? "all" : std::to_string(at); };
    INFO(each_.call << (with.always ? ", always " : ", once ") << int(with.how) << ", " << column << " after "
                    << place(with.takes) << " of " << size_.request << ", " << place(with.gives) << " of "
                    << size_.answer);
    INFO((out.good ? "done" : out.why.message.view()));
    FAIL_CHECK(wrong);
  }

  // Every fourth time another object is there before, which nothing but its checksum tells from the new one.
  bool is_there() const { return cases_ % 4 == 0; }
  std::string column_of(const cutting& with, bool touched) const {
    if (with.takes != cutting::nowhere)
      return with.unseen ? "unseen" : !touched && each_.happens("unread") ? "unread" : "request";
    if (with.gives == size_.answer) return "";
    return touched && each_.happens("delivered") ? "delivered" : "answer";
  }
  // Each request whose answer was cut, and one that was not cut.
  std::size_t carried_out(const cutting& with, const outcome& must) const {
    const auto sent = static_cast<std::size_t>(std::count(must.requests.begin(), must.requests.end(), letter_));
    if (with.takes == cutting::nowhere) return sent;
    return with.always ? 0 : sent - 1;
  }

  // It remembers its callbacks, so it is made anew now and then.
  given::emptied_service& fresh() {
    if (cases_ % 1000 == 0 || !service_) service_.emplace();
    return *service_;
  }

  const row& each_;
  std::optional<given::emptied_service> service_ = {};
  exchange_size size_ = {};
  char letter_ = '?';
  int cases_ = 0;
};

template <class Transport, class Retry>
int cut_each(std::string_view table, bool puts, std::initializer_list<bool> always, std::size_t step) {
  int cases = 0;
  for (const row& each : calls::rows_of(table)) {
    if (each.is("put") != puts) continue;
    campaign<Transport, Retry> here{each};
    here.cut_everywhere(always, step);
    cases += here.cases();
  }
  return cases;
}

template <class Transport>
int stall_each(std::string_view table, upcall::milliseconds wait, std::size_t step) {
  int cases = 0;
  for (const row& each : calls::rows_of(table)) {
    campaign<Transport, exponential_backoff> here{each};
    here.stall_everywhere(wait, step);
    cases += here.cases();
  }
  return cases;
}

}  // namespace

TEST_CASE("a put, cut at every byte of its request and its answer") {
  CHECK(cut_each<wide, exponential_backoff>(calls::of_cuts, true, {false, true}, 1) > 55'000);
}

TEST_CASE("a put whose request goes out in many writes, cut at every byte of its head and its answer") {
  CHECK(cut_each<narrow, exponential_backoff>(calls::of_cuts, true, {false}, 16) > 15'000);
}

TEST_CASE("a put that is tried once, cut at every byte of its head and its answer") {
  CHECK(cut_each<wide, no_retry>(calls::of_cuts_tried_once, true, {false}, 16) > 15'000);
}

TEST_CASE("each other call, cut at every byte of its request and its answer") {
  CHECK(cut_each<wide, exponential_backoff>(calls::of_cuts, false, {false, true}, 1) > 50'000);
}

TEST_CASE("each other call that is tried once, cut at every byte of its heads") {
  CHECK(cut_each<wide, no_retry>(calls::of_cuts_tried_once, false, {false}, 16) > 15'000);
}

TEST_CASE("a put with a deadline, stalled at every byte: no request is begun after it") {
  CHECK(stall_each<timely>(calls::of_long_stalls, {120'000}, 1) > 10'000);
  CHECK(stall_each<timely>(calls::of_short_stalls, longest_wait, 16) > 4'000);
  CHECK(stall_each<wide>(calls::of_long_stalls, {120'000}, 16) > 4'000);
  CHECK(stall_each<wide>(calls::of_short_stalls, longest_wait, 16) > 4'000);
}
