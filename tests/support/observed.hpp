// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <upcall/roles/observer.hpp>
#include <upcall/testing/written.hpp>
#include <vector>

namespace given {

// Remembers what a client told, an event a line that begins with its kind. Copies share what they remember.
class observed {
 public:
  using role = upcall::role::observer;

  void observe(const upcall::event::sending& of) {
    add("sending " + std::string{of.request.method()} + ' ' +
        upcall::testing::written([&](auto& to) { of.request.write_url(to); }) + number(of.request) + ' ' +
        (of.request.size() ? std::to_string(*of.request.size()) : "-"));
  }
  void observe(const upcall::event::answered& of) {
    add("answered" + number(of.request) + ' ' + std::to_string(of.status) + ' ' + std::string{of.request_id} + ' ' +
        std::to_string(of.size));
    seen_->took = of.took.count;
  }
  void observe(const upcall::event::failed& of) {
    add("failed" + number(of.request) + ' ' + std::to_string(of.why.status) + ' ' + std::string{of.why.code.view()});
  }
  void observe(const upcall::event::waiting& of) {
    add("waiting " + std::string{of.bucket} + '/' + std::string{of.key} + ' ' + std::to_string(of.pause.count) + ' ' +
        std::string{of.why.code.view()});
  }
  void observe(const upcall::event::clock_corrected& of) {
    add("clock " + std::to_string(of.before.seconds) + ' ' + std::to_string(of.now.seconds));
  }
  void observe(const upcall::event::warning& of) {
    add("warning " + std::string{of.bucket} + '/' + std::string{of.key} + ' ' + std::string{of.text});
  }

  std::vector<std::string> all() const {
    const std::lock_guard lock{seen_->mutex};
    return seen_->lines;
  }
  std::vector<std::string> kinds() const {
    std::vector<std::string> out;
    for (const std::string& each : all()) out.push_back(each.substr(0, each.find(' ')));
    return out;
  }
  // How many events there were of a kind.
  int count(const std::string& kind) const {
    int out = 0;
    for (const std::string& each : kinds()) out += each == kind;
    return out;
  }
  std::int64_t took() const { return seen_->took; }  // of the last answer

 private:
  struct memory {
    std::mutex mutex = {};
    std::vector<std::string> lines = {};
    std::int64_t took = -1;
  };

  static std::string number(const upcall::event::about_request& of) { return " #" + std::to_string(of.attempt()); }
  void add(std::string line) {
    const std::lock_guard lock{seen_->mutex};
    seen_->lines.push_back(std::move(line));
  }

  std::shared_ptr<memory> seen_ = std::make_shared<memory>();
};

}  // namespace given
