// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/inline_string.hpp>

namespace upcall {

// What kind of thing went wrong; each has an exception of its name in the hosted profile.
enum class fault : unsigned char {
  client,             // what the caller gave cannot be sent; nothing was
  file_inconsistent,  // the source came up short, ran long or changed while it was read
  transport,          // no answer, or not a whole one
  server,             // the service refused
  callback,           // the object is stored; the application server did not accept the callback
  crc_inconsistent,   // what is stored is not what was sent
  cancelled,          // the caller wanted no more
  paused,             // the caller wanted to go on later; what is uploaded stays
  checkpoint_broken,  // what was written down of an upload cannot be used; nothing was sent
};

// Why the service calls a callback failed, where its message is one of those it documents.
enum class callback_cause : unsigned char {
  unknown,
  error_status,             // the application server answered another status than 200
  cannot_connect,           // wrong address, firewall, or TLS that needs callback::sni
  timed_out,                // no answer within five seconds
  invalid_json,             // the answer is not JSON
  too_many_requests,        // the service limits the callbacks of this account
  image_info_failed,        // ${imageInfo.*} was asked of something that is no readable image
  missing_content_length,   // the answer had no Content-Length
  content_length_too_long,  // the answer is longer than 1 MB
  invalid_content_length,   // the Content-Length is no positive number
};

// Whether an object is stored.
enum class settlement : unsigned char { stored, not_stored, unknown };

// What the service has stored, as far as its answer says.
struct stored_object {
  bool known = false;  // the service said that the object is stored
  std::uint64_t size = 0;
  bool has_crc64 = false;
  std::uint64_t crc64 = 0;
  inline_string<48> etag = {};  // with its quotes, as it came
  inline_string<96> version_id = {};

  constexpr void clear() {
    known = has_crc64 = false;
    size = crc64 = 0;
    etag.clear();
    version_id.clear();
  }
};

// Why there is no value. It owns its texts, so it may be kept; longer texts are cut.
struct failure {
  fault kind = fault::client;
  callback_cause cause = callback_cause::unknown;
  // The request may have been carried out although no answer came: ask the service before sending again.
  bool outcome_unknown = false;
  // The service may have called the application server: whether or not it took it, it may know of the object.
  bool callback_may_have_run = false;
  int status = 0;  // of the HTTP answer; 0 when there was none
  inline_string<200> message = {};
  inline_string<40> code = {};        // of the service: "NoSuchBucket"
  inline_string<40> request_id = {};  // what the service's support asks for
  inline_string<16> ec = {};          // of the service: "0007-00000203"
  stored_object stored = {};

  // Whether the object is stored all the same; after crc_inconsistent with other bytes than were sent. What is not
  // stored after a lost answer was not when the service was asked, which may not have been done with the request.
  constexpr settlement outcome() const {
    if (stored.known) return settlement::stored;
    return outcome_unknown ? settlement::unknown : settlement::not_stored;
  }
  // Of an upload that asked for a callback: the service makes it when the object is stored, and not before.
  constexpr void judge_callback(bool asked) {
    callback_may_have_run = kind == fault::callback || (asked && outcome() != settlement::not_stored);
  }

  constexpr failure() {}  // by hand: with = default its hundreds of bytes would be cleared first
  constexpr failure(fault what, std::string_view why, int with_status = 0) { set(what, why, with_status); }

  // This failure and nothing of another.
  constexpr void set(fault what, std::string_view why) { become(what, why.data(), why.size()); }
  constexpr void set(fault what, std::string_view why, int with_status) {
    set(what, why);
    status = with_status;
  }

 private:
  [[gnu::noinline]] constexpr void become(fault what, const char* why, std::size_t size) {
    kind = what;
    cause = callback_cause::unknown;
    outcome_unknown = callback_may_have_run = false;
    status = 0;
    message.clear();
    message.append(why, size);
    code.clear();
    request_id.clear();
    ec.clear();
    stored.clear();
  }
};

}  // namespace upcall
