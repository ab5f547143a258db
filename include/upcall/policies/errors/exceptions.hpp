// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <upcall/core/failure.hpp>
#include <upcall/roles/errors.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/hex.hpp>

#ifndef __cpp_exceptions
#error \
    "upcall: exceptions are off in this build; use upcall::returning for the errors role, or <upcall/freestanding.hpp>"
#endif

namespace upcall {

// What a throwing client throws; what() says what went wrong, for which object, and what to do.
class error : public std::runtime_error {
 public:
  error(const failure& why, const subject& about)
      : std::runtime_error(sentence(why, about)), why_(why), bucket_(about.bucket), key_(about.key) {}

  const std::string& bucket() const { return bucket_; }
  const std::string& key() const { return key_; }
  const failure& why() const { return why_; }
  // Whether the object is stored all the same, and whether the application server may know of it.
  settlement outcome() const { return why_.outcome(); }
  bool callback_may_have_run() const { return why_.callback_may_have_run; }
  std::string message() const { return std::string{why_.message.view()}; }  // the service's own words, or ours

 private:
  static std::string sentence(const failure& why, const subject& about);

  failure why_;
  std::string bucket_, key_;
};

// What the caller gave cannot be sent, or a journal not be written; no object is stored.
struct client_error : error {
  using error::error;
};
// The source came up short or changed while it was read; nothing was stored.
struct file_inconsistent_error : client_error {
  using client_error::client_error;
};
// The progress function wanted no more; nothing was stored.
struct cancelled_error : client_error {
  using client_error::client_error;
};

// The upload was paused: what is uploaded stays, and calling again goes on from there.
struct paused_error : cancelled_error {
  using cancelled_error::cancelled_error;
};
// What was written down of an upload cannot be used: damaged, of another upload, or in use. Nothing was sent.
struct checkpoint_broken_error : client_error {
  using client_error::client_error;
};

// No answer, or not a whole one.
struct transport_error : error {
  using error::error;
  // The answer was lost, or not the service's: where outcome() is unknown, ask with head_object before sending again.
  bool outcome_unknown() const { return why().outcome_unknown; }
};

// What was stored, or arrived, is not what was sent.
struct crc_inconsistent_error : error {
  using error::error;
};

// The service refused.
struct server_error : error {
  using error::error;
  int status() const { return why().status; }
  std::string code() const { return std::string{why().code.view()}; }
  std::string ec() const { return std::string{why().ec.view()}; }
  std::string request_id() const { return std::string{why().request_id.view()}; }
};

// The object is stored, but the application server did not accept the callback. Do not upload again: finish with what
// is here.
struct callback_error : server_error {
  using server_error::server_error;
  callback_cause cause() const { return why().cause; }
  std::uint64_t size() const { return why().stored.size; }
  std::uint64_t crc64() const { return why().stored.crc64; }
  std::string etag() const { return std::string{why().stored.etag.view()}; }
  std::string version_id() const { return std::string{why().stored.version_id.view()}; }
};

inline std::string error::sentence(const failure& why, const subject& about) {
  std::string out = why.kind == fault::callback ? "the object is stored, but its callback failed: " : "";
  // Also of a key or a service's words the sentence is one line, and nothing in it moves a terminal's cursor.
  const auto add = [&out](std::string_view text) {
    for (char c : text) {
      if (is_control(c)) {
        for (char shown : {'\\', 'x', hex_digit(unsigned(c) >> 4), hex_digit(unsigned(c) & 15u)}) out += shown;
      } else {
        out += c;
      }
    }
  };
  if (!why.code.empty()) {
    add(why.code);
    out += ": ";
  }
  add(why.message);
  out += " [";
  add(about.bucket);
  out += '/';
  add(about.key);
  if (why.status != 0) (out += ", status ") += std::to_string(why.status);
  if (!why.request_id.empty()) {
    out += ", request id ";
    add(why.request_id);
  }
  if (!why.ec.empty()) {
    out += ", EC ";
    add(why.ec);
  }
  return out += ']';
}

}  // namespace upcall
