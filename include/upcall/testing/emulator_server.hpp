// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <upcall/testing/emulator/service.hpp>
#include <upcall/testing/emulator/settings.hpp>
#include <upcall/testing/http/server.hpp>
#include <utility>
#include <vector>

namespace upcall {

// The service as an HTTP server on this machine, for any client: point its endpoint at url(). It runs until its end.
class emulator_server {
 public:
  // Port 0 takes a free one. The address is one of loopback: "127.0.0.1" or "::1". Throws std::runtime_error when the
  // port is taken.
  explicit emulator_server(emulator_settings settings = {}, int port = 0, const std::string& address = "127.0.0.1")
      : service_(std::move(settings)),
        server_([this](testing::http_request& request) { return service_.handle(request); }, port, address) {
    service_.callbacks().key_is_at(url());
    server_.start();
  }

  int port() const { return server_.port(); }
  std::string url() const { return server_.url(); }
  fault_script& faults() { return service_.faults(); }
  testing::object_store& objects() { return service_.store(); }
  // The multipart uploads that are open: bucket, key, id and when they began.
  std::vector<testing::upload_facts> uploads() { return service_.uploads(); }
  testing::callback_sender& callbacks() { return service_.callbacks(); }

 private:
  testing::service service_;
  testing::http_server server_;
};

}  // namespace upcall
