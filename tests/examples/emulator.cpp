// SPDX-License-Identifier: Apache-2.0
// The service on this machine: stores objects in a folder, checks signatures, makes signed callbacks.
#include "arguments.hpp"
#include "run_until_stopped.hpp"
#include <memory>
#include <stdexcept>
#include <upcall/testing/emulator_server.hpp>

namespace {

constexpr std::string_view usage = R"(usage: emulator --port P --root DIR --access-key-id ID --access-key-secret SECRET
                [--region R] [--security-token T] [--fault FAULT]... [--callbacks-anywhere] [--callback-timeout MS]
  --port P                0 takes a free one
  --root DIR              where the objects lie: the object KEY of BUCKET is the file DIR/BUCKET/KEY, percent-encoded
  --region R              the only region that signatures may name; any without it
  --security-token T      the token that must come with the access key
  --fault FAULT           METHOD[?PARAMETER]:N:EFFECT, for the N-th such request or for every one (*); POST?uploads
                          begins a multipart upload, POST?uploadId completes one; EFFECT is status=503 (nothing is
                          done), after=503 (it is done), cut=BYTES (of the answer), lost (no answer at all), delay=MS,
                          or crc (a wrong checksum in the answer)
  --callbacks-anywhere    callbacks may go to other machines, not to loopback addresses alone
  --callback-timeout MS   what an application server has for its answer; 5000 without it
)";

}  // namespace

int main(int argc, char** argv) {
  const examples::arguments given{
      argc,
      argv,
      usage,
      {"port", "root", "access-key-id", "access-key-secret", "region", "security-token", "fault", "callback-timeout"},
      {"callbacks-anywhere"}};
  given.rest(0);
  upcall::emulator_settings settings;
  const auto port = static_cast<int>(given.number("port", 0, 65535));
  settings.root = given.required("root");
  settings.access_key_id = given.required("access-key-id");
  settings.access_key_secret = given.required("access-key-secret");
  settings.region = given.value("region").value_or("");
  settings.security_token = given.value("security-token").value_or("");
  settings.callback_timeout.count = static_cast<std::int64_t>(given.number("callback-timeout", 1, 3'600'000, 5000));
  if (given.has("callbacks-anywhere")) settings.callbacks = upcall::callback_reach::anywhere;
  if (settings.root.empty() || settings.access_key_id.empty()) given.fail("--root and --access-key-id cannot be empty");
  upcall::fault_script faults;
  for (std::string_view fault : given.values("fault")) {
    try {
      faults.add(fault);
    } catch (const std::invalid_argument& problem) {
      given.fail(problem.what());
    }
  }
  return examples::run_until_stopped([&] {
    auto server = std::make_unique<upcall::emulator_server>(settings, port);
    for (std::string_view fault : given.values("fault")) server->faults().add(fault);
    return server;
  });
}
