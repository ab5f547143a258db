// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/function_ref.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/time.hpp>
#include <upcall/http/multipart_documents.hpp>
#include <upcall/operations/list_parts.hpp>
#include <upcall/text/dates.hpp>

namespace upcall {

// A multipart upload that was begun and neither completed nor aborted.
struct listed_upload {
  std::string_view key = {}, upload_id = {};
  timestamp begun = {};  // by the service's clock
};

struct list_uploads_result {
  std::uint32_t uploads = 0;  // that were told
  std::uint32_t pages = 0;
  inline_string<40> request_id = {};  // of the last page
};

namespace detail {

// How far a list of uploads is read.
struct uploads_page_place {
  std::uint32_t entries = 0;  // of a page, at most
  bool more = true;
  inline_string<1024> key = {};
  inline_string<128> upload_id = {};
  inline_string<40> request_id = {};
};

// Tells the next page. False: why says what is wrong.
template <class Policies, class Room>
constexpr bool list_uploads_page(Policies& with, Room& room, failure& why, std::string_view bucket,
                                 std::string_view prefix, uploads_page_place& place,
                                 function_ref<void(const listed_upload&)> take) {
  for (;;) {
    exchange at{room, why};
    no_body none;
    sending<no_body> request{at, none};
    if (!address_object<false>(with, at, "GET"sv, {bucket, {}})) return false;
    at.message.parameters.set("uploads"sv, {});
    at.message.parameters.set("encoding-type"sv, "url"sv);
    if (!prefix.empty()) at.message.parameters.set("prefix"sv, prefix);
    if (!place.key.empty()) at.message.parameters.set("key-marker"sv, place.key);
    if (!place.upload_id.empty()) at.message.parameters.set("upload-id-marker"sv, place.upload_id);
    write_decimal(at.texts, place.entries);
    at.message.parameters.set("max-uploads"sv, at.texts.take());
    if (!stages::ask(with, prepared{request})) return false;

    uploads_document page;
    // Generic, so that who does not list uploads does not wait for the compiler.
    auto read = [&](auto& to) { return read_xml(at.answer.body(), to.root, to); };
    if (at.answer.body_cut() || !read(page)) {
      if (!ask_for_less(at, place.entries)) return false;
      continue;
    }
    // A second time, since only then is it known how keys are written.
    inline_string<1024> key;
    auto keep = [&](const listed_upload_element& each) {
      key.clear();
      write_key(key, page, each.key);
      take({key, each.upload_id, read_iso(each.initiated).value_or(timestamp{})});
    };
    page.upload.take = keep;
    (void)read(page);
    key.clear();
    write_key(key, page, page.next_key_marker);
    place.more = page.is_truncated;
    place.request_id = at.answer.request_id;
    const bool further = place.key.view() < key.view() ||
                         (key == place.key.view() && place.upload_id.view() < page.next_upload_id_marker.view());
    if (place.more && !further) {
      at.fail(fault::transport, "the pages of the list go round in circles"sv);
      return false;
    }
    place.key = key;
    place.upload_id = page.next_upload_id_marker;
    return true;
  }
}

}  // namespace detail

// Tells every unfinished multipart upload of the bucket whose key begins with the prefix, in the order of the keys,
// over as many pages as it takes. The texts are good during the call of the function.
template <class Policies, class Room>
constexpr result<list_uploads_result> list_uploads(Policies& with, Room& room, std::string_view bucket,
                                                   std::string_view prefix,
                                                   function_ref<void(const listed_upload&)> take) {
  result<list_uploads_result> out{pending{}};
  list_uploads_result told;
  detail::uploads_page_place place{.entries = detail::page_size(limits_of<Policies>::answer, 1500)};
  auto count = [&](const listed_upload& each) {
    ++told.uploads;
    take(each);
  };
  while (place.more) {
    if (!detail::list_uploads_page(with, room, out.error(), bucket, prefix, place, count)) return out;
    ++told.pages;
  }
  told.request_id = place.request_id;
  out.emplace(told);
  return out;
}

}  // namespace upcall
