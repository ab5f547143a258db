// SPDX-License-Identifier: Apache-2.0
// A device's uploads over a wire that is the standard input and output: run.py is the service at its other end, and
// compares what came over it. Arguments: the key's id, its secret, the time. What a call gave is a line of the standard
// error output.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unistd.h>
#include <upcall/bodies/addressed.hpp>
#include <upcall/freestanding.hpp>
#include <upcall/policies/transport/http1.hpp>

namespace {

struct standard_streams {
  static upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
  static upcall::transferred read(std::span<char> room) {
    const auto got = ::read(STDIN_FILENO, room.data(), room.size());
    if (got < 0) return {0, "the standard input cannot be read"};
    return {static_cast<std::size_t>(got)};
  }
  static upcall::transferred write(std::string_view text) {
    for (std::size_t sent = 0; sent != text.size();) {
      const auto took = ::write(STDOUT_FILENO, text.data() + sent, text.size() - sent);
      if (took < 0) return {sent, "the standard output cannot be written to"};
      sent += static_cast<std::size_t>(took);
    }
    return {text.size()};
  }
  static void close() {}
};

// A line of words.
class report {
 public:
  explicit report(std::string_view what) { append(what); }
  report(const report&) = delete;
  ~report() { put('\n'); }

  report& operator<<(std::string_view word) {
    put(' ');
    append(word);
    return *this;
  }
  report& operator<<(std::uint64_t number) {
    put(' ');
    upcall::write_decimal(*this, number);
    return *this;
  }

  void put(char c) { append({&c, 1}); }
  static void append(std::string_view text) { failed_ = ::write(STDERR_FILENO, text.data(), text.size()) < 0; }

 private:
  static inline bool failed_ = false;
};

// Each byte tells its place, also beyond the 2^32 that such a machine can address.
std::size_t read_place(std::uint64_t at, std::span<char> piece) {
  for (char& c : piece) {
    c = static_cast<char>((at ^ at >> 8 ^ at >> 32) & 0xff);
    ++at;
  }
  return piece.size();
}

constexpr upcall::callback on_upload{
    .url = "http://app.example.com:23450",
    .query = {{"from", "device"}},
    .body = "bucket=${bucket}&object=${object}",
};

constinit upcall::workspace<upcall::limits::small> bytes{};

constexpr std::string_view name_of(upcall::fault kind) {
  switch (kind) {
    case upcall::fault::file_inconsistent: return "file_inconsistent";
    case upcall::fault::server: return "server";
    case upcall::fault::crc_inconsistent: return "crc_inconsistent";
    default: return "another fault";
  }
}

template <class Done>
bool is_done(std::string_view what, const Done& done) {
  if (done) return true;
  const upcall::failure& why = done.error();
  report{what} << name_of(why.kind) << static_cast<std::uint64_t>(why.status) << why.code;
  return false;
}

template <class Stored>
void tell(std::string_view what, const Stored& stored) {
  report{what} << static_cast<std::uint64_t>(stored.status) << stored.etag << stored.size << stored.crc64
               << stored.answer;
}

// One part that lies where a size_t does not reach.
void upload_far_part(auto& bucket) {
  constexpr std::uint64_t size = 6'000'000'000;
  const auto session = bucket.begin_session("files/far", size, {.part_size = 614'400});
  if (!is_done("begin_session", session)) return;
  const auto part = bucket.upload_part(*session, 9'000, upcall::addressed{size, read_place});
  if (is_done("upload_part", part))
    report{"upload_part"} << std::uint64_t{part->number} << part->etag << part->size << part->crc64;
  const auto aborted = bucket.abort_upload(*session);
  if (is_done("abort_upload", aborted)) report{"abort_upload"} << "done";
}

void upload(auto bucket) {
  const auto hello =
      bucket.put_object("files/hello", upcall::text{"hello, service"}, {.callback = upcall::encoded<on_upload>});
  if (is_done("put_object", hello)) tell("put_object", *hello);

  const auto world = bucket.resumable_upload("files/world", upcall::addressed{250'000, read_place},
                                             {.callback = upcall::encoded<on_upload>, .part_size = 102'400});
  if (is_done("resumable_upload", world)) tell("resumable_upload", *world);

  upload_far_part(bucket);

  for (std::string_view key : {"refused", "stored/otherwise"}) {
    const auto done = bucket.put_object(key, upcall::text{"hello"});
    if (is_done(key, done)) tell(key, *done);
  }

  // A source that ends early, of which all but the beginning is promised: no answer can come.
  std::size_t given = 0;
  const auto ends_early = [&](std::span<char> piece) {
    const std::size_t left = 1000 - given, size = read_place(given, piece.first(std::min(left, piece.size())));
    given += size;
    return size;
  };
  const auto huge = bucket.put_object("huge", upcall::callable{5'000'000'000, ends_early});
  if (is_done("huge", huge)) tell("huge", *huge);
}

}  // namespace

int main(int count, char** words) {
  const auto time = count == 4 ? upcall::read_decimal(words[3]) : std::nullopt;
  if (!time) return 2;
  upcall::freestanding_client oss{
      upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
      upcall::fixed_credentials{words[1], words[2]},
      upcall::http1_transport<standard_streams, 256>{},
      upcall::manual_clock{{static_cast<std::int64_t>(*time)}, {}},
      upcall::borrowed_workspace{bytes},
  };
  upload(oss.bucket("examplebucket"));
  return 0;
}
