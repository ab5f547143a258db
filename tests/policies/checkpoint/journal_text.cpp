// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <string>
#include <upcall/core/literals.hpp>
#include <upcall/core/record.hpp>
#include <upcall/policies/checkpoint/journal_text.hpp>

namespace test_records {
struct unversioned_header {
  std::uint64_t part_size = 102'400;
  upcall::inline_string<32> nonce = {"nonce"};
};
}  // namespace test_records
UPCALL_RECORD(test_records::unversioned_header, part_size, nonce);

using namespace upcall;
using state = journal_text::state;

namespace {

// The lines of a journal, each without its line break.
class lines {
 public:
  template <record R>
  std::string next(const R& content) {
    std::array<char, longest_journal_line> room{};
    span_writer to{room};
    const std::string_view line = write_journal_line(to, content, sum_);
    return std::string{line.substr(0, line.size() - 1)};
  }

 private:
  std::uint64_t sum_ = 0;
};
const journal_header header{.part_size = 102'400, .nonce = {"nonce"sv}};
const journal_name named{{"id"sv}};
const journal_part first{1, 100, 7, {"\"e\""sv}};

TEST_CASE("a header, a name and parts in any order are an upload; of two parts of a number the later counts") {
  lines from;
  journal_text text;
  std::uint64_t length = 0;
  for (const std::string& line : {from.next(header), from.next(named), from.next(journal_part{9, 1, 2, {"\"9\""sv}}),
                                  from.next(first), from.next(journal_part{9, 3, 4, {"\"x\""sv}})}) {
    CHECK(text.take(line) == state::good);
    length += line.size() + 1;
  }
  CHECK(text.finish(false) == state::good);
  CHECK(text.finish(true) == state::good);
  CHECK(text.length() == length);
  CHECK(text.upload().upload_id() == "id");
  CHECK(text.upload().find(1)->crc64 == 7);
  CHECK(text.upload().find(9)->size == 3);
  CHECK(text.upload().find(9)->etag == "\"x\"");
}

TEST_CASE("lines whose checksum is right and that are no journal are damage, also the last") {
  const auto after = [](const auto&... contents) {
    lines from;
    journal_text text;
    state last = state::good;
    ((last = text.take(from.next(contents))), ...);
    CHECK(text.damaged_line(false) == sizeof...(contents));
    return last;
  };
  CHECK(after(journal_header{}) == state::damaged);  // without a nonce
  CHECK(after(named) == state::damaged);
  CHECK(after(header, header) == state::damaged);
  CHECK(after(header, first) == state::damaged);
  CHECK(after(header, named, named) == state::damaged);
  CHECK(after(header, named, journal_part{0, 1, 1, {}}) == state::damaged);
  CHECK(after(header, named, journal_part{10'001, 1, 1, {}}) == state::damaged);
  CHECK(after(journal_header{.upcall_journal = 2, .nonce = {"nonce"sv}}) == state::other_version);
}

TEST_CASE("a first line that does not say which version it has is no journal's") {
  lines from;
  journal_text text;
  CHECK(text.take(from.next(test_records::unversioned_header{})) == state::damaged);
}

TEST_CASE("a wrong line is forgiven when it is the last") {
  lines from;
  journal_text text;
  CHECK(text.finish(false) == state::damaged);
  CHECK(text.damaged_line(true) == 1);
  CHECK(text.take(from.next(header)) == state::good);
  const std::uint64_t length = text.length(), sum = text.sum();
  CHECK(text.take("wrong") == state::good);
  CHECK(text.finish(false) == state::good);
  CHECK(text.length() == length);
  CHECK(text.sum() == sum);
  CHECK(text.finish(true) == state::damaged);
  CHECK(text.take(from.next(named)) == state::damaged);
  CHECK(text.damaged_line(false) == 2);
  CHECK(text.damaged_line(true) == 2);
}

}  // namespace
