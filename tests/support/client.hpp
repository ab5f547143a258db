// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/bodies/callable.hpp>
#include <upcall/bodies/text.hpp>
#include <upcall/client.hpp>
#include <upcall/policies/callback_encoder/in_header.hpp>
#include <upcall/policies/checkpoint/memory.hpp>
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/credentials/fixed.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/policies/errors/returning.hpp>
#include <upcall/policies/executor/in_order.hpp>
#include <upcall/policies/observer/silent.hpp>
#include <upcall/policies/retry/none.hpp>
#include <upcall/policies/signer/v4.hpp>
#include <upcall/policies/workspace/stack.hpp>
#include <upcall/testing/recorded.hpp>

// What tests of whole calls begin with: a client that takes no time and has no secrets, on whatever transport is given.
namespace given {

inline constexpr std::string_view key_id = "fake-key-id", secret = "fake-secret";

struct credentials {
  using role = upcall::role::credentials;
  static upcall::result<upcall::credentials> current(upcall::timestamp) { return upcall::credentials{key_id, secret}; }
};

inline constexpr upcall::endpoint service{"http://oss-cn-hangzhou.aliyuncs.com"};

// 2023-11-14 22:13:20 UTC.
struct clock : upcall::manual_clock {
  constexpr clock() : manual_clock{{1'700'000'000}, {}} {}

  // The lanes of an upload share it.
  upcall::timestamp now() const { return {start.seconds + elapsed().count / 1000}; }
  upcall::milliseconds elapsed() const { return {__atomic_load_n(&since.count, __ATOMIC_SEQ_CST)}; }
  void sleep(upcall::milliseconds pause) { __atomic_fetch_add(&since.count, pause.count, __ATOMIC_SEQ_CST); }
};

using policies =
    upcall::policy_list<upcall::endpoint, credentials, upcall::portable_crypto, clock, upcall::sign_v4,
                        upcall::no_retry, upcall::callback_in_header, upcall::memory_checkpoint, upcall::in_order,
                        upcall::stack_workspace<>, upcall::silent_observer, upcall::returning>;

template <class... Policies>
class client : public upcall::basic_client<policies, Policies...> {
 public:
  template <class... Values>
  explicit client(Values... values) : upcall::basic_client<policies, Policies...>(values...) {}
};
template <class... Values>
client(Values...) -> client<Values...>;

// Requests that a client on a `recorded` transport has sent, its clock, …
const auto& requests(auto& client) { return client.template policy<upcall::role::transport>().requests(); }
upcall::milliseconds slept(auto& client) { return client.template policy<upcall::role::clock>().elapsed(); }

inline std::string bytes(std::size_t size) {
  std::string out(size, '\0');
  std::uint32_t x = 1;
  for (char& c : out) c = static_cast<char>((x = x * 1664525u + 1013904223u) >> 24);
  return out;
}

}  // namespace given
