// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <upcall/bodies/identity.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/result.hpp>
#include <upcall/core/time.hpp>
#include <upcall/http/stored_part.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// Which upload a journal is about: this source to that object.
struct upload_identity {
  std::string_view host = {};  // of the endpoint
  std::uint16_t port = 0;
  std::string_view bucket = {}, key = {};
  source_identity source = {};
};

// How an upload is begun: written down before the service is asked, so that an upload whose id was lost by a kill can
// be found again.
struct upload_intent {
  inline_string<32> nonce = {};  // goes into the object's metadata, and tells it from any other
  timestamp begun = {};
  std::uint64_t part_size = 0;
  bool unmarked = false;  // the nonce is left out of the metadata after all
  bool others = false;    // since `begun` there may have been other uploads, whose ids were lost, and nobody was told
};

// What is known of one upload, and where. A journal is used from one thread at a time. Parts are numbered from 1.
template <class J>
concept upload_journal = requires(J& journal, const upload_intent& intent, std::string_view upload_id,
                                  const stored_part& part, std::uint32_t number) {
  // What an earlier call left; an empty nonce: nothing.
  { journal.intent() } -> std::same_as<const upload_intent&>;
  { journal.source_changed() } -> std::same_as<bool>;            // since then
  { journal.upload_id() } -> std::same_as<std::string_view>;     // empty: the answer that names it was never kept
  { journal.find(number) } -> std::same_as<const stored_part*>;  // null: not stored yet
  // Each is kept before it returns. begin() forgets what was there.
  { journal.begin(intent) } -> std::same_as<result<nothing>>;
  { journal.name(upload_id) } -> std::same_as<result<nothing>>;
  { journal.add(part) } -> std::same_as<result<nothing>>;
  { journal.outlives_the_call() } -> std::same_as<bool>;  // whether a later call finds what this one keeps
  journal.drop(number);                                   // the service has no such part after all; for this call
  journal.forget();                                       // all of it: the upload is over
};

// How many parts an upload may have so that a journal has room for them: all that the service allows, or what the
// journal says as `most_parts`.
template <class J>
inline constexpr std::uint32_t parts_kept = most_parts;
template <class J>
  requires requires { J::most_parts; }
inline constexpr std::uint32_t parts_kept<J> = J::most_parts < most_parts ? J::most_parts : most_parts;

// Where journals are kept. `place` is the caller's word for where (options), `name` the source's own (a file's path);
// both may be empty. A journal of another object, or one that cannot be read, is fault::checkpoint_broken.
template <class P>
concept checkpoint = requires(P& p, const upload_identity& upload, std::string_view place, std::string_view name) {
  typename P::journal;
  requires upload_journal<typename P::journal>;
  { p.open(upload, place, name) } -> std::same_as<result<typename P::journal>>;
};

namespace role {
struct checkpoint {
  template <class P>
  static constexpr bool played = upcall::checkpoint<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>,
                  "checkpoint policy: needs a type `journal` and `result<journal> open(const upload_identity&, "
                  "std::string_view place, std::string_view name)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
