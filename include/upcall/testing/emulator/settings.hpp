// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <upcall/core/time.hpp>
#include <upcall/testing/emulator/callback_post.hpp>

namespace upcall {

// Which application servers the emulator may call.
enum class callback_reach : unsigned char {
  loopback,  // this machine alone, so that a test tells nobody else
  anywhere,
  public_addresses,  // as the service: loopback and private addresses are refused
};

// How an emulator behaves. What is left out: no credentials means that nothing is signed for, no region that any will
// do.
struct emulator_settings {
  std::string access_key_id = {}, access_key_secret = {}, security_token = {};
  std::string region = {};  // as in a signature: "cn-hangzhou"
  std::string root = {};    // the folder that the objects lie in; empty: in memory
  callback_reach callbacks = callback_reach::loopback;
  milliseconds callback_timeout = {5000};  // for all of a callback, connecting included
  // Stored callback policies by name, as the JSON of the callback parameter: for {"callbackPolicy":"name"}.
  std::map<std::string, std::string> callback_policies = {};
  // Takes the callbacks in place of the network.
  std::function<testing::callback_answer(const testing::callback_post&)> deliver = {};
  std::function<timestamp()> now = [] {
    return timestamp{
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
  };
  std::function<void(milliseconds)> sleep = [](milliseconds pause) {
    std::this_thread::sleep_for(std::chrono::milliseconds{pause.count});
  };
};

}  // namespace upcall
