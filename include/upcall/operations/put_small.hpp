// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/operations/complete_upload.hpp>
#include <upcall/operations/put_object.hpp>
#include <upcall/operations/resumable_options.hpp>

namespace upcall::detail {

// Nothing is sent before all that can be wrong with the call has been looked for.
template <class Policies>
constexpr bool check_complete(Policies& with, const subject& about, const resumable_upload_options& options,
                              failure& why) {
  auto&& room = with.template get<role::workspace>().lease();
  exchange at{room, why};
  complete_document none{{}};
  sending<complete_document> request{at, none};
  const complete_upload_options complete{options.callback, options.headers, options.answer, {}};
  return address_object(with, at, "POST"sv, about) && stages::prepare_complete{complete}(with, prepared{request});
}

template <class Policies, class Out, body B>
constexpr void put_small(Policies& with, const subject& about, B& from, std::string_view type,
                         const resumable_upload_options& options, Out& out) {
  auto follow = [&](std::uint64_t done, std::uint64_t size) {
    const bool wanted = options.control == nullptr || options.control->wanted() == upload_control::wish::go_on;
    return wanted && (!options.progress || options.progress({done, size, done == size ? 1u : 0u, 1}));
  };
  auto stored =
      put_body(with, about, from, type,
               {options.callback, options.content_type, options.metadata, options.headers, follow, options.answer});
  if (stored) {
    static_cast<put_result_of<Policies>&>(out.emplace()) = *stored;
  } else {
    out.error() = stored.error();
  }
}

}  // namespace upcall::detail
