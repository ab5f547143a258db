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

// Tells every unfinished multipart upload of the bucket whose key begins with the prefix, in the order of the keys,
// over as many pages as it takes. The texts are good during the call of the function.
template <class Policies, class Room>
constexpr result<list_uploads_result> list_uploads(Policies& with, Room& room, std::string_view bucket,
                                                   std::string_view prefix,
                                                   function_ref<void(const listed_upload&)> take) {
  result<list_uploads_result> out{pending{}};
  list_uploads_result told;
  inline_string<1024> key_marker;
  inline_string<128> id_marker;
  std::uint32_t entries = detail::page_size(limits_of<Policies>::answer, 1500);
  for (bool more = true; more;) {
    exchange at{room, out.error()};
    no_body none;
    sending<no_body> request{at, none};
    if (!address_object<false>(with, at, "GET"sv, {bucket, {}})) return out;
    at.message.parameters.set("uploads"sv, {});
    at.message.parameters.set("encoding-type"sv, "url"sv);
    if (!prefix.empty()) at.message.parameters.set("prefix"sv, prefix);
    if (!key_marker.empty()) at.message.parameters.set("key-marker"sv, key_marker);
    if (!id_marker.empty()) at.message.parameters.set("upload-id-marker"sv, id_marker);
    write_decimal(at.texts, entries);
    at.message.parameters.set("max-uploads"sv, at.texts.take());
    if (!stages::ask(with, prepared{request})) return out;

    uploads_document page;
    // Generic, so that who does not list uploads does not wait for the compiler.
    auto read = [&](auto& to) { return read_xml(at.answer.body(), to.root, to); };
    if (at.answer.body_cut() || !read(page)) {
      if (!detail::ask_for_less(at, entries)) return out;
      continue;
    }
    // A second time, since only then is it known how keys are written.
    inline_string<1024> key;
    auto keep = [&](const listed_upload_element& each) {
      key.clear();
      write_key(key, page, each.key);
      ++told.uploads;
      take({key, each.upload_id, read_iso(each.initiated).value_or(timestamp{})});
    };
    page.upload.take = keep;
    (void)read(page);
    ++told.pages;
    told.request_id = at.answer.request_id;
    key.clear();
    write_key(key, page, page.next_key_marker);
    more = page.is_truncated;
    const bool further = key_marker.view() < key.view() ||
                         (key == key_marker.view() && id_marker.view() < page.next_upload_id_marker.view());
    if (more && !further) {
      at.fail(fault::transport, "the pages of the list go round in circles"sv);
      return out;
    }
    key_marker = key;
    id_marker = page.next_upload_id_marker;
  }
  out.emplace(told);
  return out;
}

}  // namespace upcall
