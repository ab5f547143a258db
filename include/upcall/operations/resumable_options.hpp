// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <upcall/callback/option.hpp>
#include <upcall/core/field.hpp>
#include <upcall/core/function_ref.hpp>
#include <upcall/operations/complete_upload.hpp>
#include <upcall/operations/upload_control.hpp>

namespace upcall {

// How far an upload in parts is. It never goes back: what is sent again is not told again.
struct upload_progress {
  std::uint64_t done = 0, size = 0;         // bytes; a size of 0: not known
  std::uint32_t parts_done = 0, parts = 0;  // 0 parts: not known
};

// Told after each piece and each part, by one thread at a time; returning false cancels the upload.
using upload_progress_function = function_ref<bool(const upload_progress&)>;

// What becomes of the parts when an upload fails in a way that calling again may mend.
enum class unfinished_upload : unsigned char {
  usual,  // they are kept where the checkpoint outlives the call, else deleted
  kept,
  aborted,
};

// All members may be left out; their order never changes. The first are those of put_object.
template <class Callback>
struct basic_resumable_upload_options {
  Callback callback = {};              // made when the object is complete
  std::string_view content_type = {};  // else by the name of a file, else application/octet-stream
  field_list metadata = {};            // kept with the object as x-oss-meta-NAME; 8 KB in all
  field_list headers = {};             // any others, each sent with the request that it belongs to
  upload_progress_function progress = {};
  std::span<char> answer = {};       // room for an answer of the application server that the result is too small for
  std::uint64_t part_size = 0;       // 102,400 bytes to 5 GB; else 8 MB, or what makes 10,000 parts
  std::string_view checkpoint = {};  // where the journal is kept; else FILE.upcall-journal
  // A source of at most so many bytes goes as one put; else one of at most one part. 0: only an empty one.
  std::optional<std::uint64_t> single_put_up_to = {};
  upload_control* control = nullptr;
  unfinished_upload on_failure = unfinished_upload::usual;
  // An upload of this object that a kill left without a name is reported; with this it is deleted, too. It cannot be
  // told from one that somebody else began at the same time.
  bool abort_left_behind = false;
  // Keeps x-oss-meta-upcall-nonce out of the object's metadata. After a lost answer the object is then known by its
  // size and CRC-64 alone.
  bool without_nonce = false;
  settings_option settings = {};  // an ACL, tags, a storage class …, each sent with the request that it belongs to
  // Of the whole call: no attempt at any request begins then or later, be it one that cleans up. 0: none.
  milliseconds deadline = {};
};

using resumable_upload_options = basic_resumable_upload_options<callback_option>;

// The object is stored, whole and checked, and the callback, if one was asked for, was accepted.
template <std::size_t Answer>
struct basic_resumable_result : basic_complete_result<Answer> {
  upload_id_text upload_id = {};  // empty when it went as one put
  std::uint32_t parts = 0;
  std::uint32_t parts_resumed = 0;  // that an earlier call had stored
  std::uint64_t bytes_resumed = 0;
  bool begun_anew = false;             // the service did not know the upload of an earlier call any more
  std::uint32_t left_behind = 0;       // uploads of this object without a name (options::abort_left_behind)
  upload_id_text left_behind_id = {};  // the last of them
};

using resumable_result = basic_resumable_result<1024>;

template <class Policies>
using resumable_result_of = basic_resumable_result<kept_answer<Policies>>;

}  // namespace upcall
