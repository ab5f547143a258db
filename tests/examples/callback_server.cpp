// SPDX-License-Identifier: Apache-2.0
// An application server: prints each callback it gets as a line of JSON, with whether it was genuine, and answers it.
#include "arguments.hpp"
#include "run_until_stopped.hpp"
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <upcall/policies/keys/fetched.hpp>
#include <upcall/testing/callback_server.hpp>
#include <upcall/testing/refusal_name.hpp>

namespace {

constexpr std::string_view usage =
    R"(usage: callback_server --port P [--public-key FILE | --fetch-keys] [--answer JSON] [--status N] [--delay MS]
  --port P            0 takes a free one
  --public-key FILE   the service's public key as PEM
  --fetch-keys        fetches the service's public keys where its callbacks say; without either of the two only an
                      emulator on this machine is trusted
  --answer JSON       the answer's body; {"Status":"OK"} without it
  --status N          the answer's status; 200 without it
  --delay MS          waits before it answers
)";

std::string line_of(const upcall::arrived_callback& got) {
  const nlohmann::ordered_json line{
      {"verified", got.verified}, {"reason", upcall::name_of(got.reason)}, {"target", got.target}, {"body", got.body}};
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);  // bodies need not be UTF-8
}

// The key lives as long as the server.
struct key_of_file {
  std::shared_ptr<const std::string> pem;
  upcall::result<std::string_view> key_for(std::string_view url) const {
    return upcall::pinned_keys{*pem}.key_for(url);
  }
};

}  // namespace

int main(int argc, char** argv) {
  const examples::arguments given{
      argc, argv, usage, {"port", "public-key", "answer", "status", "delay"}, {"fetch-keys"}};
  given.rest(0);
  const auto port = static_cast<int>(given.number("port", 0, 65535));
  upcall::callback_reply reply;
  if (const auto answer = given.value("answer")) reply.body = *answer;
  reply.status = static_cast<int>(given.number("status", 200, 599, 200));
  reply.delay.count = static_cast<std::int64_t>(given.number("delay", 0, 3'600'000, 0));
  if (given.has("public-key") && given.has("fetch-keys"))
    given.fail("--public-key and --fetch-keys exclude each other");
  std::shared_ptr<const std::string> pem;
  if (const auto file = given.value("public-key")) {
    std::ifstream in{std::string{*file}, std::ios::binary};
    if (!in) given.fail("--public-key: cannot read " + std::string{*file});
    pem = std::make_shared<const std::string>(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
    if (pem->find("-----BEGIN PUBLIC KEY-----") == std::string::npos)
      given.fail("--public-key: " + std::string{*file} + " is no public key in PEM");
  }
  return examples::run_until_stopped([&] {
    const auto serve = [&](auto... keys) { return std::make_unique<upcall::callback_server>(reply, port, keys...); };
    auto server = pem ? serve(key_of_file{pem}) : given.has("fetch-keys") ? serve(upcall::fetched_keys{}) : serve();
    server->on_arrival([](const upcall::arrived_callback& got) { examples::print_line(line_of(got)); });
    return server;
  });
}
