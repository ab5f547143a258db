// SPDX-License-Identifier: Apache-2.0
#include "policies/checkpoint/given_file.hpp"
#include <csignal>
#include <filesystem>
#include <optional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <upcall/policies/checkpoint/locked_file.hpp>

using namespace upcall;
using given::journal_place;

namespace {

// What a process of its own answers; what it has open is closed when it ends.
int in_another_process(auto question) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(question());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// No file of this process grows beyond so many bytes: a disk that is full.
struct full_disk {
  explicit full_disk(std::size_t size) : handler(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = size;
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~full_disk() {
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
  }
  rlimit before = {};
  void (*handler)(int);
};

TEST_CASE("another process is kept out, and let in when this one has ended its journal") {
  const journal_place place;
  const auto other = [&] {
    return in_another_process([&] {
      const auto journal = place.open();
      if (journal) return laws::knows_all(*journal) ? 0 : 1;
      return journal.error().message == "checkpoint: in use by another upload: " + place.path ? 2 : 3;
    });
  };
  {
    auto opened = place.open();
    auto journal = std::optional{std::move(*opened)};
    laws::write_all(*journal);
    CHECK(other() == 2);
    laws::write_all(*journal);  // by a new file
    CHECK(other() == 2);
  }
  CHECK(other() == 0);
}

TEST_CASE("of two that found no journal one may begin") {
  const journal_place place;
  auto first = place.open(), second = place.open();
  REQUIRE(first);
  REQUIRE(second);
  REQUIRE(first->begin(laws::an_intent));
  const auto refused = second->begin(laws::an_intent);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault::checkpoint_broken);
  CHECK(refused.error().message == "checkpoint: in use by another upload: " + place.path);
  CHECK(laws::knows_nothing(*second));
  second->forget();
  CHECK(std::filesystem::exists(place.path));
  CHECK_FALSE(std::filesystem::exists(place.path + ".upcall-new"));
}

TEST_CASE("who forgets does not take away what another has begun since") {
  const journal_place place;
  auto first = place.open();
  laws::write_all(*first);
  first->forget();
  auto second = place.open();
  REQUIRE(second->begin(laws::an_intent));
  first->forget();
  CHECK(std::filesystem::exists(place.path));
  CHECK_FALSE(first->begin(laws::an_intent));
  second->forget();
  CHECK(first->begin(laws::an_intent));
}

TEST_CASE("a journal that was put in the place of an open one is left alone") {
  const journal_place place;
  auto first = place.open();
  laws::write_all(*first);
  std::filesystem::remove(place.path);
  place.set("something else");
  first->forget();
  CHECK(place.text() == "something else");
}

TEST_CASE("what a killed process has left half made is used again") {
  const journal_place place;
  std::ofstream{place.path + ".upcall-new"} << std::string(10'000, 'x');
  std::filesystem::permissions(place.path + ".upcall-new", std::filesystem::perms::all);
  laws::write_all(*place.open());
  CHECK(laws::knows_all(*place.open()));
  CHECK(std::filesystem::status(place.path).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK_FALSE(std::filesystem::exists(place.path + ".upcall-new"));
}

TEST_CASE("two that make the file at the same time") {
  const journal_place place;
  locked_file half{place.path + ".upcall-new"};
  std::ofstream{place.path + ".upcall-new"} << "half";
  REQUIRE(*half.open());
  const auto refused = place.open()->begin(laws::an_intent);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "checkpoint: in use by another upload: " + place.path);
}

TEST_CASE("no symbolic link is followed when the file is made") {
  const journal_place place;
  const std::string victim = place.folder.path + "/victim";
  std::ofstream{victim} << "precious";
  const auto untouched = [&] {
    std::ifstream in{victim};
    return std::string{std::istreambuf_iterator<char>{in}, {}} == "precious";
  };
  std::filesystem::create_symlink(victim, place.path + ".upcall-new");
  const auto refused = place.open()->begin(laws::an_intent);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        "checkpoint: cannot be written (Too many levels of symbolic links): " + place.path);
  CHECK(untouched());
  std::filesystem::remove(place.path + ".upcall-new");
  auto journal = place.open();
  std::filesystem::create_symlink(victim, place.path);
  CHECK_FALSE(journal->begin(laws::an_intent));
  CHECK(untouched());
}

TEST_CASE("where nothing can be made") {
  const journal_place place;
  const auto begin = [](const std::string& path) {
    auto journal = file_checkpoint::open(laws::an_upload, path, {});
    if (!journal) return std::string{journal.error().message};
    const auto begun = journal->begin(laws::an_intent);
    if (begun) return std::string{};
    CHECK(begun.error().kind == fault::client);
    CHECK(laws::knows_nothing(*journal));
    return std::string{begun.error().message};
  };
  const std::string nowhere = place.folder.path + "/no/journal";
  CHECK(begin(nowhere) == "checkpoint: cannot be written (No such file or directory): " + nowhere);
  std::filesystem::create_directory(place.path + ".upcall-new");
  CHECK(begin(place.path) == "checkpoint: cannot be written (Is a directory): " + place.path);
  place.set("a file");
  CHECK(begin(place.path + "/journal") ==
        "checkpoint: cannot be opened (Not a directory): " + place.path + "/journal");
}

TEST_CASE("a journal that may not be read or written") {
  const journal_place place;
  laws::write_all(*place.open());
  std::filesystem::permissions(place.path, std::filesystem::perms::owner_read);
  std::filesystem::permissions(place.folder.path, std::filesystem::perms::all);
  const int answer = in_another_process([&] {
    if (::geteuid() == 0 && ::seteuid(65534) != 0) return 3;  // root may do anything
    const auto journal = place.open();
    if (journal) return 1;
    return journal.error().message == "checkpoint: cannot be opened (Permission denied): " + place.path ? 0 : 2;
  });
  CHECK(answer == 0);
}

TEST_CASE("a full disk is told, wherever in the journal it is full, and nothing is lost that was kept") {
  const journal_place made;
  laws::write_all(*made.open());
  const std::size_t whole = made.text().size();
  int refused = 0;
  for (std::size_t room = 0; room <= whole; ++room) {
    const journal_place place;
    auto journal = place.open();
    failure why;
    bool begun, named, third, first;
    {
      const full_disk meanwhile{room};
      const auto noted = [&](const result<nothing>& done) {
        if (!done) why = done.error();
        return done.has_value();
      };
      begun = noted(journal->begin(laws::an_intent));
      named = begun && noted(journal->name(laws::an_id));
      third = named && noted(journal->add(laws::a_part(3)));
      first = third && noted(journal->add(laws::a_part(1)));
    }
    if (!first) {
      ++refused;
      const std::string path = begun ? place.path : place.path + ".upcall-new";
      CHECK(why.kind == fault::client);
      CHECK(why.message == "checkpoint: cannot be written (File too large): " + path);
    }
    if (!begun) {
      CHECK(std::filesystem::is_empty(place.folder.path));
      continue;
    }
    if (third) {
      CHECK((journal->find(1) != nullptr) == first);
      REQUIRE(journal->add(laws::a_part(1)));  // there is room again
      auto moved = std::move(*journal);
      CHECK(laws::knows_all(moved));
    }
    auto ended = std::optional{std::move(*journal)};
    ended.reset();
  }
  CHECK(refused == static_cast<int>(whole));
}

}  // namespace
