// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <optional>
#include <upcall/bodies/stream.hpp>
#include <upcall/policies/checkpoint/none.hpp>
#include <upcall/policies/executor/threads.hpp>

using given::service_and_client;
using upcall::fault;
using upcall::stream;
using upcall::text;
using upcall::threads;

namespace {

constexpr std::uint64_t part = 102'400;

// A stream of a text, which fails where it is told to.
auto reading(std::string_view& left, std::size_t fails_at = 0) {
  return stream{[&left, fails_at](std::span<char> piece) -> upcall::result<std::size_t> {
    if (fails_at != 0 && left.size() <= fails_at) return upcall::failure{fault::file_inconsistent, "the pipe broke"};
    const std::size_t n = std::min({piece.size(), left.size(), std::size_t{30'000}});
    std::copy_n(left.begin(), n, piece.begin());
    left.remove_prefix(n);
    return n;
  }};
}

// So many parts of one and the same small text, to count what a service that only counts would be sent.
struct scripted {
  std::uint32_t parts, given = 0, out = 0, most_out = 0;

  struct part {
    std::uint32_t number = 0;
    std::size_t size = 4;
    static text view() { return "1234"; }
  };
  upcall::result<std::optional<part>> next(std::size_t) {
    if (given == parts) return std::optional<part>{};
    most_out = std::max(most_out, ++out);
    return std::optional<part>{part{++given}};
  }
  bool ended() const { return given == parts; }
  void give_back(part) { --out; }
};
static_assert(upcall::part_stream<scripted>);

// Twelve parts, and how many of them were out at the same time.
class counted {
  struct source {
    std::size_t left = 12 * 102'400;
    std::size_t operator()(std::span<char> piece) {
      const std::size_t n = std::min(left, piece.size());
      left -= n;
      return n;
    }
  };
  stream<source> from_{source{}};

 public:
  using part = stream<source>::part;
  std::atomic<int> out = 0, most = 0;

  upcall::result<std::optional<part>> next(std::size_t size) {
    auto got = from_.next(size);
    if (!got || !*got) return got;
    const int now = ++out;
    for (int before = most; before < now && !most.compare_exchange_weak(before, now);) continue;
    return got;
  }
  bool ended() { return from_.ended(); }
  void give_back(part used) {
    --out;
    from_.give_back(std::move(used));
  }
};

// A service that has everything: no bytes are kept, so that 10,000 parts take no time.
struct agreeing {
  using role = upcall::role::transport;
  struct log {
    std::uint32_t parts = 0, completed = 0, aborted = 0;
  };
  log* seen;

  template <upcall::body Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& from, upcall::response& answer) {
    char piece[16];
    while (request.has_body() && request.content_length() < 100) {
      const auto got = from.read(piece);
      if (!got) return got.error();
      if (*got == 0) break;
    }
    answer.status = request.method() == "DELETE" ? 204 : 200;
    answer.header("ETag", "\"E\"");
    if (request.method() == "PUT") ++seen->parts;
    if (request.method() == "DELETE") ++seen->aborted;
    if (request.message().parameters.find("uploads")) {
      answer.append("<InitiateMultipartUploadResult><UploadId>I</UploadId></InitiateMultipartUploadResult>");
    } else if (request.method() == "POST") {
      ++seen->completed;
    }
    return upcall::nothing{};
  }
};

}  // namespace

TEST_CASE("upload_stream: sizes around whole parts, each stored as it was given") {
  for (std::size_t size : {part - 1, part, part + 1, 3 * part - 1, 3 * part, 3 * part + 1}) {
    INFO(size);
    service_and_client<> at;
    const std::string whole = given::bytes(size);
    std::string_view left = whole;
    const auto out = at.bucket.resumable_upload("k", reading(left), {.content_type = "a/b", .part_size = part});
    REQUIRE(out);
    CHECK((at.stored() == whole));
    CHECK(out->size == size);
    CHECK(at.service.uploads().empty());
    const bool in_parts = !out->upload_id.empty();
    CHECK(in_parts == (size >= part));  // of exactly one part the end is not seen yet
    if (in_parts) CHECK(out->parts == (size + part - 1) / part);
    CHECK(at.bucket.head_object("k")->content_type == "a/b");
  }
}

TEST_CASE("upload_stream: what is small goes as one put, unless that is switched off; what is empty always") {
  service_and_client<> at;
  std::string_view left = "some bytes";
  REQUIRE(at.bucket.resumable_upload("k", reading(left), {}));
  CHECK(at.stored() == "some bytes");
  left = "other bytes";
  REQUIRE(at.bucket.resumable_upload("k", reading(left), {.single_put_up_to = 5}));
  CHECK(at.stored() == "other bytes");
  left = {};
  REQUIRE(at.bucket.resumable_upload("empty", reading(left), {.single_put_up_to = 0}));
  CHECK(at.stored("empty").empty());
  CHECK(at.sent("PUT") == 2);
  CHECK(at.sent("POST uploads") == 1);
}

TEST_CASE("upload_stream: a source that fails completes nothing, and leaves nothing open") {
  const std::string whole = given::bytes(3 * part);
  for (std::size_t fails_at : {std::size_t{1}, std::size_t{part}, std::size_t{2 * part}, whole.size()}) {
    INFO(fails_at);
    service_and_client<threads<3>> at{threads<3>{}};
    std::string_view left = whole;
    const auto out = at.bucket.resumable_upload("k", reading(left, fails_at), {.part_size = part});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::file_inconsistent);
    CHECK(out.error().message == "the pipe broke");
    CHECK(at.sent("POST uploadId") == 0);
    CHECK(at.service.uploads().empty());
    CHECK(at.stored() == "(none)");
  }
}

TEST_CASE("upload_stream: parts are sent again from memory, and a refusal leaves nothing open") {
  const std::string whole = given::bytes(5 * part);
  service_and_client<threads<2>> at{threads<2>{}};
  std::string_view left;
  for (const char* fault : {"PUT?partNumber:1:lost", "PUT?partNumber:3:status=500", "PUT?partNumber:5:crc"}) {
    INFO(fault);
    at.service.faults().clear();
    at.fault(fault);
    left = whole;
    REQUIRE(at.bucket.resumable_upload("k", reading(left), {.part_size = part}));
    CHECK((at.stored() == whole));
  }

  at.service.faults().clear();
  at.fault("PUT?partNumber:2:status=403");
  left = whole;
  REQUIRE_FALSE(at.bucket.resumable_upload("l", reading(left), {.part_size = part}));
  CHECK(at.service.uploads().empty());
}

TEST_CASE("upload_stream: what a file's upload has left in the same client is not gone on with") {
  service_and_client<> at;
  const std::string whole = given::bytes(3 * part), other = given::bytes(4 * part);
  at.fault("PUT?partNumber:3:status=403");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  CHECK(at.service.uploads().size() == 1);
  std::string_view left = other;
  REQUIRE(at.bucket.resumable_upload("k", reading(left), {.part_size = part}));
  CHECK((at.stored() == other));
  CHECK(at.service.uploads().empty());
}

TEST_CASE("upload_stream: 10,000 parts, and one more") {
  for (std::uint32_t parts : {9'999u, 10'000u, 10'001u}) {
    agreeing::log seen;
    given::client oss{given::service, agreeing{&seen}, upcall::no_checkpoint{}};
    auto bucket = oss.bucket("examplebucket");
    scripted from{parts};
    const auto out = bucket.resumable_upload("k", from, {.part_size = part});
    CHECK(from.most_out == 1);
    CHECK(seen.parts == std::min(parts, 10'000u));
    if (parts <= 10'000) {
      REQUIRE(out);
      CHECK(out->parts == parts);
      CHECK(out->size == 4u * parts);
      CHECK(seen.completed == 1);
    } else {
      REQUIRE_FALSE(out);
      CHECK(out.error().kind == fault::client);
      CHECK(out.error().message.view().starts_with("part_size: "));
      CHECK(seen.completed == 0);
      CHECK(seen.aborted == 1);
    }
  }
}

TEST_CASE("upload_stream: memory for no more parts than there are lanes") {
  service_and_client<threads<3>> at{threads<3>{}};
  counted from;
  REQUIRE(at.bucket.resumable_upload("k", from, {.part_size = part}));
  CHECK(from.most <= 3);
  CHECK(from.out == 0);

  service_and_client<> one;
  counted again;
  REQUIRE(one.bucket.resumable_upload("k", again, {.part_size = part}));
  CHECK(again.most == 1);
}

TEST_CASE("upload_stream: what is wrong is told before the source is asked") {
  service_and_client<> at;
  int asked = 0;
  stream from{[&](std::span<char>) {
    ++asked;
    return std::size_t{0};
  }};
  CHECK(at.bucket.resumable_upload("k", from, {.checkpoint = "/tmp/j"})
            .error()
            .message.view()
            .starts_with("checkpoint: "));
  CHECK(at.bucket.resumable_upload("k", from, {.part_size = 1}).error().message.view().starts_with("part_size: "));
  CHECK(at.bucket.resumable_upload("", from, {}).error().kind == fault::client);
  CHECK(asked == 0);
  CHECK(at.seen.lines.empty());
}
