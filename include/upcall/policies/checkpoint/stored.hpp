// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/inline.hpp>
#include <upcall/policies/checkpoint/stored_journal.hpp>

namespace upcall {

namespace detail {

template <class Store>
concept size_is_constant = requires {
  typename std::integral_constant<std::uint32_t, Store::size()>;
};

template <std::size_t Parts, class Store>
class kept_journal {
 public:
  using journal = stored_journal<Parts, Store>;

  constexpr explicit kept_journal(const auto& given) : store_(given.store) {
    if constexpr (size_is_constant<Store>) {
      static_assert(Store::size() >= journal::bytes,
                    "stored_checkpoint: its store is too small for so many parts; its journal::bytes says how large "
                    "it must be");
    }
  }

  [[gnu::noinline]] constexpr result<journal> open(const upload_identity& upload, std::string_view, std::string_view) {
    // One object, which is the caller's: a journal is too large to be moved.
    result<journal> opened{pending{}};
    if (in_use_) {
      opened.error().set(fault::checkpoint_broken, "checkpoint: in use by another upload"sv);
    } else if (store_.size() < journal::bytes) {
      opened.error().set(fault::client, "checkpoint: the store is too small for so many parts"sv);
    } else if (const auto read = opened.emplace(store_, in_use_, upload).read(); !read) {
      opened.fail(read.error());
    }
    return opened;
  }

 private:
  Store& store_;
  bool in_use_ = false;
};

// Stands where there is an error already.
template <std::size_t Parts>
struct no_store : inline_checkpoint<Parts> {
  constexpr explicit no_store(const auto&) {}
};

}  // namespace detail

// For a device that is to go on after a reset: up to Parts parts of 72 bytes in the journal itself while it is open,
// and on record in a store of the user's, which must outlive the client. One upload at a time has it, and one thread.
// Each upload that is begun costs one erasure of a half of the store. A new store must be erased; one that is too
// small, and one that another upload has, are refused before anything is sent.
template <std::size_t Parts, class Store>
struct stored_checkpoint {
  using role = upcall::role::checkpoint;
  using state = std::conditional_t<journal_store<Store>, detail::kept_journal<Parts, Store>, detail::no_store<Parts>>;

  static_assert(journal_store<Store>,
                "stored_checkpoint: its store needs `static constexpr std::uint32_t unit`, `std::uint32_t size()`, and "
                "bool functions `read(std::uint32_t at, std::span<char>)`, `write(std::uint32_t at, std::string_view)` "
                "and `erase(std::uint32_t at, std::uint32_t size)`");

  Store& store;

  constexpr explicit stored_checkpoint(Store& theirs) : store(theirs) {}
};

}  // namespace upcall
