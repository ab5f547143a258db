// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/authority.hpp"
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <openssl/ssl.h>
#include <poll.h>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <upcall/testing/callback_server.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <upcall/testing/file_descriptor.hpp>
#include <upcall/testing/http/socket.hpp>
#include <upcall/testing/openssl.hpp>
#include <utility>

namespace failing_calls {

// TLS in front of a server on loopback: what comes is handed on in clear.
class tls_front {
 public:
  tls_front(std::shared_ptr<SSL_CTX> shows, std::uint16_t behind) : shows_(std::move(shows)), behind_(behind) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (!listening_ || ::bind(listening_.number(), any, size) != 0 || ::listen(listening_.number(), SOMAXCONN) != 0 ||
        ::getsockname(listening_.number(), any, &size) != 0)
      throw std::runtime_error{"cannot listen on 127.0.0.1"};
    port_ = ntohs(address.sin_port);
    std::thread{[this] { accept_all(); }}.detach();  // as long as its process
  }
  std::uint16_t port() const { return port_; }

 private:
  void accept_all() {
    for (;;) {
      const int descriptor = ::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC);
      if (descriptor >= 0) std::thread{[this, descriptor] { serve(descriptor); }}.detach();
    }
  }
  void serve(int descriptor) {
    const upcall::testing::tcp_socket far{descriptor};
    const std::unique_ptr<SSL, decltype(&SSL_free)> session{SSL_new(shows_.get()), &SSL_free};
    SSL_set_fd(session.get(), descriptor);
    if (SSL_accept(session.get()) != 1) return;
    auto near = upcall::testing::tcp_socket::connect("127.0.0.1", behind_, upcall::testing::never);
    char piece[16 * 1024];
    while (near) {
      pollfd watched[] = {{descriptor, POLLIN, 0}, {near->descriptor(), POLLIN, 0}};
      if (SSL_pending(session.get()) == 0 && ::poll(watched, 2, -1) < 0 && errno != EINTR) return;
      if (SSL_pending(session.get()) != 0 || watched[0].revents != 0) {
        const int got = SSL_read(session.get(), piece, sizeof piece);
        if (got <= 0 || !near->write({piece, static_cast<std::size_t>(got)})) return;
      }
      if (watched[1].revents != 0) {
        const auto got = near->read(piece);
        if (got.value_or(0) == 0 || SSL_write(session.get(), piece, static_cast<int>(*got)) <= 0) return;
      }
    }
  }

  std::shared_ptr<SSL_CTX> shows_;
  std::uint16_t behind_, port_ = 0;
  upcall::testing::file_descriptor listening_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
};

// The service and the application server, in a process of their own, made before this one has threads: none of their
// calls fails.
class far_side {
 public:
  static constexpr std::string_view key_id = "fake-id", key_secret = "fake-secret", bucket = "failing-bucket",
                                    key_host = "gosspublic.alicdn.com";
  static constexpr std::int64_t now = 1'700'000'000;

  far_side() {
    int told[2], ends[2];
    if (::pipe2(told, O_CLOEXEC) != 0 || ::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    (void)upcall::testing::emulator_key();  // of both processes
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error{"no process"};
    if (process_ == 0) {
      ::close(told[0]);
      ::close(ends[1]);
      serve(told[1], ends[0]);
    }
    ::close(told[1]);
    ::close(ends[0]);
    ends_ = ends[1];
    const bool is_told = ::read(told[0], &ports_, sizeof ports_) == ssize_t{sizeof ports_};
    ::close(told[0]);
    if (!is_told) throw std::runtime_error{"the service does not begin"};
  }
  far_side(const far_side&) = delete;
  ~far_side() {
    ::close(ends_);
    ::waitpid(process_, nullptr, 0);
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(ports_.service); }
  std::string tls_url(const std::string& host) const { return "https://" + host + ':' + std::to_string(ports_.tls); }
  std::string application_url() const { return "http://127.0.0.1:" + std::to_string(ports_.application) + "/done"; }
  std::uint16_t tls_port() const { return ports_.tls; }
  // Of a server that gives no tickets, so that an answer is all that can come after a request.
  std::string ticketless_url(const std::string& host) const {
    return "https://" + host + ':' + std::to_string(ports_.ticketless);
  }
  std::string ca_file() const { return trusted_.ca_file(); }

  // Genuine callbacks whose body is this object's number.
  std::uint32_t callbacks(std::size_t object) const { return (*callbacks_)[object].load(); }
  static constexpr std::size_t most_objects = 1 << 20;

 private:
  using counters = std::array<std::atomic<std::uint32_t>, most_objects>;
  struct ports {
    std::uint16_t service, tls, ticketless, application;
  };

  [[noreturn]] void serve(int tell, int until) {
    std::signal(SIGPIPE, SIG_IGN);
    upcall::emulator_settings settings;
    settings.access_key_id = key_id;
    settings.access_key_secret = key_secret;
    settings.now = [] { return upcall::timestamp{now}; };
    upcall::callback_server application;
    application.on_arrival([this](const upcall::arrived_callback& each) {
      const auto number = std::strtoul(each.body.c_str(), nullptr, 10);
      if (each.verified && number < most_objects) ++(*callbacks_)[number];
    });
    upcall::emulator_server service{settings};
    given::tls_settings shown;
    shown.names += ",DNS:" + std::string{key_host};
    const auto behind = static_cast<std::uint16_t>(service.port());
    const auto without_tickets = trusted_.server(shown);
    SSL_CTX_set_num_tickets(without_tickets.get(), 0);
    const tls_front front{trusted_.server(shown), behind}, ticketless{without_tickets, behind};
    const ports out{behind, front.port(), ticketless.port(), static_cast<std::uint16_t>(application.port())};
    char byte;
    if (::write(tell, &out, sizeof out) == ssize_t{sizeof out})
      (void)!::read(until, &byte, 1);  // its end is the other's
    ::_exit(0);
  }

  static counters* shared_counters() {
    void* const made = ::mmap(nullptr, sizeof(counters), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (made == MAP_FAILED) throw std::runtime_error{"no memory"};
    return new (made) counters;
  }

  given::authority trusted_{};
  counters* callbacks_ = shared_counters();
  ports ports_ = {};
  pid_t process_ = 0;
  int ends_ = -1;
};

}  // namespace failing_calls
