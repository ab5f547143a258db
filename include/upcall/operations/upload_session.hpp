// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/http/check_names.hpp>
#include <upcall/http/stored_part.hpp>
#include <upcall/operations/part_plan.hpp>
#include <upcall/text/json_record.hpp>
#include <upcall/text/json_record_reader.hpp>

namespace upcall {

// One multipart upload as a value: with it any machine that has the bytes and credentials uploads parts, and any other
// completes them. Its text is one line of JSON, version 1 of which will always be read:
// {"upcall_session":1,"bucket":"…","key":"…","upload_id":"…","size":N,"part_size":N,"nonce":"…"}. It holds no secret.
// Each machine names the endpoint itself.
struct upload_session {
  std::uint32_t upcall_session = 1;  // the version
  inline_string<64> bucket = {};
  inline_string<1023> key = {};
  upload_id_text upload_id = {};
  std::uint64_t size = 0, part_size = 0;  // of the object, and of each part but the last
  inline_string<32> nonce = {};

  constexpr part_plan plan() const { return {size, part_size}; }
};

// What uploading a part gives, as it is handed to the one that completes: {"part":N,"size":N,"crc64":N,"etag":"…"}.
struct part_receipt {
  std::uint32_t part = 0;
  std::uint64_t size = 0, crc64 = 0;
  inline_string<44> etag = {};
};

}  // namespace upcall

UPCALL_RECORD(upcall::upload_session, upcall_session, bucket, key, upload_id, size, part_size, nonce);
UPCALL_RECORD(upcall::part_receipt, part, size, crc64, etag);

namespace upcall {

template <sink S>
constexpr void write_session(S& to, const upload_session& session) {
  write_json(to, session);
}

// A text of any origin; what it says is checked. A template, as read_receipt(), so that who does not call it does not
// wait for the compiler.
template <class Session = upload_session>
constexpr judged<Session> read_session(std::string_view text) {
  Session out;
  out.upcall_session = 0;
  const bool whole = read_json(trim(text), out);
  if (out.upcall_session > 1) return verdict{"session: of a later version of upcall; use that"sv};
  if (!whole || out.upcall_session != 1) return verdict{"session: no text of a session; was it cut?"sv};
  if (const auto wrong = check_bucket(out.bucket); !wrong.empty()) return verdict{wrong};
  if (const auto wrong = check_key(out.key); !wrong.empty()) return verdict{wrong};
  const auto plan = plan_parts(out.size, out.part_size);
  if (!plan) return verdict{plan.wrong()};
  if (out.part_size == 0 || out.upload_id.empty()) return verdict{"session: it names no upload"sv};
  return out;
}

template <sink S>
constexpr void write_receipt(S& to, const stored_part& part) {
  write_json(to, part_receipt{part.number, part.size, part.crc64, part.etag});
}

template <class Receipt = part_receipt>
constexpr judged<stored_part> read_receipt(std::string_view text) {
  Receipt in;
  if (!read_json(trim(text), in) || in.etag.empty() || !check_part(in.part, in.size).empty())
    return verdict{"receipt: no text of a part's receipt; was it cut?"sv};
  return stored_part{in.part, in.size, in.crc64, in.etag};
}

}  // namespace upcall
