// SPDX-License-Identifier: Apache-2.0
#include "policies/checkpoint/given_file.hpp"
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace upcall;
using given::journal_place;

namespace {

// A journal of three parts, and where its lines end.
std::string written_at(const journal_place& place) {
  auto journal = place.open();
  REQUIRE(journal->begin(laws::an_intent));
  REQUIRE(journal->name(laws::an_id));
  for (const std::uint32_t number : {1u, 2u, 3u}) REQUIRE(journal->add(laws::a_part(number)));
  return place.text();
}
struct written_journal {
  journal_place place = {};
  std::string text = written_at(place);

  int lines_in(std::size_t length) const {
    return static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length), '\n'));
  }
};

// How many lines of the journal are known: -1 for one that is refused as broken, -2 for anything that is not right.
int lines_known(const auto& journal) {
  if (!journal) {
    const bool told = journal.error().message.view().starts_with("checkpoint: damaged in line ") ||
                      journal.error().message.view().starts_with("checkpoint: written by another version");
    return journal.error().kind == fault::checkpoint_broken && told ? -1 : -2;
  }
  if (journal->source_changed() || journal->intent().nonce != laws::an_intent.nonce.view() ||
      journal->intent().begun != laws::an_intent.begun || journal->intent().part_size != laws::an_intent.part_size)
    return -2;
  if (!journal->upload_id().empty() && journal->upload_id() != laws::an_id) return -2;
  int known = journal->upload_id().empty() ? 1 : 2;
  bool gap = known == 1;
  for (std::uint32_t number = 1; number <= 10; ++number) {
    const stored_part* found = journal->find(number);
    if (found == nullptr) {
      gap = true;
    } else if (gap || *found != laws::a_part(number)) {
      return -2;
    } else {
      ++known;
    }
  }
  return known;
}

TEST_CASE("a journal that ends anywhere is what was written whole, and goes on from there") {
  const written_journal made;
  int wrong = 0;
  for (std::size_t length = 0; length <= made.text.size(); ++length) {
    made.place.set(std::string_view{made.text}.substr(0, length));
    const int lines = made.lines_in(length);
    {
      auto journal = made.place.open();
      wrong += lines_known(journal) != (lines == 0 ? -1 : lines);
      if (lines == 0) continue;
      if (lines < 2) wrong += !journal->name(laws::an_id);
      wrong += !journal->add(laws::a_part(7));
    }
    auto again = made.place.open();
    wrong += !again || again->upload_id() != laws::an_id || again->find(7) == nullptr;
    if (lines >= 2) wrong += made.place.text().find(made.text.substr(0, made.text.find("{\"part\""))) != 0;
  }
  CHECK(wrong == 0);
}

TEST_CASE("each bit of a journal that is another") {
  const written_journal made;
  int wrong = 0, broken = 0;
  const int all = made.lines_in(made.text.size());
  for (std::size_t bit = 0; bit != made.text.size() * 8; ++bit) {
    std::string text = made.text;
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ 1 << bit % 8);
    made.place.set(text);
    const int known = lines_known(made.place.open());
    const int line = made.lines_in(bit / 8);  // in which the bit is, counted from 0
    broken += known == -1;
    // Forgiven is the last line alone: with the line break before it, the one before as well.
    const bool last = line == all - 1 || (line == all - 2 && made.text[bit / 8] == '\n');
    wrong += known != -1 && !(last && known == line);
  }
  CHECK(wrong == 0);
  CHECK(broken > 0);
  CHECK(broken < static_cast<int>(made.text.size()) * 8);
}

TEST_CASE("lines that are missing, doubled, in another order, or of another journal") {
  const written_journal made;
  std::vector<std::string> lines;
  for (std::string_view left = made.text; !left.empty();) {
    const std::size_t end = left.find('\n') + 1;
    lines.emplace_back(left.substr(0, end));
    left.remove_prefix(end);
  }
  REQUIRE(lines.size() == 5);
  const auto known = [&](std::initializer_list<std::size_t> order) {
    std::string text;
    for (const std::size_t each : order) text += lines[each];
    made.place.set(text);
    return lines_known(made.place.open());
  };
  CHECK(known({0, 1, 2, 3, 4}) == 5);
  CHECK(known({1, 2, 3, 4}) == -1);
  CHECK(known({0, 2, 3, 4}) == -1);
  CHECK(known({0, 1, 3, 4}) == -1);
  CHECK(known({0, 1, 2, 4}) == 3);
  CHECK(known({0, 0, 1, 2, 3, 4}) == -1);
  CHECK(known({0, 1, 1, 2, 3, 4}) == -1);
  CHECK(known({0, 1, 2, 2, 3, 4}) == -1);
  CHECK(known({0, 1, 2, 3, 4, 4}) == 5);
  CHECK(known({0, 1, 2, 4, 3}) == -1);
  CHECK(known({0, 2, 1}) == -1);
  made.place.set(made.text + "torn");
  CHECK(lines_known(made.place.open()) == 5);
  made.place.set(made.text + "wrong\n");
  CHECK(lines_known(made.place.open()) == 5);
  made.place.set(made.text + "wrong\ntorn");
  CHECK(lines_known(made.place.open()) == -1);
}

}  // namespace
