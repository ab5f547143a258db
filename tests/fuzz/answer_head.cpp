// SPDX-License-Identifier: Apache-2.0
// links -lexpat -lhttp_parser -lcrypto
// An answer of any bytes, and what comes of it. Its first byte says whether it answers HEAD. What http1_reader takes
// must be the same to http_parser: status, headers, body and that nothing is left, or for one of the reasons below
// (where ours is the stricter one, tests/interop/http1_answers.py lists the reasons, beside node's parser). What a
// response, an error document, a date, a number and a Retry-After are is then compared with OpenSSL, Expat and the C
// library.
#include "expat_document.hpp"
#include "judge.hpp"
#include "plain_base64.hpp"
#include "support/read_answer.hpp"
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <http_parser.h>
#include <memory>
#include <openssl/evp.h>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/http/error_document.hpp>
#include <upcall/http/response.hpp>
#include <upcall/http/retry_after.hpp>
#include <upcall/pipeline/told_time.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/dates.hpp>
#include <upcall/text/decimal.hpp>
#include <utility>
#include <vector>

using fuzzed::must;

namespace {

using header_lines = std::vector<std::pair<std::string, std::string>>;

fuzzed::known_difference interim{"only ours takes an interim answer that speaks of lengths, of closing, or HTTP/1.0"},
    trailer{"only ours takes a trailer that speaks of lengths (RFC 9110, 6.5.1)"},
    tab{"only ours takes a tab beside a length or a coding (RFC 9110, 5.6.3)"},
    longer_name{"http_parser takes a name that only begins with Transfer-Encoding for that"};

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == text.npos ? std::string{} : std::string{text.substr(first, text.find_last_not_of(" \t") - first + 1)};
}
std::string lower(std::string text) {
  for (char& c : text) c = upcall::to_lower(c);
  return text;
}

// The answer as http_parser tells it, interim ones passed over.
struct their_answer {
  bool whole = false, goes_on = false;
  int status = 0;
  header_lines headers = {};
  std::string body = {};
  std::size_t left = 0;

  their_answer(std::string_view bytes, bool to_head) : to_head_(to_head) {
    http_parser_settings settings;
    http_parser_settings_init(&settings);
    settings.on_message_begin = [](http_parser* at) {
      of(at).headers.clear();
      of(at).body.clear();
      of(at).in_head_ = true;
      return 0;
    };
    settings.on_header_field = [](http_parser* at, const char* text, std::size_t size) {
      of(at).add(true, {text, size});
      return 0;
    };
    settings.on_header_value = [](http_parser* at, const char* text, std::size_t size) {
      of(at).add(false, {text, size});
      return 0;
    };
    settings.on_headers_complete = [](http_parser* at) {
      of(at).in_head_ = false;
      const unsigned code = at->status_code;
      return of(at).to_head_ || code < 200 || code == 204 || code == 304 ? 1 : 0;
    };
    settings.on_body = [](http_parser* at, const char* text, std::size_t size) {
      of(at).body.append(text, size);
      return 0;
    };
    settings.on_message_complete = [](http_parser* at) {
      if (at->status_code < 200) return 0;
      of(at).whole = true;
      of(at).status = static_cast<int>(at->status_code);
      of(at).goes_on = http_should_keep_alive(at) != 0;
      http_parser_pause(at, 1);
      return 0;
    };
    http_parser parser;
    http_parser_init(&parser, HTTP_RESPONSE);
    parser.data = this;
    std::size_t used = http_parser_execute(&parser, &settings, bytes.data(), bytes.size());
    if (!whole && HTTP_PARSER_ERRNO(&parser) == HPE_OK) http_parser_execute(&parser, &settings, nullptr, 0);
    left = bytes.size() - std::min(used, bytes.size());
  }

 private:
  static their_answer& of(http_parser* at) { return *static_cast<their_answer*>(at->data); }
  void add(bool name, std::string_view text) {
    if (!in_head_) return;
    if (name && !in_name_) headers.emplace_back();
    in_name_ = name;
    (name ? headers.back().first : headers.back().second) += text;
  }

  bool to_head_, in_head_ = false, in_name_ = false;
};

// The header lines before and after that of the answer: of interim answers, and behind its empty line.
struct split_answer {
  std::string interim = {}, head = {}, rest = {};

  explicit split_answer(std::string_view bytes) {
    for (;;) {
      const std::size_t end = std::min(bytes.find("\r\n\r\n"), bytes.size());
      const std::string_view one = bytes.substr(0, end);
      rest = bytes.substr(std::min(end + 4, bytes.size()));
      if (one.size() < 10 || one[9] != '1') {
        head = lower(std::string{one} + "\r\n");
        return;
      }
      interim += lower(std::string{one} + "\r\n");
      bytes.remove_prefix(std::min(end + 4, bytes.size()));
    }
  }
  static bool has(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }
};

bool is_known(std::string_view bytes) {
  const split_answer at{bytes};
  const auto has = &split_answer::has;
  const bool spoken = has(at.interim, "\ncontent-length:") || has(at.interim, "\ntransfer-encoding:") ||
                      has(at.interim, "\nconnection:") || has(at.interim, "http/1.0");
  if (interim(spoken)) return true;
  const bool about_length = has(at.head, "\ncontent-length:") || has(at.head, "\ntransfer-encoding:");
  if (tab(about_length && has(at.head, "\t"))) return true;
  constexpr std::string_view coding = "\ntransfer-encoding";
  bool longer = false;
  for (std::size_t i = at.head.find(coding); i != at.head.npos; i = at.head.find(coding, i + 1)) {
    longer = longer || at.head.substr(i + coding.size(), 1) != ":";
  }
  if (longer_name(longer)) return true;
  const std::string rest = lower(at.rest);
  return trailer(has(at.head, "\ntransfer-encoding:") &&
                 (has(rest, "\ncontent-length:") || has(rest, "\ntransfer-encoding:")));
}

void compare_framing(std::string_view bytes, bool to_head, const given::read_answer& ours) {
  const their_answer theirs{bytes, to_head};
  header_lines their_headers = theirs.headers;
  for (auto& [name, value] : their_headers) value = trimmed(value);
  const char* wrong = !theirs.whole                                           ? "only ours takes it"
                      : ours.status != theirs.status                          ? "another status"
                      : ours.headers != their_headers                         ? "other headers"
                      : ours.body != theirs.body                              ? "another body"
                      : ours.goes_on && (!theirs.goes_on || theirs.left != 0) ? "only ours goes on"
                                                                              : nullptr;
  if (wrong != nullptr) must(is_known(bytes), wrong);
}

std::optional<std::uint64_t> plain_decimal(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos) return {};
  errno = 0;
  const unsigned long long value = std::strtoull(text.c_str(), nullptr, 10);
  if (errno != 0) return {};
  return value;
}

// A moment as the C library reads and writes it: what it does not write again is none.
std::optional<std::int64_t> plain_date(const std::string& text, const char* pattern) {
  std::tm parts{};
  const char* end = strptime(text.c_str(), pattern, &parts);
  if (end == nullptr || *end != '\0' || text.find('\0') != text.npos) return {};
  const std::time_t when = timegm(&parts);
  std::tm back{};
  gmtime_r(&when, &back);
  char year[16], again[64];
  std::snprintf(year, sizeof year, "%04d", back.tm_year + 1900);
  std::string with_year = pattern;
  with_year.replace(with_year.find("%Y"), 2, year);
  const std::size_t size = std::strftime(again, sizeof again, with_year.c_str(), &back);
  if (std::string{again, size} != text) return {};
  return when;
}
std::optional<std::int64_t> plain_http_date(const std::string& text) {
  return plain_date(text, "%a, %d %b %Y %H:%M:%S GMT");
}
std::optional<std::int64_t> plain_iso_date(const std::string& text) {
  if (text.size() < 20 || text.back() != 'Z') return {};
  const std::string fraction = text.substr(19, text.size() - 20);
  if (!fraction.empty() &&
      (fraction[0] != '.' || fraction.size() == 1 || fraction.find_first_not_of("0123456789", 1) != fraction.npos))
    return {};
  return plain_date(text.substr(0, 19), "%Y-%m-%dT%H:%M:%S");
}

std::optional<std::int64_t> seconds_of(const std::optional<upcall::timestamp>& when) {
  if (!when) return {};
  return when->seconds;
}

void compare_values(const std::string& text) {
  must(upcall::read_decimal(text) == plain_decimal(text), "another number");
  must(seconds_of(upcall::read_http_date(text)) == plain_http_date(text), "another HTTP date");
  must(seconds_of(upcall::read_iso(text)) == plain_iso_date(text), "another ISO date");
  upcall::testing::string_writer bytes;
  const bool is_base64 = upcall::read_base64(text, bytes);
  const auto plain = fuzzed::plain_base64(text);
  must(is_base64 == plain.has_value() && (!plain || *plain == bytes.text), "another Base64");
  std::string encoded(text.size() * 4 / 3 + 8, '\0');
  encoded.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                                          reinterpret_cast<const unsigned char*>(text.data()),
                                                          static_cast<int>(text.size()))));
  must(upcall::testing::written([&](auto& to) { upcall::write_base64(to, text); }) == encoded, "encoded otherwise");

  constexpr std::int64_t sent = 1'700'000'000, most = 1'000'000'000;
  const auto wait = upcall::read_retry_after(text, {sent});
  const auto date = plain_http_date(text);
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos && plain_decimal(text);
  must(wait.has_value() == (digits || date.has_value()), "a Retry-After of one only");
  if (digits)
    must(wait->count == static_cast<std::int64_t>(std::min<std::uint64_t>(*plain_decimal(text), most)) * 1000,
         "another wait");
  if (date) must(wait->count == std::clamp<std::int64_t>(*date - sent, 0, most) * 1000, "another wait until a date");
}

std::string without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == text.npos ? std::string{}
                            : std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

// What is between the first such tag and the next one.
std::string between(std::string_view document, std::string_view tag) {
  const std::size_t begin = document.find(tag);
  if (begin == document.npos) return {};
  const std::size_t end = document.find('<', begin + tag.size());
  return end == document.npos ? std::string{}
                              : std::string{document.substr(begin + tag.size(), end - begin - tag.size())};
}

template <std::size_t N>
bool holds(const upcall::inline_string<N>& ours, const std::string& expected) {
  return ours == std::string_view{expected}.substr(0, N);
}

// What a document of a time that is refused tells, else the date.
std::optional<std::int64_t> plausible(std::optional<std::int64_t> when) {
  return when && *when >= 1'420'070'400 && *when - 1'420'070'400 <= 0xffff'ffff ? when : std::nullopt;
}

void compare_document(std::string_view document, const std::string& request_id, const std::string& ec,
                      const std::string& date, upcall::response& answer) {
  upcall::failure known;
  upcall::read_failure<upcall::known_members>(known, upcall::fault::server, answer);
  must(holds(known.code, between(document, "<Code>")) && holds(known.message, between(document, "<Message>")),
       "a device reads another document");
  must(holds(known.request_id, request_id) && holds(known.ec, ec), "a device reads other headers");

  const std::string told_to_device = between(document, "<ServerTime>");
  auto known_time =
      plausible(told_to_device.size() <= 40 ? plain_iso_date(without_blanks(told_to_device)) : std::nullopt);
  if (!known_time) known_time = plausible(plain_http_date(date));
  must(seconds_of(upcall::told_time<upcall::known_members>(answer, date)) == known_time,
       "a device is told another time");

  upcall::failure whole;
  upcall::read_failure<upcall::whole_documents>(whole, upcall::fault::server, answer);
  const auto told = seconds_of(upcall::told_time<upcall::whole_documents>(answer, date));
  const fuzzed::xml_document theirs = fuzzed::read_by_expat(document);
  if (!theirs.whole || theirs.has_doctype || theirs.has_encoding || theirs.deepest > 16) return;
  std::string code, message, id = request_id, its_ec = ec;
  const fuzzed::xml_element& root = theirs.top.children[0];
  for (const fuzzed::xml_element& each : root.children) {
    if (root.name != "Error") break;
    const std::string text = without_blanks(each.text.substr(0, 200));
    if (each.name == "Code") code = text;
    if (each.name == "Message") message = text;
    if (each.name == "RequestId") id = text;
    if (each.name == "EC") its_ec = text;
  }
  must(holds(whole.code, code) && holds(whole.message, message) && holds(whole.request_id, id) &&
           holds(whole.ec, its_ec),
       "another error document");
  std::optional<std::int64_t> time;
  const auto server_time = std::find_if(root.children.begin(), root.children.end(),
                                        [](const fuzzed::xml_element& each) { return each.name == "ServerTime"; });
  if (server_time != root.children.end() && server_time->text.size() <= 40)
    time = plausible(plain_iso_date(without_blanks(server_time->text)));
  if (!time) time = plausible(plain_http_date(date));
  must(told == time, "another time");
}

// The last header of a name; of an error document in a header, the first that is not empty.
std::optional<std::string> value_of(const header_lines& headers, std::string_view name, bool first = false) {
  std::optional<std::string> out;
  for (const auto& [each, value] : headers) {
    if (lower(each) == name && (!first || !out || out->empty())) out = value;
  }
  return out;
}

void compare_response(const given::read_answer& read) {
  static std::array<char, 16384> room;
  upcall::response answer{room};
  answer.status = read.status;
  for (const auto& [name, value] : read.headers) answer.header(name, value);
  const auto text = [&](std::string_view name) { return value_of(read.headers, name).value_or(""); };
  must(holds(answer.etag, text("etag")) && holds(answer.version_id, text("x-oss-version-id")) &&
           holds(answer.request_id, text("x-oss-request-id")) && holds(answer.ec, text("x-oss-ec")) &&
           holds(answer.content_type, text("content-type")),
       "another text of a header");
  must(answer.crc64 == plain_decimal(text("x-oss-hash-crc64ecma")) &&
           answer.content_length == plain_decimal(text("content-length")),
       "another number of a header");
  answer.append(read.body);
  answer.decode_error_header();
  std::string document = read.body;
  if (document.empty()) {
    document = fuzzed::plain_base64(value_of(read.headers, "x-oss-err", true).value_or("")).value_or("");
  }
  must(answer.body() == document, "another error document in a header");
  compare_document(document, text("x-oss-request-id"), text("x-oss-ec"), text("date"), answer);
  for (const auto& [name, value] : read.headers) compare_values(value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  const bool to_head = data[0] == 'H';
  const given::read_answer read{bytes, {.room = 8192, .to_head = to_head}};
  if (read.is_whole()) {
    compare_framing(bytes, to_head, read);
    compare_response(read);
  }
  // Also without a head around them.
  compare_values(std::string{bytes});
  return 0;
}
