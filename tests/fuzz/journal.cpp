// SPDX-License-Identifier: Apache-2.0
// A checkpoint's journal of any bytes. The first byte says which: T the text of a file, L its lines, which get the
// checksums that they should have (one that begins with ! a wrong one), F a device's store, S its slots, which get
// checksums too. Nothing is taken without its checksum, as a bit-by-bit CRC-64 has it, nor otherwise than nlohmann's
// JSON reads it; a file that is cut anywhere is the journal of what was whole; and what was read can be gone on with.
#include "judge.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <upcall/policies/checkpoint/journal_text.hpp>
#include <upcall/policies/checkpoint/stored_journal.hpp>
#include <vector>

using fuzzed::must;
using nlohmann::json;

namespace {

std::uint64_t plain_crc64(std::string_view bytes, std::uint64_t before) {
  std::uint64_t sum = ~before;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit != 8; ++bit) sum = (sum & 1) != 0 ? sum >> 1 ^ 0xc96c5795d7870f42 : sum >> 1;
  }
  return ~sum;
}

std::string checksum(std::uint64_t sum) {
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(sum));
  return digits;
}

std::vector<std::string_view> lines_of(std::string_view text, std::string_view& rest) {
  std::vector<std::string_view> out;
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    out.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  rest = text;
  return out;
}

std::string sealed(std::string_view text) {
  std::string out;
  std::uint64_t sum = 0;
  std::string_view rest;
  for (const std::string_view line : lines_of(text, rest)) {
    const bool wrong = line.starts_with('!');
    const std::string content{wrong ? line.substr(1) : line};
    sum = plain_crc64(content, sum);
    out += content + ' ' + checksum(wrong ? sum + 1 : sum) + '\n';
  }
  return out.append(rest);
}

// A file as file_journal reads it.
struct read_file {
  upcall::journal_text text;
  bool good = true;

  explicit read_file(std::string_view file) {
    using state = upcall::journal_text::state;
    std::string_view rest;
    for (const std::string_view line : lines_of(file, rest)) {
      if (text.take(line) != state::good) {
        good = false;
        return;
      }
    }
    good = text.finish(!rest.empty()) == state::good;
  }
};

// The objects of the lines that have the right checksums, up to the first that has not.
struct right_lines {
  std::vector<std::string> contents = {};
  std::uint64_t length = 0;
  std::size_t others = 0;

  explicit right_lines(std::string_view file) {
    std::string_view rest;
    std::uint64_t sum = 0;
    for (const std::string_view line : lines_of(file, rest)) {
      const std::size_t blank = line.rfind(' ');
      const bool has_sum = blank != line.npos && blank != 0 && others == 0;
      const std::uint64_t with = has_sum ? plain_crc64(line.substr(0, blank), sum) : 0;
      if (!has_sum || line.substr(blank + 1) != checksum(with)) {
        ++others;
        continue;
      }
      sum = with;
      contents.emplace_back(line.substr(0, blank));
      length += line.size() + 1;
    }
  }
};

template <class Member>
void must_be(const json& line, const char* name, const Member& read) {
  const auto found = line.find(name);
  if constexpr (requires { read.view(); }) {
    must(found == line.end() ? read.empty() : found->is_string() && found->get<std::string>() == read.view(), name);
  } else {
    must(found == line.end() ? read == Member{} : !found->is_string() && found->get<Member>() == read, name);
  }
}

void compare_file(upcall::journal_text& text, const right_lines& right) {
  must(right.others <= 1, "lines after a wrong one");
  must(text.length() == right.length, "a line without its checksum, or not every line with it");
  std::vector<json> lines;
  for (const std::string& each : right.contents) {
    lines.push_back(json::parse(each, nullptr, false));
    if (lines.back().is_discarded()) return;  // a number beyond a double, half of a pair: in a member passed over
  }
  const upcall::journal_header& header = text.header();
  must(lines[0].value("upcall_journal", 0) == 1, "another version");
  must_be(lines[0], "host", header.host);
  must_be(lines[0], "port", header.port);
  must_be(lines[0], "bucket", header.bucket);
  must_be(lines[0], "key", header.key);
  must_be(lines[0], "size", header.size);
  must_be(lines[0], "modified", header.modified);
  must_be(lines[0], "changed", header.changed);
  must_be(lines[0], "inode", header.inode);
  must_be(lines[0], "part_size", text.upload().intent().part_size);
  must_be(lines[0], "nonce", text.upload().intent().nonce);
  must_be(lines[0], "begun", text.upload().intent().begun.seconds);
  must_be(lines[0], "unmarked", text.upload().intent().unmarked);
  must_be(lines[0], "others", text.upload().intent().others);
  if (lines.size() < 2) return must(text.upload().upload_id().empty(), "an id that no line names");
  must(lines[1].value("upload_id", "") == text.upload().upload_id(), "another id");
  std::map<std::uint32_t, json> parts;
  for (std::size_t i = 2; i != lines.size(); ++i) parts[lines[i].value("part", 0u)] = lines[i];
  for (std::uint32_t number = 0; number != 100; ++number) {
    must((text.upload().find(number) != nullptr) == parts.contains(number),
         "a part that no line has, or none for a line");
  }
  for (const auto& [number, line] : parts) {
    const upcall::stored_part* part = text.upload().find(number);
    must(part != nullptr && part->number == number, "a line's part is not there");
    must_be(line, "size", part->size);
    must_be(line, "crc64", part->crc64);
    must_be(line, "etag", part->etag);
  }
}

// What was read, written again.
std::string written_again(upcall::journal_text& text) {
  std::string out;
  std::uint64_t sum = 0;
  const auto add = [&](const auto& content) {
    static char room[upcall::longest_journal_line];
    upcall::span_writer to{room};
    const std::string_view line = write_journal_line(to, content, sum);
    must(!line.empty(), "a line longer than the longest");
    out += line;
  };
  add(text.header());
  const auto& upload = text.upload();
  if (!upload.upload_id().empty()) add(upcall::journal_name{upload.upload_id()});
  for (std::uint32_t number = 0; number != 100; ++number) {
    if (const auto* part = upload.find(number)) add(upcall::journal_part{number, part->size, part->crc64, part->etag});
  }
  return out;
}

void judge_file(const std::string& file, std::size_t cut) {
  read_file read{file};
  const right_lines right{file};
  must(read.text.length() <= right.length, "a line without its checksum");
  if (!read.good) return;
  compare_file(read.text, right);
  read_file again{written_again(read.text)};
  must(again.good && again.text.header().key == read.text.header().key.view() &&
           again.text.upload().upload_id() == read.text.upload().upload_id(),
       "what is written again is another journal");
  // However much of it there is on the disk.
  const std::string kept = file.substr(0, cut % (file.size() + 1));
  read_file beginning{kept};
  const right_lines whole{kept};
  must(beginning.good == (whole.length != 0), "a journal that was cut");
  if (beginning.good) compare_file(beginning.text, whole);
}

struct memory_store {
  static constexpr std::uint32_t unit = 8;
  std::string bytes;

  std::uint32_t size() const { return static_cast<std::uint32_t>(bytes.size()); }
  bool read(std::uint32_t at, std::span<char> into) const {
    must(at <= bytes.size() && into.size() <= bytes.size() - at, "read beyond the store");
    bytes.copy(into.data(), into.size(), at);
    return true;
  }
  bool write(std::uint32_t at, std::string_view text) {
    must(at % unit == 0 && text.size() % unit == 0, "written across units");
    must(at <= bytes.size() && text.size() <= bytes.size() - at, "written beyond the store");
    bytes.replace(at, text.size(), text);
    return true;
  }
  bool erase(std::uint32_t at, std::uint32_t count) {
    must(count == bytes.size() / 2 && at % count == 0, "that is no half");
    std::fill_n(bytes.begin() + at, count, '\xff');
    return true;
  }
};

using journal = upcall::stored_journal<8, memory_store>;
constexpr std::uint32_t slot_size = upcall::journal_slots<memory_store>::size,
                        slot_count = journal::bytes / 2 / slot_size;
constexpr std::size_t in_a_slot = 64;  // of which the checksum is

const upcall::upload_identity ours{.host = "oss-cn-hangzhou.aliyuncs.com",
                                   .port = 443,
                                   .bucket = "examplebucket",
                                   .key = "key",
                                   .source = {.size = 700'000, .modified = 1}};

std::uint32_t place(std::uint32_t generation, std::uint32_t slot) {
  return (generation % 2) * (journal::bytes / 2) + slot * slot_size;
}
std::string slot_sum(std::uint32_t generation, std::uint32_t slot, std::string_view bytes) {
  std::uint64_t sum = plain_crc64(bytes, std::uint64_t{generation} << 32 | slot);
  std::string out;
  for (int i = 0; i != 8; ++i, sum >>= 8) out += static_cast<char>(sum & 0xff);
  return out;
}

// Headers where the first byte says so; then pieces of a generation, a slot (128 and more: its checksum is that of
// another generation), and what is in it.
std::string sealed_store(std::string_view bytes) {
  memory_store out{std::string(journal::bytes, '\xff')};
  if (bytes.empty()) return out.bytes;
  upcall::journal_slots<memory_store> slots{out};
  for (std::uint32_t generation = 2; generation != 4; ++generation) {
    if ((static_cast<unsigned char>(bytes[0]) & (generation - 1)) == 0) continue;
    upcall::upload_intent intent;
    intent.nonce.assign("nonce");
    intent.part_size = 102'400;
    (void)slots.write(generation & 1, 0,
                      upcall::generation_header{generation, intent, upcall::upload_sums{ours}}.record());
  }
  for (bytes.remove_prefix(1); bytes.size() > 2; bytes.remove_prefix(std::min(in_a_slot + 2, bytes.size()))) {
    const auto generation = static_cast<unsigned char>(bytes[0]), slot = static_cast<unsigned char>(bytes[1]);
    std::string content{bytes.substr(2, in_a_slot)};
    content.resize(in_a_slot, '\xff');
    // A header's slots know only their half.
    const std::uint32_t at = slot % 128 % slot_count, of = at < 2 ? generation % 2 : generation % 8;
    const std::uint32_t summed_as = slot < 128 ? of : of + 8;
    (void)out.write(place(of, at), content + slot_sum(summed_as, at, content));
  }
  return out.bytes;
}

// Whether a slot with a right checksum has this record of a part, in a generation that a half may have.
bool is_in_a_slot(const std::string& store, const upcall::stored_part& part) {
  std::string content{'\x03'};
  std::string record;
  for (const auto& [value, bytes] : {std::pair<std::uint64_t, int>{part.number, 2}, {part.size, 8}, {part.crc64, 8}}) {
    for (int i = 0; i != bytes; ++i) record += static_cast<char>(value >> 8 * i & 0xff);
  }
  record += part.etag.view();
  for (std::uint32_t half = 0; half != 2; ++half) {
    const std::string_view head = std::string_view{store}.substr(place(half, 0), in_a_slot);
    std::uint32_t generation = 0;
    for (std::size_t i = 4; i-- != 0;) generation = generation << 8 | static_cast<unsigned char>(head[4 + i]);
    for (std::uint32_t slot = 2; slot != slot_count; ++slot) {
      const std::string_view bytes = std::string_view{store}.substr(place(half, slot), in_a_slot);
      if (bytes[0] != '\x03' || static_cast<unsigned char>(bytes[1]) > 62) continue;
      if (!bytes.substr(2, static_cast<unsigned char>(bytes[1])).starts_with(record)) continue;
      if (store.substr(place(half, slot) + in_a_slot, 8) == slot_sum(generation, slot, bytes)) return true;
    }
  }
  return false;
}

void judge_store(std::string bytes) {
  bytes.resize(journal::bytes, '\xff');
  memory_store store{bytes};
  bool in_use = false;
  {
    journal read{store, in_use, ours};
    if (!read.read()) return;
    for (std::uint32_t number = 0; number != 12; ++number) {
      const upcall::stored_part* part = read.find(number);
      if (part != nullptr) must(is_in_a_slot(bytes, *part), "a part without its checksum");
    }
    upcall::upload_intent intent;
    intent.nonce.assign("another");
    intent.part_size = 102'400;
    must(read.begin(intent).has_value() && read.name("id").has_value(), "not begun anew");
    must(read.add({.number = 3, .size = 102'400, .crc64 = 7}).has_value(), "a part is not kept");
  }
  {
    journal next{store, in_use, ours};
    must(next.read().has_value() && next.upload_id() == "id" && next.intent().nonce == "another", "not gone on with");
    const auto* part = next.find(3);
    must(part != nullptr && part->crc64 == 7 && next.find(1) == nullptr, "other parts than were kept");
  }
  upcall::upload_identity other = ours;
  other.key = "another";
  must(!journal{store, in_use, other}.read(), "another object's journal was taken");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string bytes{reinterpret_cast<const char*>(data) + 3, size - 3};
  const std::size_t cut = data[1] * std::size_t{256} + data[2];
  switch (data[0]) {
    case 'T': judge_file(bytes, cut); break;
    case 'L': judge_file(sealed(bytes), cut); break;
    case 'F': judge_store(bytes); break;
    case 'S': judge_store(sealed_store(bytes)); break;
  }
  return 0;
}
