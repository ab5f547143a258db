// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/client.hpp"
#include <algorithm>
#include <functional>
#include <mutex>
#include <string>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/testing/emulator.hpp>
#include <vector>

// The service in the test's process, and a client of it whose requests the test sees.
namespace given {

// One line for each request that was sent: "PUT partNumber=1".
struct watched {
  using role = upcall::role::transport;

  struct log {
    std::mutex mutex = {};
    std::vector<std::string> lines = {};
    std::function<void(const std::string& line)> before = {};  // called before each request, by one thread at a time
  };
  upcall::emulator_transport inner;
  log* seen;

  template <upcall::body Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& from, upcall::response& answer) {
    std::string line{request.method()};
    for (const auto& [name, value] : request.message().parameters) {
      if (name == "uploads") line += " uploads";
      if (name == "uploadId") line += request.message().parameters.find("partNumber") ? "" : " uploadId";
      if (name == "partNumber") (line += " part ") += value;
    }
    {
      const std::lock_guard lock{seen->mutex};
      seen->lines.push_back(line);
      if (seen->before) seen->before(line);
    }
    return inner.send(request, from, answer);
  }
};

inline upcall::emulator_settings service_settings() {
  upcall::emulator_settings out;
  out.access_key_id = key_id;
  out.access_key_secret = secret;
  out.now = [] { return clock{}.now(); };
  out.sleep = [](upcall::milliseconds) {};
  out.deliver = [](const upcall::testing::callback_post&) {
    upcall::testing::callback_answer answer;
    answer.status = 200;
    answer.body = "{\"Status\":\"OK\"}";
    answer.headers.add("Content-Length", std::to_string(answer.body.size()));
    return answer;
  };
  return out;
}

// Executor and checkpoint are what a test gives, or those of given::client.
template <class... Policies>
struct service_and_client {
  upcall::emulator service;
  watched::log seen = {};
  client<watched, upcall::exponential_backoff, Policies...> oss;
  upcall::bucket<upcall::basic_client<policies, watched, upcall::exponential_backoff, Policies...>> bucket =
      oss.bucket("examplebucket");

  explicit service_and_client(Policies... given) : service_and_client(service_settings(), given...) {}
  explicit service_and_client(upcall::emulator_settings settings, Policies... given)
      : service(std::move(settings)),
        oss{given::service, watched{service.transport(), &seen}, upcall::exponential_backoff{}, given...} {}

  // The object's bytes; "(none)" where there is none.
  std::string stored(const std::string& key = "k") {
    upcall::testing::string_writer to;
    return bucket.get_object(key, to) ? to.text : "(none)";
  }
  std::ptrdiff_t sent(const std::string& line) const { return std::count(seen.lines.begin(), seen.lines.end(), line); }
  std::ptrdiff_t parts_sent() const {
    return std::count_if(seen.lines.begin(), seen.lines.end(),
                         [](const std::string& each) { return each.rfind("PUT part", 0) == 0; });
  }
  void fault(std::string_view line) { service.faults().add(line); }
};

}  // namespace given
