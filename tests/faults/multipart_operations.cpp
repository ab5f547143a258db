// SPDX-License-Identifier: Apache-2.0
// Each operation of a multipart upload by itself: its answer cut at every byte, and each status from 400 to 599 in
// place of it, or after it was done. What must come of it is from the service's documentation ("Error handling").
#include "faults/multipart_table.hpp"
#include <upcall/testing/failing.hpp>

using faults::letters;

namespace {

// What an operation must do: its requests by their letters, and how it ends. 0: it is done; 1: no answer; else the
// status that it tells.
struct outcome {
  std::string requests = {};
  int status = 0;
  bool unknown = false;  // whether it may have been carried out
};

// An upload of one part, to which one operation is done.
struct lone : given::service_and_client<upcall::openssl_crypto> {
  char operation;
  std::string id = {};
  std::vector<upcall::stored_part> parts = {};
  bool repeated = false, found = false;
  int told = 0;

  explicit lone(char what) : service_and_client{upcall::openssl_crypto{}}, operation(what) { begin(); }

  void begin() {
    id = bucket.initiate_upload("k")->upload_id;
    parts = {*bucket.upload_part("k", id, 1, upcall::text{"12345"})};
    seen.lines.clear();
  }
  // As it was before, where the operation ends the upload.
  void prepare() {
    service.faults().clear();
    seen.lines.clear();
    if (operation == 'C') REQUIRE(bucket.delete_object("k"));
    if (operation == 'C' || operation == 'D') begin();
  }

  // Why it is not done; a kind of paused stands for nothing.
  upcall::failure operate() {
    const auto why = [](const auto& out) { return out ? upcall::failure{upcall::fault::paused, ""} : out.error(); };
    auto count = [this](const auto&) { ++told; };
    told = 0;
    repeated = found = false;
    switch (operation) {
      case 'I': {
        const auto out = bucket.initiate_upload("k");
        repeated = out && out->repeated;
        return why(out);
      }
      case 'P': {
        const auto out = bucket.upload_part("k", id, 1, upcall::text{"12345"});
        if (out) CHECK(*out == parts[0]);
        return why(out);
      }
      case 'G': return why(bucket.list_parts("k", id, count));
      case 'L': return why(bucket.list_uploads("k", count));
      case 'D': return why(bucket.abort_upload("k", id));
      default: {
        const auto out = bucket.complete_upload("k", id, parts);
        found = out && out->found_stored;
        return why(out);
      }
    }
  }

  void check(const std::string& which, const std::string& effect, const outcome& must) {
    static const std::map<char, const char*> requests{{'I', "POST?uploads"},  {'P', "PUT?partNumber"},
                                                      {'G', "GET?uploadId"},  {'L', "GET?uploads"},
                                                      {'C', "POST?uploadId"}, {'D', "DELETE?uploadId"}};
    const std::string line = std::string{requests.at(operation)} + ':' + which + ':' + effect;
    INFO(line);
    prepare();
    fault(line);
    const upcall::failure why = operate();
    CHECK(letters(seen.lines) == must.requests);
    if (must.status == 0) {
      CHECK(why.kind == upcall::fault::paused);
      CHECK(told == (operation == 'G' || operation == 'L' ? 1 : 0));
    } else {
      CHECK(why.kind == (must.status == 1 ? upcall::fault::transport : upcall::fault::server));
      CHECK(why.status == (must.status == 1 ? 0 : must.status));
      CHECK(why.outcome_unknown == must.unknown);
      CHECK(told == 0);
    }
    service.faults().clear();
    if (operation == 'C' && must.status == 0) CHECK(stored() == "12345");
  }
};

constexpr std::string_view operations = "IPGLCD";

std::string times(char operation, std::size_t count) { return std::string(count, operation); }

// Of an answer that is cut. Complete asks for the object in place of being repeated; an upload that was aborted before
// its answer was lost is not known any more.
outcome when_cut(char operation, bool always) {
  if (operation == 'C') return {"CH"};
  if (always) return {times(operation, 3), 1, true};
  if (operation == 'D') return {"DD", 404, true};
  return {times(operation, 2)};
}

bool worth_repeating(int status) { return status >= 500 || status == 408 || status == 429; }

outcome when_refused(char operation, bool always, int status) {
  const bool complete = operation == 'C';
  if (complete && status == 404) return {"CH", 404};
  if (!worth_repeating(status)) return {times(operation, 1), status};
  const bool asks = complete && status >= 500;
  if (always) return {asks ? "CHCHCH" : times(operation, 3), status, operation == 'I' && status >= 500};
  return {asks ? "CHC" : times(operation, 2)};
}

// Done, and then refused.
outcome when_refused_after(char operation, int status) {
  if (operation == 'C') {
    if (status == 404 || status >= 500) return {"CH"};
    if (worth_repeating(status)) return {"CCH"};
  }
  if (!worth_repeating(status)) return {times(operation, 1), status};
  if (operation == 'D') return {"DD", 404};
  return {times(operation, 2)};
}

}  // namespace

TEST_CASE("each operation, its answer cut at every byte, once or always") {
  for (const char operation : operations) {
    std::map<char, faults::answer_size> sizes;
    {
      lone at{'P'};
      given::client oss{given::service, faults::measuring{{at.service.transport(), &at.seen}, &sizes},
                        upcall::openssl_crypto{}};
      auto bucket = oss.bucket("examplebucket");
      auto ignore = [](const auto&) {};
      REQUIRE(bucket.list_uploads("k", ignore));
      REQUIRE(bucket.list_parts("k", at.id, ignore));
      REQUIRE(bucket.upload_part("k", at.id, 1, upcall::text{"12345"}));
      REQUIRE(bucket.complete_upload("k", at.id, at.parts));
      REQUIRE(bucket.abort_upload("k", bucket.initiate_upload("k")->upload_id));
    }
    const std::uint64_t whole = sizes.at(operation).whole;
    REQUIRE(whole > 100);
    lone at{operation};
    for (std::uint64_t cut = 0; cut <= whole; ++cut) {
      const std::string effect = "cut=" + std::to_string(cut);
      at.check("1", effect, cut == whole ? outcome{times(operation, 1)} : when_cut(operation, false));
      CHECK(at.repeated == (operation == 'I' && cut != whole));
      CHECK(at.found == (operation == 'C' && cut != whole));
      if (cut != whole) at.check("*", effect, when_cut(operation, true));
    }
  }
}

TEST_CASE("each operation, answered each status, once or always") {
  for (const char operation : operations) {
    lone at{operation};
    for (int status = 400; status != 600; ++status) {
      at.check("1", "status=" + std::to_string(status), when_refused(operation, false, status));
      CHECK(at.repeated == (operation == 'I' && status >= 500));
      CHECK_FALSE(at.found);
      at.check("*", "status=" + std::to_string(status), when_refused(operation, true, status));
    }
  }
}

TEST_CASE("each operation that changes something, done once and answered each status") {
  for (const char operation : {'I', 'P', 'C', 'D'}) {
    lone at{operation};
    for (int status = 400; status != 600; ++status) {
      at.check("1", "after=" + std::to_string(status), when_refused_after(operation, status));
      CHECK(at.found == (operation == 'C' && (status == 404 || worth_repeating(status))));
    }
  }
}

TEST_CASE("a request that the service got too slowly is sent again: 400 RequestTimeout is no refusal") {
  const upcall::recorded_answer slow{.status = 400, .body = "<Error><Code>RequestTimeout</Code></Error>"};
  const auto client = [&](const std::string& body) {
    return std::vector<upcall::recorded_answer>{slow, {.headers = {{"ETag", "\"E\""}}, .body = body}};
  };
  const auto on = [](std::vector<upcall::recorded_answer> answers, auto operate) {
    given::client oss{given::service, upcall::recorded{std::move(answers)}, upcall::exponential_backoff{}};
    auto bucket = oss.bucket("examplebucket");
    CHECK(operate(bucket));
    CHECK(given::requests(oss).size() == 2);
  };
  const std::vector<upcall::stored_part> parts{{1, 5, 0, {"\"E\""}}};
  auto ignore = [](const auto&) {};
  on(client("<InitiateMultipartUploadResult><UploadId>I</UploadId></InitiateMultipartUploadResult>"),
     [](auto& bucket) { return bucket.initiate_upload("k").has_value(); });
  on(client(""), [](auto& bucket) { return bucket.upload_part("k", "I", 1, upcall::text{"12345"}).has_value(); });
  on(client("<ListPartsResult></ListPartsResult>"),
     [&](auto& bucket) { return bucket.list_parts("k", "I", ignore).has_value(); });
  on(client("<ListMultipartUploadsResult></ListMultipartUploadsResult>"),
     [&](auto& bucket) { return bucket.list_uploads("k", ignore).has_value(); });
  on(client(""), [&](auto& bucket) { return bucket.complete_upload("k", "I", parts).has_value(); });
  on(client(""), [](auto& bucket) { return bucket.abort_upload("k", "I").has_value(); });
}

TEST_CASE("a connection that breaks while a request is sent: nothing was done, and it is sent again") {
  for (const auto where : {upcall::breaking::before_sending, upcall::breaking::in_body}) {
    for (int at = 1; at <= 4; ++at) {
      INFO(at);
      upcall::emulator service{given::service_settings()};
      given::client oss{given::service, upcall::failing{service.transport(), at, where}, upcall::exponential_backoff{}};
      const auto out = oss.bucket("examplebucket")
                           .resumable_upload("k", upcall::text{given::bytes(faults::part_size + 1)},
                                             {.part_size = faults::part_size});
      REQUIRE(out);
      CHECK(out->left_behind == 0);
      CHECK_FALSE(out->found_stored);
      CHECK(service.uploads().empty());
    }
  }
}
