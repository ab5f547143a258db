// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/journal_text.hpp>
#include <upcall/policies/checkpoint/locked_file.hpp>
#include <upcall/text/ascii.hpp>
#include <utility>

namespace upcall {

// What is known of an upload, in memory and in a file whose lines are read by Text. A template, so that a program that
// keeps no such journal does not pay for it when it is compiled.
template <class Text>
class file_journal {
 public:
  file_journal(const upload_identity& upload, std::string path) : file_(std::move(path)), source_(upload.source) {
    about_.host.assign(upload.host);
    about_.port = upload.port;
    about_.bucket.assign(upload.bucket);
    about_.key.assign(upload.key);
    about_.size = source_.size;
    about_.modified = source_.modified;
    about_.changed = source_.changed;
    about_.inode = source_.inode;
  }

  // What an earlier call has left, before anything else.
  result<nothing> read() {
    if (file_.path().empty()) return nothing{};
    const auto found = file_.open();
    if (!found) return found.error();
    if (!*found) return nothing{};
    Text text;
    auto whole = read(text);
    if (!whole) return whole;
    const journal_header& kept = text.header();
    if (kept.bucket != about_.bucket.view() || kept.key != about_.key.view())
      return of_another("object", std::string{kept.bucket} + '/' + std::string{kept.key});
    if (!equal_ignoring_case(kept.host, about_.host) || kept.port != about_.port)
      return of_another("endpoint", std::string{kept.host} + ':' + std::to_string(kept.port));
    file_.keep(text.length());
    sum_ = text.sum();
    known_ = std::move(text.upload());
    source_changed_ = source_ != source_identity{.size = kept.size,
                                                 .modified = kept.modified,
                                                 .changed = kept.changed,
                                                 .inode = kept.inode,
                                                 .device = source_.device};
    return nothing{};
  }

  const upload_intent& intent() const { return known_.intent(); }
  bool outlives_the_call() const { return !file_.path().empty(); }
  bool source_changed() const { return source_changed_; }
  std::string_view upload_id() const { return known_.upload_id(); }
  const stored_part* find(std::uint32_t number) const { return known_.find(number); }

  result<nothing> begin(const upload_intent& intent) {
    known_.clear();
    auto begun = known_.begin(intent, source_.size);
    if (!begun) return begun;
    source_changed_ = false;
    about_.part_size = intent.part_size;
    about_.nonce = intent.nonce;
    about_.begun = intent.begun.seconds;
    about_.unmarked = intent.unmarked;
    about_.others = intent.others;
    sum_ = 0;
    begun = keep(about_, [this](std::string_view line) { return file_.replace(line); });
    if (!begun) known_.clear();
    return begun;
  }
  result<nothing> name(std::string_view upload_id) {
    const auto named = known_.name(upload_id);
    if (!named) return named;
    return keep(journal_name{upload_id}, [this](std::string_view line) {
      auto kept = file_.append(line);
      return kept ? file_.sync() : kept;
    });
  }
  // One write: it is safe when this process is killed, not when the power fails, after which the part is sent again.
  result<nothing> add(const stored_part& part) {
    auto added = known_.add(part);
    if (!added) return added;
    const journal_part line{part.number, part.size, part.crc64, part.etag};
    added = keep(line, [this](std::string_view text) { return file_.append(text); });
    if (!added) known_.drop(part.number);
    return added;
  }
  void drop(std::uint32_t number) { known_.drop(number); }
  void forget() {
    known_.clear();
    source_changed_ = false;
    file_.remove();
  }

 private:
  // Without a path there is no file.
  template <record R, class Write>
  result<nothing> keep(const R& line, Write write) {
    if (file_.path().empty()) return nothing{};
    char room[longest_journal_line];
    span_writer to{room};
    std::uint64_t sum = sum_;
    auto kept = write(write_journal_line(to, line, sum));
    if (kept) sum_ = sum;
    return kept;
  }

  // A line at a time, whatever the size of the file.
  result<nothing> read(Text& text) {
    using state = typename Text::state;
    char room[longest_journal_line];
    std::size_t held = 0;
    for (std::uint64_t at = 0;;) {
      const auto got = file_.read(at, {room + held, sizeof room - held});
      if (!got) return got.error();
      if (*got == 0) {
        if (held == sizeof room || text.finish(held != 0) != state::good) return damaged(text, true);
        return nothing{};
      }
      at += *got;
      held += *got;
      std::string_view left{room, held};
      for (std::size_t end = left.find('\n'); end != left.npos; end = left.find('\n')) {
        const state after = text.take(part(left, 0, end));
        if (after == state::other_version)
          return broken("written by another version of this library; delete it to begin anew");
        if (after != state::good) return damaged(text, false);
        left.remove_prefix(end + 1);
      }
      held = left.size();
      if (held == sizeof room) return damaged(text, true);
      std::memmove(room, left.data(), held);
    }
  }

  failure broken(std::string_view why) const { return {fault::checkpoint_broken, file_.sentence(why, 0)}; }
  failure of_another(std::string_view what, const std::string& which) const {
    std::string why{"belongs to another "};
    why += what;
    why += "; give another place for this one";
    failure out = broken(why);
    ((out.message.append(" (of "), out.message.append(which)), out.message.append(")"));
    return out;
  }
  failure damaged(Text& text, bool beyond) const {
    std::string why = "damaged in line " + std::to_string(text.damaged_line(beyond)) + "; delete it to begin anew";
    const std::string_view id = text.upload().upload_id();
    if (!id.empty()) (why += "; its upload id is ") += id;
    return broken(why);
  }

  locked_file file_;
  journal_header about_ = {};
  source_identity source_;
  bool source_changed_ = false;
  known_upload<part_table> known_ = {};
  std::uint64_t sum_ = 0;  // of all lines
};

// A journal in a file, from which another process can go on, however this one ends. It is `place`, or stands beside the
// source under its name with ".upcall-journal"; a source without a name has a journal for one call only. Nothing is
// created before an upload is begun.
struct file_checkpoint {
  using role = upcall::role::checkpoint;
  using journal = file_journal<journal_text>;

  template <class Journal = journal>
  static result<Journal> open(const upload_identity& upload, std::string_view place, std::string_view name) {
    std::string path{place};
    if (place.empty() && !name.empty()) (path += name) += ".upcall-journal";
    if (path.find('\0') != path.npos) return failure{fault::client, "checkpoint: a path cannot hold NUL"sv};
    result<Journal> opened{pending{}};
    const auto read = opened.emplace(upload, std::move(path)).read();
    if (!read) return read.error();
    return opened;
  }
};

}  // namespace upcall
