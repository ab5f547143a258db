// SPDX-License-Identifier: Apache-2.0
// Uploads in parts whose connection is cut at every byte of every answer. What must come of it is from the service's
// documentation ("Multipart upload", "Error handling") and from what resumable_upload promises.
#include "faults/multipart_table.hpp"

using faults::ending;
using faults::expected;
using faults::faulty_upload;
using faults::stage;

namespace {

inline constexpr upcall::callback on_upload{.url = "http://127.0.0.1:23450/done", .body = "object=${object}"};

struct row {
  stage where;
  char request;  // whose answer is cut
  expected once, always, never;
};

// An answer that is cut is lost: what may be repeated is, an upload that was begun twice is reported, and whether
// Complete was carried out is asked for.
const row table[] = {
    {stage::begin,
     'I',
     {"IILPC", ending::stored, 1, "", {}, 1, 1},
     {"III", ending::lost, 3, "LIPC", {}, 3, 3},
     {"IPC"}},
    {stage::part, 'P', {"IPPC"}, {"IPPP", ending::no_answer, 1, "GC"}, {"IPC"}},
    {stage::complete, 'C', {"IPCH", ending::found}, {"IPCH", ending::found}, {"IPC"}},
    {stage::list_parts, 'G', {"GGPC"}, {"GGG", ending::lost, 1, "GPC"}, {"GPC"}},
    {stage::abort,
     'D',
     {"IPDD", ending::part_403, 0, "IPC"},
     {"IPDDD", ending::part_403, 0, "GHIPC", ending::anew},
     {"IPD", ending::part_403, 0, "IPC"}},
    {stage::list_uploads,
     'L',
     {"LLIPC", ending::stored, 3, "", {}, 3, 3},
     {"LLL", ending::lost, 3, "LIPC", {}, 3, 3},
     {"LIPC", ending::stored, 3, "", {}, 3, 3}},
    {stage::head,
     'H',
     {"IPCHH", ending::found},
     {"IPCHHH", ending::unknown, 0, "GH", ending::found},
     {"IPCH", ending::found}},
};

// The answers to the requests of a whole life of this object, which all have the lengths that they have below.
std::map<char, faults::answer_size> measured(const std::string& bytes, upcall::callback_option callback = {}) {
  std::map<char, faults::answer_size> out;
  given::watched::log seen;
  upcall::emulator service{given::service_settings()};
  given::client oss{given::service, faults::measuring{{service.transport(), &seen}, &out}, upcall::openssl_crypto{}};
  auto bucket = oss.bucket("examplebucket");
  const upcall::resumable_upload_options options{
      .callback = callback, .part_size = faults::part_size, .single_put_up_to = 0};
  service.faults().add("PUT?partNumber:1:status=403");
  REQUIRE_FALSE(bucket.resumable_upload("k", upcall::text{bytes}, options));
  REQUIRE(bucket.resumable_upload("k", upcall::text{bytes}, options));
  REQUIRE(bucket.head_object("k"));
  for (int i = 0; i != 3; ++i) REQUIRE(bucket.initiate_upload("k"));
  auto ignore = [](const upcall::listed_upload&) {};
  REQUIRE(bucket.list_uploads("k", ignore));
  REQUIRE(bucket.abort_upload("k", service.uploads().at(0).id));
  return out;
}

void cut(const row& each, const std::string& bytes, std::uint64_t at, const std::string& which, const expected& must) {
  faulty_upload{each.where, bytes}.run(which, "cut=" + std::to_string(at), 0, must);
}

}  // namespace

TEST_CASE("an upload in parts, each answer cut once or always, at every byte") {
  const std::string bytes = "12345";
  auto sizes = measured(bytes);
  for (const row& each : table) {
    const auto size = sizes.at(each.request);
    REQUIRE(size.head > 100);
    for (std::uint64_t at = 0; at != size.whole; ++at) {
      cut(each, bytes, at, "1", each.once);
      cut(each, bytes, at, "*", each.always);
    }
    cut(each, bytes, size.whole, "1", each.never);
  }
}

TEST_CASE("an upload in two parts, each answer cut once or always, where heads and bodies begin and end") {
  const std::string bytes = given::bytes(faults::part_size + 1);
  auto sizes = measured(bytes);
  const auto twice = [](expected must) {  // two parts are sent where one was
    for (std::string* each : {&must.requests, &must.next}) {
      for (std::size_t i = each->find("PC"); i != each->npos; i = each->find("PC", i + 2)) each->replace(i, 2, "PPC");
    }
    return must;
  };
  for (const row& each : table) {
    const auto size = sizes.at(each.request);
    expected once = twice(each.once), always = twice(each.always);
    if (each.where == stage::part) always.next = "GPC";  // the second was never sent
    for (std::uint64_t at : {std::uint64_t{0}, size.head - 1, size.head, size.whole - 1}) {
      if (at >= size.whole) continue;
      cut(each, bytes, at, "1", once);
      cut(each, bytes, at, "*", always);
    }
  }
}

TEST_CASE("with a callback, Complete's answer cut at every byte: stored, told once, and the next call begins anew") {
  const std::string bytes = "12345";
  const auto size = measured(bytes, upcall::encoded<on_upload>).at('C');
  REQUIRE(size.whole == size.head + std::string_view{"{\"Status\":\"OK\"}"}.size());
  for (std::uint64_t at = 0; at <= size.whole; ++at) {
    faulty_upload upload{stage::complete, bytes, upcall::encoded<on_upload>};
    const bool cut = at != size.whole;
    upload.run("1", "cut=" + std::to_string(at), 0,
               cut ? expected{"IPCH", ending::unknown, 0, "IPC"} : expected{"IPC", ending::stored, 0, "IPC"});
    CHECK(upload.service().callbacks().sent().size() == 2);
  }
}
