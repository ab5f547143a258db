// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/shared_value.hpp>

namespace upcall {

// Ends an upload from another thread, or from its progress function. It may be used for any number of calls.
class upload_control {
 public:
  enum class wish : unsigned char { go_on, pause, cancel };

  // What is uploaded stays, and calling again goes on from there: fault::paused. Where no journal outlives the call, it
  // is as cancel().
  void pause() { wish_ = wish::pause; }
  // What is uploaded is deleted: fault::cancelled.
  void cancel() { wish_ = wish::cancel; }
  void go_on() { wish_ = wish::go_on; }
  wish wanted() const { return wish_; }

 private:
  shared_value<wish> wish_ = wish::go_on;
};

}  // namespace upcall
