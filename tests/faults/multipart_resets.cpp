// SPDX-License-Identifier: Apache-2.0
// Uploads in parts over real connections that are reset (RST) in the middle of an answer, not ended.
#include "faults/multipart_table.hpp"
#include <arpa/inet.h>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/testing/http/connection.hpp>

namespace {

using upcall::testing::http_request;
using upcall::testing::http_response;

// The service on loopback. The answer to the first request of one kind is sent up to some byte, and then the
// connection is reset.
class resetting_service {
 public:
  explicit resetting_service(std::string request, std::uint64_t after) : request_(std::move(request)), after_(after) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error{"cannot listen on loopback"};
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    accepting_ = std::thread{[this] { accept(); }};
  }
  resetting_service(const resetting_service&) = delete;
  // After its clients, whose connections are then closed.
  ~resetting_service() {
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    for (auto& each : serving_) each.join();
    ::close(listener_);
  }

  const std::string& url() const { return url_; }
  upcall::emulator& service() { return service_; }
  int resets() const { return resets_; }

 private:
  struct reset {};

  void accept() {
    for (;;) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (descriptor < 0) return;
      serving_.emplace_back([this, descriptor] { serve(descriptor); });
    }
  }
  void serve(int descriptor) {
    upcall::testing::tcp_socket socket{descriptor};
    const upcall::testing::http_handler handler = [&](http_request& request) {
      const std::string kind =
          request.method + request.target.substr(std::min(request.target.find('?'), request.target.size()));
      http_response answer = service_.service().handle(request);
      if (!is_the_one(kind)) return answer;
      const std::string head = upcall::testing::response_head(answer, true);
      const std::string wire = head + (upcall::testing::sends_body(answer) ? answer.body : "");
      (void)socket.write(std::string_view{wire}.substr(0, static_cast<std::size_t>(after_)));
      throw reset{};
    };
    try {
      upcall::testing::http_connection{socket, handler}.serve();
    } catch (const reset&) {
      const linger now{1, 0};
      ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
  }
  bool is_the_one(const std::string& kind) {
    const std::lock_guard lock{mutex_};
    if (resets_ != 0 || kind.find(request_) == std::string::npos) return false;
    ++resets_;
    return true;
  }

  std::string request_;
  std::uint64_t after_;
  upcall::emulator service_{given::service_settings()};
  int listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string url_;
  std::mutex mutex_;
  std::atomic<int> resets_ = 0;
  std::list<std::thread> serving_;
  std::thread accepting_;
};

}  // namespace

TEST_CASE("an upload in parts whose connection is reset in an answer") {
  const std::string bytes = given::bytes(faults::part_size + 1);
  struct {
    const char* request;
    bool found;
    std::uint32_t left;
  } const table[] = {{"uploads", false, 1},
                     {"partNumber=1", false, 0},
                     {"partNumber=2", false, 0},
                     {"POST?encoding-type=url&uploadId", true, 0}};
  for (const auto& each : table) {
    for (std::uint64_t after : {0u, 1u, 20u, 200u}) {
      INFO(each.request << " after " << after);
      resetting_service far{each.request, after};
      {
        given::client oss{upcall::endpoint{far.url()}, upcall::httplib_transport{}, upcall::exponential_backoff{},
                          upcall::openssl_crypto{}};
        auto bucket = oss.bucket("examplebucket");
        const auto out = bucket.resumable_upload("k", upcall::text{bytes}, {.part_size = faults::part_size});
        REQUIRE(out);
        CHECK(far.resets() == 1);
        CHECK(out->found_stored == each.found);
        CHECK(out->left_behind == each.left);
        upcall::testing::string_writer to;
        REQUIRE(bucket.get_object("k", to));
        CHECK((to.text == bytes));
      }
      CHECK(far.service().uploads().size() == each.left);
    }
  }
}

TEST_CASE("with a callback, Complete's connection is reset: stored, and told once") {
  static constexpr upcall::callback on_upload{.url = "http://127.0.0.1:23450/done", .body = "object=${object}"};
  resetting_service far{"POST?encoding-type=url&uploadId", 100};
  given::client oss{upcall::endpoint{far.url()}, upcall::httplib_transport{}, upcall::exponential_backoff{},
                    upcall::openssl_crypto{}};
  const auto out = oss.bucket("examplebucket")
                       .resumable_upload("k", upcall::text{given::bytes(faults::part_size + 1)},
                                         {.callback = upcall::encoded<on_upload>, .part_size = faults::part_size});
  REQUIRE_FALSE(out);
  CHECK(out.error().outcome_unknown);
  CHECK(out.error().stored.known);
  CHECK(far.service().callbacks().sent().size() == 1);
  CHECK(far.service().uploads().empty());
}
