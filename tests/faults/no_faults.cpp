// SPDX-License-Identifier: Apache-2.0
// The service at the other end of each transport, before anything goes wrong.
#include "catch.hpp"
#include "laws/service.hpp"
#include <string>
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <upcall/testing/failing.hpp>
#include <utility>

namespace {

struct in_process {
  upcall::emulator emulator;
  explicit in_process(upcall::emulator_settings settings) : emulator(std::move(settings)) {}
  static upcall::endpoint endpoint() { return {"http://127.0.0.1"}; }
  auto transport() { return emulator.transport(); }
};
// The Host header alone says which bucket is meant.
struct by_virtual_host : in_process {
  using in_process::in_process;
  static upcall::endpoint endpoint() { return given::service; }
};
struct decorated : in_process {
  using in_process::in_process;
  auto transport() { return upcall::failing{emulator.transport(), 0}; }
};
struct over_http {
  upcall::emulator_server server;
  std::string url = server.url();
  explicit over_http(upcall::emulator_settings settings) : server(std::move(settings)) {}
  upcall::endpoint endpoint() const { return {url}; }
  static upcall::httplib_transport transport() { return {}; }
};

}  // namespace

TEST_CASE("the emulator's transport keeps the laws") { laws::service<in_process>(); }
TEST_CASE("the emulator's transport keeps the laws where the bucket is in the host") {
  laws::service<by_virtual_host>();
}
TEST_CASE("a decorated transport keeps the laws") { laws::service<decorated>(); }
TEST_CASE("httplib_transport keeps the laws with the emulator's server") { laws::service<over_http>(); }
