// SPDX-License-Identifier: Apache-2.0
// Kills a process that uploads a file in 16 parts with SIGKILL, at its first, second, … system call, until it comes to
// its end before that; each time another one goes on, and what the two have left is looked at.
//   killed_uploads                  at calls of every kind
//   killed_uploads --all            at every call; and the process that goes on, too
//   killed_uploads --at N LANES     at one, in 1 or 3 lanes, and then the process that goes on at every one
#include "../testing/temporary_folder.hpp"
#include "calls.hpp"
#include "child.hpp"
#include "uploader.hpp"
#include "watched_service.hpp"
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <upcall/testing/callback_server.hpp>
#include <vector>

namespace {

// What is there when a process has ended and the service is done with it.
struct scene {
  std::vector<seen_request> seen = {};  // by the service, since the scene before
  std::size_t callbacks = 0;            // likewise
  std::vector<upcall::testing::upload_facts> open = {};
  bool has_object = false, has_journal = false;
  std::vector<std::string> journal = {};

  std::size_t parts_of(std::string_view upload_id) const {
    return static_cast<std::size_t>(std::count_if(
        seen.begin(), seen.end(), [&](const auto& each) { return each.is_part && each.upload_id == upload_id; }));
  }
  std::size_t parts() const {
    return static_cast<std::size_t>(std::count_if(seen.begin(), seen.end(), [](auto& each) { return each.is_part; }));
  }
  bool names(const std::string& upload_id) const {
    return std::any_of(journal.begin(), journal.end(),
                       [&](const std::string& line) { return line.find(upload_id) != line.npos; });
  }
};

// What an uploader says at its end.
struct report {
  std::string outcome = {};  // stored; unknown: stored, but of the callback it cannot know; failed
  std::size_t parts = 0, resumed = 0, left_behind = 0;
  std::string left_behind_id = {}, text = {};

  explicit report(const std::string& path) {
    std::ifstream in{path};
    text.assign(std::istreambuf_iterator<char>{in}, {});
    std::istringstream words{text};
    words >> outcome >> parts >> resumed >> left_behind >> left_behind_id;
  }
};

struct totals {
  long runs = 0, kills = 0, parts_resumed = 0, sent_again = 0, unnamed = 0, deleted = 0, callback_unknown = 0,
       wrong = 0;
};

class killing {
 public:
  explicit killing(bool one_lane)
      : lanes_(one_lane ? 1 : 3), to_{service_.url(), key_, file_, application_.url(), one_lane} {
    std::uint64_t x = 1;
    for (std::uint64_t i = 0; i != uploader::parts * uploader::part_size; ++i) {
      x = x * 6364136223846793005 + 1442695040888963407;
      content_ += static_cast<char>(x >> 56);
    }
    std::ofstream{file_, std::ios::binary} << content_;
    application_.on_arrival([this](const upcall::arrived_callback& each) { callbacks_ += each.verified; });
  }

  // The calls of an upload that nobody kills.
  std::vector<long> record() {
    std::vector<long> calls;
    kill_at(std::numeric_limits<long>::max(), false, &calls);
    return calls;
  }
  // False: it came to its end before that call. What is left without a name is reported the first time and deleted the
  // second time.
  bool kill_at(long n) { return kill_at(n, false, nullptr) != end::without; }

  // The process that goes on is killed, too, at each of its calls, and a third one goes on; every other time what is
  // left without a name is deleted.
  void kill_twice(long n) {
    for (long m = 1; kill_twice(n, m, m % 2 == 0); ++m) continue;
    m_ = 0;
  }
  // The same for one call of each kind of thing that the first process can leave.
  void kill_twice(const std::vector<long>& calls) {
    std::set<std::string> kinds;
    for (long n = 1; n <= static_cast<long>(calls.size()); ++n) {
      n_ = n;
      upload_and_kill_at(n, false);
      const std::string kind = kind_of(look());
      tidy_up();
      if (!kind.empty() && kinds.insert(kind).second) kill_twice(n);
    }
  }
  const totals& sums() const { return sums_; }

 private:
  enum class end { without, killed };

  end kill_at(long n, bool aborts, std::vector<long>* calls) {
    n_ = n;
    const int ended = upload_and_kill_at(n, aborts, calls);
    check(ended == -SIGKILL || ended == 0, "the first process ended by itself, and not well");
    const scene left = look();
    const std::string unnamed = look_at_what_is_left(left);
    if (ended == 0) {
      look_at_whole(left, report{output_});
      check(left.parts() == uploader::parts && !left.has_journal, "an upload sends each part once, and tidies up");
    } else {
      go_on(left, unnamed, aborts);
    }
    tidy_up();
    // The same again, now with the other option.
    if (!unnamed.empty() && !aborts) kill_at(n, true, nullptr);
    return ended == -SIGKILL ? end::killed : end::without;
  }

  int upload_and_kill_at(long n, bool aborts, std::vector<long>* calls = nullptr) {
    call_ = -1;
    uploader told = to_;
    told.is_traced = true;
    told.aborts = aborts;
    child first{told.words(), output_};
    const int ended = first.kill_at(n, [&](long call) {
      call_ = call;
      if (calls) calls->push_back(call);
    });
    ++sums_.runs;
    if (ended == -SIGKILL) ++sums_.kills;
    return ended;
  }

  // The upload whose id no journal names; there is one only where the kill came between the service's beginning it and
  // the journal's line: the intent is written, and not yet that line.
  std::string look_at_what_is_left(const scene& left) {
    check(left.open.size() <= 1, "more than one upload is open");
    check(left.callbacks == (left.has_object ? 1u : 0u), "there is a callback when there is an object");
    if (left.open.empty()) return {};
    const std::string id = left.open[0].id;
    check(left.parts_of(id) <= uploader::parts, "a part was sent twice without a failure");
    if (left.names(id)) return {};
    check(left.has_journal && left.journal.size() == 1 && left.seen.size() == 1,
          "an upload is open that no journal names, and this was not between beginning it and writing down its id");
    return id;
  }

  // Another process makes the same call.
  void go_on(const scene& left, const std::string& unnamed, bool aborts) {
    const std::string id = left.open.empty() || !unnamed.empty() ? std::string{} : left.open[0].id;
    const std::size_t had = parts_at_service(id);
    const report said = upload(aborts);
    const scene now = look();
    if (left.has_object && left.has_journal) {
      ++sums_.callback_unknown;
      check(said.outcome == "unknown" && now.parts() == 0 && now.callbacks == 0,
            "an object that is stored already is not found, or made again");
      look_at_object(now);
      const report again = upload(aborts);
      const scene after = look();
      look_at_whole(after, again);
      check(after.parts() == uploader::parts && after.callbacks == 1 && again.resumed == 0, "calling again fails");
      return;
    }
    look_at_whole(now, said, unnamed.empty() || aborts ? "" : unnamed);
    check(now.callbacks == 1, "the callback is made once");
    check(said.left_behind == (unnamed.empty() ? 0 : 1), "what is left behind is not told, or what is not");
    if (!unnamed.empty()) {
      check(said.left_behind_id == unnamed, "another upload is said to be left behind");
      ++(aborts ? sums_.deleted : sums_.unnamed);
    }
    if (id.empty()) {
      check(now.parts() == uploader::parts && said.resumed == 0, "an upload from the beginning sends each part once");
      return;
    }
    check(now.parts_of(id) == now.parts(), "an upload that can be gone on with is begun anew");
    check(now.parts() + had >= uploader::parts, "parts are missing");
    const std::size_t again = now.parts() + had - uploader::parts;
    check(again <= lanes_, "more than one part in each lane was sent though the service had it");
    check(left.parts_of(id) + now.parts() <= uploader::parts + lanes_,
          "more than one part in each lane was sent again");
    check(said.resumed + now.parts() == uploader::parts, "parts that were gone on with are not told");
    sums_.parts_resumed += static_cast<long>(said.resumed);
    sums_.sent_again += static_cast<long>(left.parts_of(id) + now.parts() - uploader::parts);
  }

  // Empty: much like others.
  std::string kind_of(const scene& left) {
    const std::size_t parts = left.open.empty() ? 0 : parts_at_service(left.open[0].id);
    if (parts > 1 && parts + 1 < uploader::parts && parts != uploader::parts / 2) return {};
    return std::to_string(parts) + ' ' + std::to_string(left.open.size()) + ' ' + std::to_string(left.journal.size()) +
           ' ' + std::to_string(left.has_object);
  }

  // False: the second process came to its end before that call.
  bool kill_twice(long n, long m, bool aborts) {
    n_ = n;
    m_ = m;
    upload_and_kill_at(n, aborts);
    const scene first = look();
    const int ended = upload_and_kill_at(m, aborts);
    const scene second = look();
    std::string named;
    for (const auto& each : second.open) {
      if (second.names(each.id)) named = each.id;
    }
    // Who was killed between the end of the call and its own has told nobody.
    const bool had_ended = second.has_object && !second.has_journal;
    check(second.open.size() <= (named.empty() ? 0u : 1u) || second.has_journal || had_ended,
          "an upload is open that no journal names, and there is none that makes the next call look for it");
    if (ended == -SIGKILL) {
      report said = upload(aborts);
      scene third = look();
      if (said.outcome == "unknown") {
        check(second.has_object && third.parts() == 0 && third.callbacks == 0,
              "an object is found that was not stored");
        said = upload(aborts);
        third = look();
      }
      check(said.outcome == "stored" && said.parts == uploader::parts, "the upload failed: " + said.text);
      look_at_object(third);
      check(first.callbacks + second.callbacks + third.callbacks >= 1, "there was no callback");
      check(named.empty() ||
                first.parts_of(named) + second.parts_of(named) + third.parts_of(named) <= uploader::parts + 2 * lanes_,
            "more than one part in each lane was sent again for each kill");
      check(aborts ? third.open.empty() : third.open.size() == said.left_behind || had_ended,
            "an upload is left behind, and not told of, or not deleted");
    }
    tidy_up();
    return ended == -SIGKILL;
  }

  report upload(bool aborts) {
    uploader told = to_;
    told.aborts = aborts;
    child{told.words(), output_}.wait();
    ++sums_.runs;
    return report{output_};
  }

  void look_at_whole(const scene& now, const report& said, const std::string& unnamed = {}) {
    check(said.outcome == "stored" && said.parts == uploader::parts, "the upload failed: " + said.text);
    look_at_object(now);
    check(now.open.size() == (unnamed.empty() ? 0 : 1) && (unnamed.empty() || now.open[0].id == unnamed),
          "an upload is left open");
  }
  void look_at_object(const scene& now) {
    check(now.has_object, "there is no object");
    check(!now.has_journal && !std::filesystem::exists(journal_ + ".new"), "the journal is still there");
    const auto object = service_.store().open(std::string{uploader::bucket}, key_);
    if (!object) return;
    std::string bytes(content_.size() + 1, '\0');
    bytes.resize(object->read(0, bytes));
    check(bytes == content_, "the object is not the file");
  }

  scene look() {
    service_.settle();
    scene out{.seen = service_.take_seen(), .callbacks = callbacks_.exchange(0), .open = service_.store().uploads()};
    out.has_object = service_.store().open(std::string{uploader::bucket}, key_) != nullptr;
    out.has_journal = std::filesystem::exists(journal_);
    std::ifstream in{journal_};
    for (std::string line; std::getline(in, line);) out.journal.push_back(line);
    return out;
  }
  std::size_t parts_at_service(const std::string& id) {
    if (id.empty()) return 0;
    return service_.store().hold_upload(id)->parts().size();
  }
  void tidy_up() {
    for (const auto& each : service_.store().uploads()) service_.store().hold_upload(each.id)->abort();
    service_.store().remove(std::string{uploader::bucket}, key_);
    std::filesystem::remove(journal_);
    std::filesystem::remove(journal_ + ".new");
  }

  void check(bool is_so, const std::string& what) {
    if (is_so) return;
    ++sums_.wrong;
    std::printf("WRONG, %zu lane(s), killed at call %ld%s (%s): %s\n", lanes_, n_,
                m_ == 0 ? "" : (" and then at " + std::to_string(m_)).c_str(), name_of_call(call_).c_str(),
                what.c_str());
  }

  temporary_folder folder_;
  std::size_t lanes_;
  std::string key_ = "killed", file_ = folder_.path + "/file", output_ = folder_.path + "/said",
              journal_ = file_ + ".upcall-journal", content_;
  std::atomic<std::size_t> callbacks_ = 0;
  upcall::callback_server application_;
  watched_service service_{{.access_key_id = std::string{uploader::key_id},
                            .access_key_secret = std::string{uploader::key_secret},
                            .root = folder_.path + "/root"}};
  uploader to_;
  totals sums_;
  long n_ = 0, m_ = 0, call_ = -1;
};

void tell(const char* how, std::size_t lanes, std::size_t calls, const totals& sums) {
  std::printf(
      "%zu lane(s), %s of %zu calls: %ld runs, %ld kills, %ld parts gone on with, %ld sent again, %ld uploads left "
      "behind and told, %ld deleted, %ld times the callback's fate unknown, %ld wrong\n",
      lanes, how, calls, sums.runs, sums.kills, sums.parts_resumed, sums.sent_again, sums.unnamed, sums.deleted,
      sums.callback_unknown, sums.wrong);
  std::fflush(stdout);
}

bool kill_all(bool one_lane, bool every) {
  killing test{one_lane};
  const std::vector<long> calls = test.record();
  if (every) {
    for (long n = 1; test.kill_at(n); ++n) continue;
    if (one_lane) test.kill_twice(calls);
  } else {
    for (long n : calls_of_every_kind(calls)) test.kill_at(n);
  }
  const totals& sums = test.sums();
  tell(every ? "each" : "some", one_lane ? 1 : 3, calls.size(), sums);
  // Each kind of place was met.
  const bool met = sums.kills != 0 && sums.parts_resumed != 0 && sums.unnamed != 0 && sums.deleted != 0 &&
                   sums.callback_unknown != 0;
  if (!met) std::printf("WRONG: not all that can happen has happened\n");
  return met && sums.wrong == 0;
}

}  // namespace

int main(int count, char** given) {
  if (uploader::is_meant(count, given)) return uploader{given}.run();
  const std::string_view mode = count > 1 ? given[1] : "";
  try {
    if (mode == "--at" && count == 4) {
      const bool one_lane = std::string_view{given[3]} == "1";
      killing test{one_lane};
      test.kill_at(std::stol(given[2]));
      test.kill_twice(std::stol(given[2]));
      tell("one", one_lane ? 1 : 3, 1, test.sums());
      return test.sums().wrong != 0;
    }
    const bool one = kill_all(true, mode == "--all"), three = kill_all(false, mode == "--all");
    return !(one && three);
  } catch (const not_traceable& e) {
    std::printf("skipped: %s\n", e.what());
    return skipped;
  } catch (const std::exception& e) {
    std::printf("%s\n", e.what());
    return 1;
  }
}
