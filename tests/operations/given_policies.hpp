// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/service.hpp"

// The policies of a client without its front, for what no call of a client's shows by itself.
namespace given {

template <class Transport, class... Policies>
using policy_set_of = upcall::policy_set<upcall::client_roles, policies, Transport, Policies...>;

// On prepared answers, each asked for once.
struct recorded_policies {
  upcall::endpoint to = service;
  upcall::recorded answers;
  policy_set_of<upcall::recorded> with;

  explicit recorded_policies(std::vector<upcall::recorded_answer> prepared)
      : answers{std::move(prepared)}, with{to, answers} {}
  const auto& requests() { return with.template get<upcall::role::transport>().requests(); }
};

// On the service in the test's process, whose clock the test sets, and with retries.
struct service_policies {
  upcall::timestamp service_time = clock{}.now();
  upcall::emulator at{settings()};
  watched::log seen = {};
  upcall::endpoint to = service;
  watched line{at.transport(), &seen};
  policy_set_of<watched, upcall::exponential_backoff> with{to, line};

  upcall::emulator_settings settings() {
    auto out = service_settings();
    out.now = [this] { return service_time; };
    return out;
  }
  // At the service's time, which the client's may be far from otherwise.
  std::string begin(const upcall::subject& about) {
    auto& time = with.get<upcall::role::clock>().start;
    const upcall::timestamp before = std::exchange(time, service_time);
    auto room = upcall::stack_workspace<>::lease();
    const auto begun = initiate_upload(with, room, about, {});
    time = before;
    return std::string{begun->upload_id};
  }
  upcall::stored_part send(const upcall::subject& about, const std::string& id, std::uint32_t number,
                           const std::string& bytes) {
    upcall::text from{bytes};
    return *upload_part(with, about, id, number, from, {});
  }
};

}  // namespace given
