// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <upcall/http/request.hpp>
#include <utility>
#include <vector>

namespace upcall {

// Connections that wait for the next call of a client; threads may share it. Each call has one of its own; the last 64
// stay when their calls are over.
template <class Connection, class Factory>
class connection_pool {
 public:
  explicit connection_pool(Factory&& streams) : streams_(std::move(streams)) {}

  // Runs the action with a connection, which is of use to others after it when its exchange came whole.
  template <std::size_t Room, class Action>
  auto with(const request& next, Action action) {
    std::unique_ptr<pooled> over = take(next);
    if (!over->room) over->room = std::unique_ptr<char[]>{new char[Room]};
    auto done = action(over->connection, std::span<char>{over->room.get(), Room});
    give_back(std::move(over));
    return done;
  }

 private:
  static constexpr std::size_t most_idle = 64;

  struct pooled {
    Connection connection;
    std::unique_ptr<char[]> room = {};

    explicit pooled(Factory& streams) : connection(streams) {}
  };

  std::unique_ptr<pooled> take(const request& next) {
    {
      const std::lock_guard lock{mutex_};
      // The one that was used last: the others may have been waiting for too long.
      for (std::size_t i = idle_.size(); i-- != 0;) {
        if (!idle_[i]->connection.leads_to_place_of(next)) continue;
        std::unique_ptr<pooled> found = std::move(idle_[i]);
        idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(i));
        return found;
      }
    }
    return std::make_unique<pooled>(streams_);
  }
  void give_back(std::unique_ptr<pooled> used) {
    if (!used->connection.is_idle()) return;
    std::unique_ptr<pooled> oldest;  // a client of many buckets may never go there again; it ends without the lock
    const std::lock_guard lock{mutex_};
    if (idle_.size() == most_idle) {
      oldest = std::move(idle_.front());
      idle_.erase(idle_.begin());
    }
    idle_.push_back(std::move(used));
  }

  Factory streams_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<pooled>> idle_;
};

}  // namespace upcall
