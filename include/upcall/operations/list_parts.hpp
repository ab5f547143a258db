// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/function_ref.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/multipart_documents.hpp>
#include <upcall/operations/head_object.hpp>
#include <upcall/operations/upload_part.hpp>
#include <upcall/roles/workspace.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall {

struct list_parts_result {
  std::uint32_t parts = 0;  // that were told
  std::uint32_t pages = 0;
  inline_string<40> request_id = {};  // of the last page
};

namespace detail {

// How many entries a page may have so that it fits into the room, as far as can be said before it is seen: an entry
// takes about 250 bytes; a bucket's and an object's name are in front of them.
constexpr std::uint32_t page_size(std::size_t room, std::size_t entry) {
  const std::size_t fit = room > 4096 ? (room - 4096) / entry : 1;
  return static_cast<std::uint32_t>(fit < 1 ? 1 : fit > 1000 ? 1000 : fit);
}

// What a page that cannot be read is: one cut for want of room is asked for again with half the entries.
constexpr bool ask_for_less(exchange& at, std::uint32_t& entries) {
  if (at.answer.body_cut() && entries > 1) {
    entries /= 2;
    return true;
  }
  if (at.answer.body_cut()) {
    at.fail(fault::client, "workspace: a page of the list does not fit; use one with larger limits"sv);
  } else {
    at.fail(fault::transport, "the list cannot be read; is this the service's address?"sv);
  }
  at.why.status = at.answer.status;
  return false;
}

}  // namespace detail

// Tells every part that a multipart upload has, in the order of their numbers, over as many pages as it takes.
template <class Policies, class Room>
constexpr result<list_parts_result> list_parts(Policies& with, Room& room, const subject& about,
                                               std::string_view upload_id,
                                               function_ref<void(const listed_part&)> take) {
  result<list_parts_result> out{pending{}};
  list_parts_result told;
  std::uint32_t marker = 0;
  std::uint32_t entries = detail::page_size(limits_of<Policies>::answer, 300);
  for (bool more = true; more;) {
    exchange at{room, out.error()};
    no_body none;
    sending<no_body> request{at, none};
    if (!address_upload(with, at, "GET"sv, about, upload_id)) return out;
    write_decimal(at.texts, entries);
    at.message.parameters.set("max-parts"sv, at.texts.take());
    if (marker != 0) {
      write_decimal(at.texts, marker);
      at.message.parameters.set("part-number-marker"sv, at.texts.take());
    }
    at.message.parameters.set("encoding-type"sv, "url"sv);
    if (!stages::ask(with, prepared{request})) return out;

    parts_document page;
    // Generic, so that who does not list parts does not wait for the compiler.
    auto read = [&](auto& to) { return read_xml(at.answer.body(), to.root, to); };
    if (at.answer.body_cut() || !read(page)) {
      if (!detail::ask_for_less(at, entries)) return out;
      continue;
    }
    auto keep = [&](const listed_part& part) {
      ++told.parts;
      take(part);
    };
    page.part.take = keep;
    (void)read(page);
    ++told.pages;
    told.request_id = at.answer.request_id;
    more = page.is_truncated;
    if (more && page.next_part_number_marker <= marker) {
      at.fail(fault::transport, "the pages of the list go round in circles"sv);
      return out;
    }
    marker = page.next_part_number_marker;
  }
  out.emplace(told);
  return out;
}

}  // namespace upcall
