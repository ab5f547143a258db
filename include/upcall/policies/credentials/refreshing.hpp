// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <upcall/core/literals.hpp>
#include <upcall/policies/credentials/refresh_times.hpp>
#include <upcall/policies/credentials/temporary.hpp>
#include <upcall/roles/credentials.hpp>
#include <utility>

namespace upcall {

// Credentials that somebody signs with: they stay, also when others have come in their place.
struct lent_credentials : credentials {
  std::shared_ptr<const temporary_credentials> kept = {};
};

// Temporary credentials, fetched anew from their source before they end. One thread fetches, and its call takes as much
// longer; the others go on with the old ones, or wait for it where there are none that are valid. After a failure too
// the old ones are used as long as they last; without any, every call fails with what the source said, and it is not
// asked again before the pause is over. What ends too early for the service (403 SecurityTokenExpired,
// InvalidSecurityToken, InvalidAccessKeyId) is told and not mended, since most often the source would give the same
// again: forget() makes the next call ask it. Times are by the client's clock. A source may use the client it is the
// source of while there are valid ones left, but not through other threads, which would wait for it.
template <class Source>
struct refreshing_credentials {
  using role = upcall::role::credentials;
  static_assert(temporary_credentials_source<running_policy<Source>>,
                "refreshing_credentials: its source needs `result<temporary_credentials> fetch()`");

  Source source;
  refresh_times times = {};

  class state;
};
template <class Source>
refreshing_credentials(Source, refresh_times = {}) -> refreshing_credentials<Source>;

template <class Source>
class refreshing_credentials<Source>::state {
 public:
  explicit state(refreshing_credentials&& policy)
      : source_(static_cast<Source&&>(policy.source)), times_(policy.times) {}

  result<lent_credentials> current(timestamp now) {
    std::unique_lock lock{mutex_};
    if (is_valid(now) && now >= renew_from_ && !refreshing_ && times_.is_pause_over(asked_, now)) refresh(lock, now);
    while (!is_valid(now)) {
      if (!refreshing_) {
        if (failed_ && !times_.is_pause_over(asked_, now)) return why_;
        refresh(lock, now);
      } else if (refresher_ == std::this_thread::get_id()) {
        return {fault::client, "credentials: their source uses the client that waits for it; give it one of its own"sv};
      } else {
        changed_.wait(lock, [this, before = round_] { return round_ != before; });
      }
      if (failed_) return why_;
    }
    return lent_credentials{{held_->access_key_id, held_->access_key_secret, held_->security_token}, held_};
  }

  // The next call asks the source, whatever is held.
  void forget() {
    const std::lock_guard lock{mutex_};
    held_.reset();
    failed_ = false;
  }

  // The running source.
  running_policy<Source>& source() { return source_; }

 private:
  using generation = std::shared_ptr<const temporary_credentials>;

  bool is_valid(timestamp now) const { return held_ && now < held_->expires; }

  void refresh(std::unique_lock<std::mutex>& lock, timestamp now) {
    refreshing_ = true;
    refresher_ = std::this_thread::get_id();
    asked_ = now;
    lock.unlock();
    result<generation> found = ask(now);
    lock.lock();
    refreshing_ = false;
    ++round_;
    failed_ = !found;
    if (found) {
      held_.swap(*found);
      renew_from_ = times_.renew_from(now, held_->expires);
    } else {
      why_ = found.error();
    }
    changed_.notify_all();
  }

  result<generation> ask(timestamp now) {
    // What an exception says may quote what was read, secrets too.
    result<generation> out{fault::client, "credentials: their source threw an exception; let it return a failure"sv};
    try {
      if constexpr (temporary_credentials_source<running_policy<Source>>) {
        const auto given = source_.fetch();
        if (!given) {
          out.fail(told(given.error()));
        } else if (const auto wrong = find_unusable(*given, now); !wrong.empty()) {
          out.fail(fault::client, wrong);
        } else {
          out.emplace(std::make_shared<const temporary_credentials>(*given));
        }
      }
    } catch (...) {
    }
    return out;
  }

  // Whatever the source met with, nothing was sent of the call that needs the credentials.
  static failure told(const failure& by_source) {
    failure out{fault::client, "credentials: none are valid, and their source gave no new ones: "sv, by_source.status};
    out.message.append(by_source.message);
    out.code = by_source.code;
    return out;
  }

  running_policy<Source> source_;
  const refresh_times times_;
  std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  generation held_ = {};
  timestamp renew_from_ = {};
  timestamp asked_ = {};
  failure why_ = {};
  bool failed_ = false, refreshing_ = false;
  std::thread::id refresher_ = {};
  std::uint64_t round_ = 0;  // of refreshing, for who waits for the end of one
};

}  // namespace upcall
