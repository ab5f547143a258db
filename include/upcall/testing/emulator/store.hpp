// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/emulator/upload.hpp>
#include <vector>

namespace upcall::testing {

// Bytes on their way into a store. Dropped before they are committed, they leave nothing behind.
class incoming_object {
 public:
  virtual ~incoming_object() = default;
  virtual void append(std::string_view piece) = 0;
  // The object appears, whole and at once. False: there is one of this name, and it may not be replaced.
  virtual bool commit(const object_facts& facts, bool may_replace) = 0;
  // The bytes become a part, in place of one of the same number. False: there is no such upload any more.
  virtual bool commit_part(const std::string& upload_id, const uploaded_part& facts) = 0;
};

// A stored object that is being read: it stays as it was when it was opened, whatever becomes of its name.
class open_object {
 public:
  object_facts facts = {};

  virtual ~open_object() = default;
  // Fills the span from this place on; returns how much there was.
  virtual std::size_t read(std::uint64_t at, std::span<char> into) = 0;
};

// A multipart upload that one caller has for itself: while this lives no part comes, and nobody else ends the upload.
class held_upload {
 public:
  upload_facts facts = {};

  virtual ~held_upload() = default;
  // In order of their numbers, those above `after`.
  virtual std::vector<uploaded_part> parts(std::uint32_t after = 0, std::size_t most = highest_part_number) = 0;
  // The object appears, whole and at once, made of these parts; the upload is gone. False: there is an object of this
  // name, and it may not be replaced; the upload stays.
  virtual bool complete(const std::vector<uploaded_part>& from, const object_facts& as, bool may_replace) = 0;
  // The upload is gone with its parts.
  virtual void abort() = 0;
};

// Where objects lie. Used by many threads at once. Buckets exist at first use.
class object_store {
 public:
  virtual ~object_store() = default;
  virtual std::unique_ptr<incoming_object> begin() = 0;
  // Nothing when there is no such object.
  virtual std::shared_ptr<open_object> open(const std::string& bucket, const std::string& key) = 0;
  virtual bool remove(const std::string& bucket, const std::string& key) = 0;

  virtual void begin_upload(const upload_facts& facts) = 0;
  // Waits for whoever holds it. Nothing when there is no such upload.
  virtual std::unique_ptr<held_upload> hold_upload(const std::string& id) = 0;
  // All that are open, in no order.
  virtual std::vector<upload_facts> uploads() = 0;
};

}  // namespace upcall::testing
