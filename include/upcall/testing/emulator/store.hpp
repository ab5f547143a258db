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

namespace upcall::testing {

// Bytes on their way into a store. Dropped before commit(), they leave nothing behind.
class incoming_object {
 public:
  virtual ~incoming_object() = default;
  virtual void append(std::string_view piece) = 0;
  // The object appears, whole and at once. False: there is one of this name, and it may not be replaced.
  virtual bool commit(const object_facts& facts, bool may_replace) = 0;
};

// A stored object that is being read: it stays as it was when it was opened, whatever becomes of its name.
class open_object {
 public:
  object_facts facts = {};

  virtual ~open_object() = default;
  // Fills the span from this place on; returns how much there was.
  virtual std::size_t read(std::uint64_t at, std::span<char> into) = 0;
};

// Where objects lie. Used by many threads at once. Buckets exist at first use.
class object_store {
 public:
  virtual ~object_store() = default;
  virtual std::unique_ptr<incoming_object> begin() = 0;
  // Nothing when there is no such object.
  virtual std::shared_ptr<open_object> open(const std::string& bucket, const std::string& key) = 0;
  virtual bool remove(const std::string& bucket, const std::string& key) = 0;
};

}  // namespace upcall::testing
