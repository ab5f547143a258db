// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/client.hpp"
#include <string>
#include <string_view>
#include <upcall/crypto/crc64.hpp>
#include <upcall/testing/failing.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <vector>

// A service to one of whose requests one thing goes wrong, at first or always.
namespace calls {

// What goes wrong with a request.
enum class trouble {
  none,
  said,          // a status with the service's own document
  request_time,  // 400 with the code RequestTimeout
  bare,          // a status and nothing that is the service's
  as_good,       // another status on a good answer
  not_called,    // 203, and the service says that the callback failed
  wrong_sum,     // another CRC-64
  broken,        // by the network, somewhere
};

struct mishap {
  trouble what = trouble::none;
  int status = 0;
  upcall::breaking where = upcall::breaking::before_sending;
};

inline constexpr std::string_view content = "hello";
inline std::uint64_t sum_of_content() {
  upcall::small_crc64 sum;
  write(sum, content);
  return sum.value();
}

// The requests by their letters: I begin, U part, C complete, P put, H head, G get, D delete.
struct events {
  std::string letters = {};
  bool is_there = false;  // what is told who asks for the object
};

// Answers all requests well, but those of one letter: the first, or each, has a mishap.
class mishap_transport {
 public:
  using role = upcall::role::transport;

  mishap_transport(events& to, char letter, const mishap& what, bool always)
      : events_(&to), letter_(letter), what_(what), always_(always) {}

  template <upcall::body Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& from, upcall::response& answer) {
    const char letter = letter_of(request);
    const bool first = events_->letters.find(letter) == std::string::npos;
    events_->letters += letter;
    const mishap now = letter == letter_ && (first || always_) ? what_ : mishap{};
    const bool broken = now.what == trouble::broken;
    if (broken && now.where == upcall::breaking::before_sending) return no_answer(false);
    const std::uint64_t size = request.has_body() ? request.content_length() : 0;
    const bool half = broken && now.where == upcall::breaking::in_body;
    if (auto read = read_body(from, half ? size / 2 : size); !read) return read.error();
    if (half) return no_answer(false);
    if (broken && now.where == upcall::breaking::before_answer) return no_answer(true);
    answered good = good_answer(letter, request);
    if (letter == 'H' && letter_ != 'H' && !events_->is_there) good = refusal(letter, 404, "NoSuchKey");
    give(letter, broken ? good : spoilt(letter, now, good), broken, answer);
    if (broken) return no_answer(true);
    return upcall::nothing{};
  }

 private:
  struct answered {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
  };

  static upcall::failure no_answer(bool may_have_arrived) {
    return upcall::transport_failure("broken", may_have_arrived);
  }
  static char letter_of(const upcall::signed_request& request) {
    const auto& parameters = request.message().parameters;
    const bool of_upload = parameters.find("uploadId") != nullptr;
    if (request.method() == "PUT") return of_upload ? 'U' : 'P';
    if (request.method() == "POST") return of_upload ? 'C' : 'I';
    return request.method()[0];
  }
  static upcall::result<upcall::nothing> read_body(auto& from, std::uint64_t size) {
    char piece[64];
    while (size != 0) {
      const auto got =
          from.read(std::span{piece}.first(size < sizeof piece ? static_cast<std::size_t>(size) : sizeof piece));
      if (!got) return got.error();
      if (*got == 0) return upcall::failure{upcall::fault::client, "a body was empty"};
      size -= *got;
    }
    return upcall::nothing{};
  }

  static answered good_answer(char letter, const upcall::signed_request& request) {
    answered out{letter == 'D' ? 204 : 200, {{"x-oss-request-id", "5C06A3B67B8B5A3DA422299D"}}, {}};
    if (letter == 'I')
      out.body = "<InitiateMultipartUploadResult><UploadId>0004B9895DBB</UploadId></InitiateMultipartUploadResult>";
    if (letter == 'I' || letter == 'D') return out;
    out.headers.emplace_back("ETag", "\"5D41402ABC4B2A76B9719D911017C592\"");
    out.headers.emplace_back("x-oss-hash-crc64ecma", std::to_string(sum_of_content()));
    if (letter == 'H') out.headers.emplace_back("Content-Length", "5");
    if (letter == 'G') out.body = content;
    if (letter == 'C') out.body = "<CompleteMultipartUploadResult><Key>k</Key></CompleteMultipartUploadResult>";
    if (request.headers().find("x-oss-callback") != nullptr) out.body = "{\"Status\":\"OK\"}";
    return out;
  }
  static answered refusal(char letter, int status, const std::string& code) {
    const std::string document = "<Error><Code>" + code + "</Code><Message>No.</Message></Error>";
    answered out{status, {{"x-oss-request-id", "5C06A3B67B8B5A3DA422299D"}}, document};
    if (letter != 'H') return out;
    upcall::testing::string_writer encoded;
    upcall::write_base64(encoded, document);
    out.headers.emplace_back("x-oss-err", encoded.text);
    return out;
  }
  static answered spoilt(char letter, const mishap& now, answered good) {
    switch (now.what) {
      case trouble::said: return refusal(letter, now.status, "Unwilling");
      case trouble::request_time: return refusal(letter, 400, "RequestTimeout");
      case trouble::bare: return {now.status, {{"Server", "proxy"}}, now.status / 100 == 2 ? "" : "<html></html>"};
      case trouble::not_called:
        good.status = 203;
        good.body = "<Error><Code>CallbackFailed</Code><Message>Error status : 502.</Message></Error>";
        break;
      case trouble::as_good: good.status = now.status; break;
      case trouble::wrong_sum:
        good.status = now.status;
        for (auto& [name, value] : good.headers) {
          if (name == "x-oss-hash-crc64ecma") value = "1";
        }
        break;
      default: break;
    }
    return good;
  }
  // One to HEAD, and of some statuses, has no body (RFC 9110 §6.4.1).
  static void give(char letter, const answered& from, bool half, upcall::response& to) {
    to.status = from.status;
    for (const auto& [name, value] : from.headers) to.header(name, value);
    if (letter == 'H' || from.status / 100 == 1 || from.status == 204 || from.status == 304) return;
    (void)to.append(std::string_view{from.body}.substr(0, half ? from.body.size() / 2 : from.body.size()));
  }

  events* events_;
  char letter_;
  mishap what_;
  bool always_;
};

}  // namespace calls
