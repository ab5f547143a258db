// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/callback/refused.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/http/check_names.hpp>
#include <upcall/operations/delete_object.hpp>
#include <upcall/operations/get_object.hpp>
#include <upcall/operations/put_object.hpp>
#include <upcall/operations/resumable_upload.hpp>
#include <upcall/operations/session_calls.hpp>
#include <upcall/roles/observer.hpp>
#include <upcall/roles/policy_set.hpp>
#include <utility>

namespace upcall {

using client_roles =
    role_list<role::endpoint, role::credentials, role::transport, role::signer, role::crypto, role::clock, role::retry,
              role::callback_encoder, role::checkpoint, role::executor, role::workspace, role::observer, role::errors>;

namespace detail {

// What a call gives where the policies are wrong: a value and a result alike, so that what is done with it is no second
// error.
template <class Value>
struct mistaken : Value {
  explicit operator bool() const;
  Value& operator*() const;
  Value* operator->() const;
  failure& error() const;
};

}  // namespace detail

// One bucket of a client's; it refers to the client, which must outlive it. Cheap to make and to copy.
template <class Client>
class bucket {
 public:
  constexpr bucket(Client& client, std::string_view name) : client_(&client), name_(name) {}

  constexpr std::string_view name() const { return name_; }

  // Uploads one object from a file, a text, a callable, or a stream of unknown size.
  template <class S, class Callback = typename Client::callback>
  constexpr auto put_object(std::string_view key, S&& from, const basic_put_object_options<Callback>& options = {}) {
    static_assert(source<S> || unsized_body<S>,
                  "put_object: this is no source, or a const one; a file, a text or a callable can be uploaded, or "
                  "what has size(), "
                  "read(std::span<char>) and rewind(), or, without a size, a stream");
    static_assert(!unsized_body<S> || Client::sends_unsized(),
                  "put_object: this transport does not say that it can send what has no size; resumable_upload uploads "
                  "a stream, or a transport with `static constexpr bool sends_unsized = true`");
    constexpr bool uploads = source<S> || (unsized_body<S> && Client::sends_unsized());
    return call_with<put_result, uploads>(
        {name_, key}, [&](auto& with, const subject& about) { return upcall::put_object(with, about, from, options); });
  }
  // Uploads one object in parts, from a file, a text, an addressed, or a stream of unknown size; calling again goes on
  // where a call failed, was paused, or its process was killed.
  template <class S, class Callback = typename Client::callback>
  constexpr auto resumable_upload(std::string_view key, S&& from,
                                  const basic_resumable_upload_options<Callback>& options = {}) {
    static_assert(
        source<S> || part_stream<S>,
        "resumable_upload: this is no source, or a const one; a file, a text, a stream or an addressed can be "
        "uploaded, or what has size(), read(std::span<char>), rewind() and slice(at, size)");
    constexpr bool uploads = source<S> || part_stream<S>;
    return call_with<resumable_result, uploads>({name_, key}, [&](auto& with, const subject& about) {
      return upcall::resumable_upload(with, about, from, options);
    });
  }
  // The calls that it is made of. Whoever begins an upload completes or aborts it: until then its parts cost.
  constexpr auto initiate_upload(std::string_view key, const initiate_upload_options& options = {}) {
    return client_->template call_in_room<initiate_result>(
        {name_, key}, [&](auto&... with) { return upcall::initiate_upload(with..., options); });
  }
  template <class S>
  constexpr auto upload_part(std::string_view key, std::string_view upload_id, std::uint32_t number, S&& from,
                             const upload_part_options& options = {}) {
    static_assert(source<S>,
                  "upload_part: this is no source, or a const one; a file, a text or a callable can be uploaded, or "
                  "what has size(), "
                  "read(std::span<char>) and rewind()");
    return call_with<stored_part, source<S>>({name_, key}, [&](auto& with, const subject& about) {
      return upcall::upload_part(with, about, upload_id, number, from, options);
    });
  }
  constexpr auto list_parts(std::string_view key, std::string_view upload_id,
                            function_ref<void(const listed_part&)> take) {
    return client_->template call_in_room<list_parts_result>(
        {name_, key}, [&](auto&... with) { return upcall::list_parts(with..., upload_id, take); });
  }
  // Of the parts in the order of their numbers; of none: of all that the service has.
  template <class Callback = typename Client::callback>
  constexpr auto complete_upload(std::string_view key, std::string_view upload_id, std::span<const stored_part> parts,
                                 const basic_complete_upload_options<Callback>& options = {}) {
    auto part_at = [parts](std::uint32_t index) -> const stored_part& { return parts[index]; };
    return client_->template call<complete_result>({name_, key}, [&](auto& with, const subject& about) {
      return upcall::complete_upload(with, about, upload_id, {static_cast<std::uint32_t>(parts.size()), part_at},
                                     options);
    });
  }
  constexpr auto abort_upload(std::string_view key, std::string_view upload_id) {
    return client_->template call_in_room<abort_result>(
        {name_, key}, [&](auto&... with) { return upcall::abort_upload(with..., upload_id); });
  }

  // An upload whose parts come from many machines: the session and the receipts of parts are values with a text form.
  constexpr auto begin_session(std::string_view key, std::uint64_t size, const begin_session_options& options = {}) {
    return client_->template call<upload_session>({name_, key}, [&](auto& with, const subject& about) {
      return upcall::begin_session(with, about, size, options);
    });
  }
  template <class S>
  constexpr auto upload_part(const upload_session& session, std::uint32_t number, S&& from,
                             const upload_part_options& options = {}) {
    static_assert(source<S>,
                  "upload_part: this is no source, or a const one; a file, a text or a callable can be uploaded, or "
                  "what has size(), "
                  "read(std::span<char>) and rewind()");
    return call_with<stored_part, source<S>>({session.bucket, session.key}, [&](auto& with, const subject&) {
      return upcall::upload_part(with, session, number, from, options);
    });
  }
  template <class Callback = typename Client::callback>
  constexpr auto complete_upload(const upload_session& session, std::span<stored_part> receipts,
                                 const basic_complete_upload_options<Callback>& options = {}) {
    return client_->template call<complete_result>({session.bucket, session.key}, [&](auto& with, const subject&) {
      return upcall::complete_upload(with, session, receipts, options);
    });
  }
  constexpr auto abort_upload(const upload_session& session) {
    return client_->template call_in_room<abort_result>(
        {session.bucket, session.key}, [&](auto&... with) { return upcall::abort_upload(with..., session.upload_id); });
  }
  // Deletes the unfinished uploads of all keys with this prefix that were begun so long ago; begun, not last used.
  constexpr auto sweep(std::string_view prefix, milliseconds older_than) {
    return client_->template call<sweep_result>(
        {name_, prefix}, [&](auto& with, const subject&) { return upcall::sweep(with, name_, prefix, older_than); });
  }
  // Tells the unfinished uploads of all keys that begin with the prefix.
  constexpr auto list_uploads(std::string_view prefix, function_ref<void(const listed_upload&)> take) {
    return client_->template call_in_room<list_uploads_result>({name_, prefix}, [&](auto& with, auto& room, auto&) {
      return upcall::list_uploads(with, room, name_, prefix, take);
    });
  }

  // Asks about an object; one that does not exist is fault::server with status 404.
  constexpr auto head_object(std::string_view key, const head_object_options& options = {}) {
    return client_->template call_in_room<head_result>(
        {name_, key}, [&](auto&... with) { return upcall::head_object(with..., options); });
  }
  // Fetches an object into a sink, or a function that takes its pieces and may return false to end it.
  template <class To>
  constexpr auto get_object(std::string_view key, To&& to, const get_object_options& options = {}) {
    return client_->template call_in_room<head_result>(
        {name_, key}, [&](auto&... with) { return upcall::get_object(with..., to, options); });
  }
  // Deletes an object, there or not.
  constexpr auto delete_object(std::string_view key) {
    return client_->template call_in_room<delete_result>({name_, key},
                                                         [&](auto&... with) { return upcall::delete_object(with...); });
  }

 private:
  // Of a mistaken source there has been an error, and the call adds nothing to it.
  template <class Value, bool Source, class Operation>
  constexpr auto call_with(const subject& about, Operation operation) {
    if constexpr (Source) {
      return client_->template call<Value>(about, operation);
    } else {
      return detail::mistaken<Value>{};
    }
  }

  Client* client_;
  inline_string<64> name_;  // one more than a bucket's name can have, so that a longer one is refused, not cut
};

// A set of policies, and the calls they make possible.
template <class Defaults, class... Named>
class basic_client {
 public:
  template <class... Values>
  constexpr explicit basic_client(Values&... values) : with_(values...) {}
  basic_client(const basic_client&) = delete;
  basic_client& operator=(const basic_client&) = delete;

  constexpr auto bucket(std::string_view name) & { return upcall::bucket<basic_client>{*this, name}; }
  void bucket(std::string_view) && = delete;
  // One whose name the compiler knows, and checks: `inline constexpr std::string_view logs = "…";`.
  template <const auto& Name>
  constexpr auto bucket() & {
    static_assert(check_bucket(Name).empty(), UPCALL_BUCKET_ADVICE);
    return bucket(Name);
  }

  // The running policy of a role: the transport's pool, a test's emulator.
  template <class Role>
  constexpr auto& policy() {
    return with_.template get<Role>();
  }

 private:
  friend class upcall::bucket<basic_client>;
  using set = policy_set<client_roles, Defaults, Named...>;
  using callback = callback_for<typename set::template type<role::callback_encoder>>;
  static_assert(!asks_for_region<typename set::template type<role::signer>> ||
                    !is_known_without_region<typename set::template type<role::endpoint>>,
                "endpoint: its host does not tell the region, which this signature needs; give it as .region, such as "
                "\"cn-hangzhou\"");

  // Not asked where the policies are wrong, which has been told.
  static consteval bool sends_unsized() {
    if constexpr (set::ok) {
      return unsized_transport<running_policy<typename set::template type<role::transport>>>;
    } else {
      return true;
    }
  }
  // Where the policies are wrong, the set has said so, and a call adds nothing to it.
  template <class Value, class Operation>
  constexpr auto call(const subject& about, Operation operation) {
    if constexpr (set::ok) {
      auto run = [&] { return operation(with_, about); };
      // By its name: a static function that is called through an expression does not make its result in place (g++ 12).
      auto& errors = with_.template get<role::errors>();
      return errors.unwrap(run, about);
    } else {
      return detail::mistaken<Value>{};
    }
  }
  template <class Value, class Operation>
  constexpr auto call_in_room(const subject& about, Operation operation) {
    return call<Value>(about, [&](auto& with, const subject& what) {
      auto&& room = with.template get<role::workspace>().lease();
      return operation(with, room, what);
    });
  }

  set with_;
};

}  // namespace upcall

#undef UPCALL_BUCKET_ADVICE
