// SPDX-License-Identifier: Apache-2.0
#include "laws/checkpoint.hpp"
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/generation_header.hpp>

using namespace upcall;

namespace {

constexpr upload_sums about{laws::an_upload};
constexpr bool comes_back(const generation_header& header) {
  generation_header read;
  const journal_record kept = header.record();
  return kept.slots() == 2 && read.take(kept) && read.generation == header.generation &&
         read.intent.nonce == header.intent.nonce.view() && read.intent.begun == header.intent.begun &&
         read.intent.part_size == header.intent.part_size && read.intent.unmarked == header.intent.unmarked &&
         read.intent.others == header.intent.others && read.about.object == header.about.object &&
         read.about.endpoint == header.about.endpoint && read.about.source == header.about.source;
}
static_assert(comes_back({7, laws::an_intent, about}));
static_assert(
    comes_back({0xfffffffe, {{"0123456789abcdef0123456789abcdef"sv}, {-1}, largest_part, true, false}, about}));
static_assert(comes_back({1, {{"0123456789abcdef"sv}, {1}, 1, false, true}, about}));

static_assert([] {
  generation_header to;
  journal_record other_version = generation_header{1, laws::an_intent, about}.record(), other_kind = other_version;
  other_kind.what = journal_record::kind::name;
  std::string_view left = other_version.content;
  take_little_endian(left, 1);
  inline_string<128> changed{"\x02"sv};
  changed.append(left);
  other_version.content = changed;
  return !to.take(other_version) && !to.take(other_kind) && !to.take({}) && to.generation == 0;
}());

// No generation is 0, and each has one after it.
static_assert([] {
  generation_header to;
  journal_record cut = generation_header{1, laws::an_intent, about}.record();
  cut.content.assign(part(cut.content, 0, 49));
  return !to.take(generation_header{0, laws::an_intent, about}.record()) &&
         !to.take(generation_header{0xffffffff, laws::an_intent, about}.record()) && !to.take(cut);
}());

}  // namespace
