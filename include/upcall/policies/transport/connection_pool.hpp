// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <mutex>
#include <upcall/http/request.hpp>
#include <utility>
#include <vector>

namespace upcall {

// Connections that wait for the next call of a client; threads may share it. Each call has one of its own; up to 64
// stay when their calls are over.
template <class Connection, class Factory>
class connection_pool {
 public:
  explicit connection_pool(Factory&& streams) : streams_(std::move(streams)) {}

  std::unique_ptr<Connection> take(const request& next) {
    {
      const std::lock_guard lock{mutex_};
      // The one that was used last: the others may have been waiting for too long.
      for (std::size_t i = idle_.size(); i-- != 0;) {
        if (!idle_[i]->leads_to_place_of(next)) continue;
        std::swap(idle_[i], idle_.back());
        std::unique_ptr<Connection> found = std::move(idle_.back());
        idle_.pop_back();
        return found;
      }
    }
    return std::make_unique<Connection>(streams_);
  }
  void give_back(std::unique_ptr<Connection> used) {
    if (!used->is_idle()) return;
    const std::lock_guard lock{mutex_};
    if (idle_.size() < most_idle) idle_.push_back(std::move(used));
  }

 private:
  static constexpr std::size_t most_idle = 64;

  Factory streams_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace upcall
