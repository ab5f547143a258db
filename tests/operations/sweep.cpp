// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "operations/given_policies.hpp"
#include <set>
#include <stdexcept>
#include <upcall/operations/sweep.hpp>

using upcall::milliseconds;
using upcall::sweep;

namespace {

constexpr upcall::timestamp now{1'700'000'000};
constexpr milliseconds hour{3'600'000};

struct swept : given::service_policies {
  void begin_ago(std::int64_t seconds, const std::string& key) {
    service_time = {now.seconds - seconds};
    begin({"examplebucket", key});
    service_time = now;
  }
  // What is left, as the keys.
  std::string left() {
    std::set<std::string> keys;
    for (const auto& each : at.uploads()) keys.insert(each.key);
    std::string out;
    for (const std::string& each : keys) out += each + " ";
    return out;
  }
  std::ptrdiff_t aborts() const { return std::count(seen.lines.begin(), seen.lines.end(), "DELETE uploadId"); }
};

}  // namespace

TEST_CASE("sweep: uploads of the prefix that were begun before, and no others") {
  swept at;
  at.begin_ago(3601, "a/old");
  at.begin_ago(3600, "a/edge");
  at.begin_ago(0, "a/new");
  at.begin_ago(9999, "b/old");
  const auto out = sweep(at.with, "examplebucket", "a/", hour);
  REQUIRE(out);
  CHECK(out->aborted == 1);
  CHECK(out->failed == 0);
  CHECK(at.left() == "a/edge a/new b/old ");
}

TEST_CASE("sweep: however many there are") {
  swept at;
  for (int i = 0; i != 30; ++i) at.begin_ago(9999, "k" + std::to_string(i % 3));
  at.begin_ago(0, "k0");
  const auto out = sweep(at.with, "examplebucket", "", hour);
  REQUIRE(out);
  CHECK(out->aborted == 30);
  CHECK(at.aborts() == 30);
  CHECK(at.left() == "k0 ");
}

TEST_CASE("sweep: what cannot be aborted is counted, and does not keep it busy for ever") {
  for (const char* answer : {"DELETE:*:status=403", "DELETE:*:status=404"}) {  // 404: the list is behind
    for (int uploads : {1, 8, 9, 20}) {
      INFO(answer << ' ' << uploads);
      swept at;
      for (int i = 0; i != uploads; ++i) at.begin_ago(9999, "k");
      at.at.faults().add(answer);
      int requests = 0;
      at.seen.before = [&](const std::string&) {
        if (++requests > 200) throw std::runtime_error{"there is no end of it"};
      };
      upcall::result<upcall::sweep_result> out{upcall::pending{}};
      CHECK_NOTHROW(out = sweep(at.with, "examplebucket", "", hour));
      REQUIRE(out);
      const bool refused = std::string_view{answer}.ends_with("403");
      CHECK(out->failed == (refused ? static_cast<std::uint32_t>(uploads) : 0));
      CHECK(out->aborted == (refused ? 0 : static_cast<std::uint32_t>(uploads)));
    }
  }
}

TEST_CASE("sweep: a list that cannot be had is a failure; uploads without a time are left alone") {
  swept at;
  at.begin_ago(9999, "k");
  at.at.faults().add("GET?uploads:1:status=403");
  const auto out = sweep(at.with, "examplebucket", "", hour);
  REQUIRE_FALSE(out);
  CHECK(out.error().status == 403);

  given::recorded_policies odd{{{.body = "<ListMultipartUploadsResult><Upload><Key>k</Key><UploadId>I</UploadId>"
                                         "<Initiated>long ago</Initiated></Upload></ListMultipartUploadsResult>"}}};
  const auto none = sweep(odd.with, "examplebucket", "", hour);
  REQUIRE(none);
  CHECK(none->aborted == 0);
  CHECK(odd.requests().size() == 1);
}

TEST_CASE("sweep: an upload that is gone already is aborted, one that is refused is not") {
  given::service_policies at;
  const upcall::subject k{"examplebucket", "k"};
  const std::string id = at.begin(k);
  CHECK(upcall::detail::end_upload(at.with, k, id) == upcall::detail::upload_ending::aborted);
  CHECK(upcall::detail::end_upload(at.with, k, id) == upcall::detail::upload_ending::gone);
  at.at.faults().add("DELETE:*:status=403");
  CHECK(upcall::detail::end_upload(at.with, k, id) == upcall::detail::upload_ending::failed);
}

TEST_CASE("sweep: the call of a bucket") {
  given::service_and_client<> at;
  REQUIRE(at.bucket.initiate_upload("k"));
  CHECK(at.bucket.sweep("k", hour)->aborted == 0);
  CHECK(at.bucket.sweep("k", milliseconds{-1000})->aborted == 1);  // begun in this second
}
