// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <upcall/core/result.hpp>
#include <upcall/core/time.hpp>
#include <upcall/policies/keys/fetch_allowance.hpp>
#include <upcall/policies/keys/fetched_key.hpp>
#include <upcall/policies/keys/key_table.hpp>
#include <upcall/roles/clock.hpp>
#include <utility>

namespace upcall {

// How keys are fetched, and remembered.
struct key_fetching {
  // The key URL that the service names, as its documentation has it ("Callback"), by https. Whatever else is asked for,
  // this one is fetched when it is needed, and what came of it stays.
  std::string_view usual = "https://gosspublic.alicdn.com/callback_pub_key_v1.pem";
  milliseconds time_limit = {3000};      // of a fetch: the service waits five seconds for an answer
  milliseconds pause = {10'000};         // after a fetch that failed, until the same URL is fetched again
  milliseconds good_for = {86'400'000};  // then a key is fetched again; the old one serves until a new one has come
  int at_first = 8;                      // other URLs that may be fetched one after the other; then one in each pause
  int at_once = 4;                       // fetches of other URLs at the same time
  std::size_t remembered = 32;           // other URLs, with a key or with the failure to get one
};

// Keys by URL. Of those who ask for the same at the same time one fetches it and all get the answer; while a key is
// fetched again, the others use the one that is there. Strangers choose the URLs: what they can cause is bounded, in
// memory and in fetches, and what is beyond that is not fetched. Threads may share it.
template <class Clock>
class key_memory {
 public:
  explicit key_memory(const key_fetching& how, Clock clock = {})
      : clock_(std::move(clock)),
        how_(how),
        usual_(std::make_shared<key_entry>(key_entry{.url = std::string{how.usual}})),
        others_(how.remembered),
        allowance_(how.at_first, how.pause) {}

  // `fetch` gives a result<fetched_key>. An exception of its leaves through here, and is a failure for those who wait.
  template <class Fetch>
  result<fetched_key> key_for(std::string_view url, Fetch&& fetch) {
    std::unique_lock lock{mutex_};
    const bool is_usual = url == usual_->url;
    const milliseconds now = clock_.elapsed();
    std::shared_ptr<key_entry> entry = is_usual ? usual_ : others_.find(url);
    if (entry && entry->under_way && !entry->key) {
      changed_.wait(lock, [&, before = entry->fetches] { return entry->fetches != before; });
      return known_of(*entry);
    }
    const bool is_known = entry && entry->fetches != 0;
    if (is_known && (entry->under_way || now < entry->again_at)) return known_of(*entry);
    if (!is_usual && (others_under_way_ >= how_.at_once || !allowance_.take(now))) {
      if (is_known) return known_of(*entry);
      return {fault::transport, "too many key URLs are asked for: this one is not fetched now"};
    }
    if (!entry) entry = others_.add(url);
    if (!entry) return {fault::transport, "too many keys are being fetched: this one is not"};
    {
      const fetch_under_way until_known{*this, lock, *entry, is_usual};
      lock.unlock();
      auto got = fetch(std::string_view{entry->url});
      lock.lock();
      take(*entry, got);
    }
    return known_of(*entry);
  }

 private:
  // Ends with the lock held, however it ends.
  class fetch_under_way {
   public:
    fetch_under_way(key_memory& of, std::unique_lock<std::mutex>& lock, key_entry& entry, bool is_usual)
        : of_(of), lock_(lock), entry_(entry), others_(is_usual ? 0 : 1) {
      of_.others_under_way_ += others_;
      entry_.under_way = true;
      entry_.succeeded = false;
      entry_.why.set(fault::transport, "the key's fetch was given up");
    }
    fetch_under_way(const fetch_under_way&) = delete;
    ~fetch_under_way() {
      if (!lock_.owns_lock()) lock_.lock();
      of_.others_under_way_ -= others_;
      entry_.under_way = false;
      ++entry_.fetches;
      entry_.again_at = of_.clock_.elapsed() + (entry_.succeeded ? of_.how_.good_for : of_.how_.pause);
      of_.changed_.notify_all();
    }

   private:
    key_memory& of_;
    std::unique_lock<std::mutex>& lock_;
    key_entry& entry_;
    const int others_;
  };

  static result<fetched_key> known_of(const key_entry& entry) {
    if (entry.key) return *entry.key;
    return entry.why;
  }
  // The same key again is the one that may have verified something.
  static void take(key_entry& entry, const result<fetched_key>& got) {
    entry.succeeded = got.has_value();
    if (!got) entry.why = got.error();
    if (got && (!entry.key || entry.key->view() != got->view())) entry.key = *got;
  }

  running_policy<Clock> clock_;
  const key_fetching how_;
  std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  std::shared_ptr<key_entry> usual_;
  key_table others_;
  fetch_allowance allowance_;
  int others_under_way_ = 0;
};

}  // namespace upcall
