// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <httplib.h>

#ifndef CPPHTTPLIB_OPENSSL_SUPPORT
// The macro changes the layout of its classes.
#error "upcall: define CPPHTTPLIB_OPENSSL_SUPPORT as cpp-httplib's package does: pkg-config --cflags cpp-httplib"
#endif

#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <upcall/core/time.hpp>
#include <upcall/policies/crypto/openssl_errors_aside.hpp>
#include <upcall/policies/transport/deadline_watch.hpp>
#include <upcall/policies/transport/exchange_end.hpp>
#include <upcall/policies/transport/httplib_pool.hpp>
#include <upcall/policies/transport/sigpipe_guard.hpp>
#include <upcall/roles/transport.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/sink.hpp>
#include <utility>

namespace upcall {

// HTTP and HTTPS by cpp-httplib. Connections are kept and used again by later calls; threads may share it, each call
// has a connection of its own. TLS is at least 1.2 and certificates are verified. cpp-httplib's limits are those of
// each wait, so an exchange of a call with a deadline has a thread beside it that ends them all but the look-up of a
// name, which has getaddrinfo()'s own.
struct httplib_transport {
  using role = upcall::role::transport;

  milliseconds connect_timeout = {10'000};
  milliseconds read_timeout = {120'000};  // for each wait for the service, not for the whole exchange
  milliseconds write_timeout = {120'000};
  std::string ca_file = {};           // certificates to trust in place of the system's, as a PEM file
  std::string certificate_file = {};  // of this client, for services that want one; and what lies between it and theirs
  std::string key_file = {};          // without a password; empty: the key is in certificate_file as well

  class state;
};

namespace detail {

struct string_writer {
  std::string& to;
  void put(char c) { to.push_back(c); }
  void append(std::string_view text) { to.append(text); }
};

// One exchange: what cpp-httplib calls back into.
template <payload Body>
class httplib_exchange {
 public:
  httplib_exchange(const signed_request& request, Body& from, response& answer, httplib_connection& over,
                   const deadline_watch& watch)
      : request_(request), from_(from), answer_(answer), over_(over), watch_(watch) {}

  result<nothing> run() {
    httplib::Request message = written();
    httplib::Response got;
    auto error = httplib::Error::Success;
    const bool sent = over_.client->send(message, got, error);
    if (body_failure_) return *body_failure_;
    if (!sent || is_interim(got)) return lost(error);
    take_head(got);
    return nothing{};
  }

 private:
  httplib::Request written() {
    httplib::Request message;
    message.method = request_.method();
    string_writer path{message.path};
    write_target(path, request_.message());
    std::string host;
    string_writer host_writer{host};
    write_host(host_writer, request_.message());
    message.headers.emplace("Host", std::move(host));
    for (const auto& [name, value] : request_.headers()) message.headers.emplace(name, trim(value));
    if (!message.has_header("Accept-Encoding")) message.headers.emplace("Accept-Encoding", "identity");
    if (!message.has_header("User-Agent")) message.headers.emplace("User-Agent", "upcall");
    if constexpr (unsized_body<Body>) {
      message.headers.emplace("Transfer-Encoding", "chunked");
      message.content_provider_ = [this](std::size_t, std::size_t, httplib::DataSink& to) { return send_chunk(to); };
      message.is_chunked_content_provider_ = true;
    } else if (request_.has_body()) {
      message.content_length_ = static_cast<std::size_t>(request_.content_length());
      message.content_provider_ = [this](std::size_t, std::size_t, httplib::DataSink& to) { return send_piece(to); };
      message.is_chunked_content_provider_ = false;
    }
    message.response_handler = [this](const httplib::Response& got) {
      if (is_interim(got)) return false;
      take_head(got);
      return true;
    };
    message.content_receiver = [this](const char* piece, std::size_t size, std::uint64_t, std::uint64_t) {
      return answer_.append({piece, size});
    };
    return message;
  }

  bool send_piece(httplib::DataSink& to) {
    const auto piece = next_piece();
    if (!piece) body_failure_ = piece.error();
    if (!piece || piece->empty()) return false;
    handed_over_ += piece->size();
    return to.write(piece->data(), piece->size());
  }
  // Without the last chunk, which done() sends, nobody takes the body for whole.
  bool send_chunk(httplib::DataSink& to) {
    const auto piece = next_piece();
    if (!piece) {
      body_failure_ = piece.error();
      return false;
    }
    ended_ = piece->empty();
    if (!ended_) return to.write(piece->data(), piece->size());
    to.done();
    return true;
  }
  // cpp-httplib hands a piece straight to the socket; smaller ones cost more than twice the time.
  result<std::string_view> next_piece() {
    constexpr std::size_t most = 256 * 1024;
    if constexpr (lending_body<Body>) {
      return from_.next(4 * most);
    } else {
      if (!over_.buffer) over_.buffer = std::make_unique<char[]>(most);
      auto got = from_.read({over_.buffer.get(), most});
      if (!got) return got.error();
      return std::string_view{over_.buffer.get(), *got};
    }
  }

  // cpp-httplib reads past 100 Continue alone. What follows another interim answer would be taken for its body, or for
  // the answer to the next request, so the connection is given up.
  static bool is_interim(const httplib::Response& got) { return got.status < 200; }

  void take_head(const httplib::Response& got) {
    if (answer_.status != 0) return;
    answer_.status = got.status;
    for (const auto& [name, value] : got.headers) answer_.header(name, value);
  }

  // By the deadline, where that has passed: whatever cpp-httplib makes of it.
  failure lost(httplib::Error error) const {
    failure out = broken(error);
    if (!watch_.passed()) return out;
    const bool connecting = error == httplib::Error::Connection || error == httplib::Error::ConnectionTimeout;
    const bool unknown = out.outcome_unknown;
    out.set(fault::transport, connecting                               ? deadline_in_connecting
                              : error == httplib::Error::SSLConnection ? deadline_in_tls
                              : answer_.status != 0                    ? deadline_in_answer
                              : unknown                                ? deadline_before_answer
                                                                       : deadline_in_request);
    out.outcome_unknown = unknown;
    return out;
  }
  failure broken(httplib::Error error) const {
    switch (error) {
      case httplib::Error::Connection:
      case httplib::Error::BindIPAddress:
      case httplib::Error::ConnectionTimeout:
        return transport_failure("cannot connect to the service: check the endpoint and the network", false);
      case httplib::Error::SSLConnection:
        return transport_failure("cannot connect to the service: no TLS connection came about (1.2 or later is needed)",
                                 false);
      case httplib::Error::SSLLoadingCerts:
        return transport_failure("cannot load the certificates to trust: check ca_file, or install ca-certificates",
                                 false);
      case httplib::Error::SSLServerVerification: return certificate_refused();
      default: break;
    }
    if (answer_.status != 0) return transport_failure("the answer ended before it was whole", true);
    // A body that did not go out as a whole cannot have been stored.
    const bool whole = unsized_body<Body> ? ended_ : handed_over_ == request_.content_length();
    return transport_failure(whole ? "no answer came" : "the connection broke while the body was sent", whole);
  }

  failure certificate_refused() const {
    failure out = transport_failure("the service's certificate is not valid for this endpoint", false);
    const long why = static_cast<httplib::SSLClient&>(*over_.client).get_openssl_verify_result();
    if (why == X509_V_OK) return out;
    out.message.append(": ");
    out.message.append(X509_verify_cert_error_string(why));
    return out;
  }

  const signed_request& request_;
  Body& from_;
  response& answer_;
  httplib_connection& over_;
  const deadline_watch& watch_;
  std::optional<failure> body_failure_ = {};
  std::uint64_t handed_over_ = 0;
  bool ended_ = false;  // a body of unknown size
};

}  // namespace detail

class httplib_transport::state {
 public:
  static constexpr bool sends_unsized = true;
  static constexpr bool heeds_time_left = true;

  explicit state(httplib_transport&& policy) : policy_(std::move(policy)) {}

  template <payload Body>
  result<nothing> send(const signed_request& request, Body& from, response& answer) {
    const detail::sigpipe_guard no_sigpipe;
    const detail::openssl_errors_aside quietly;
    std::optional<detail::deadline_watch> watch;
    try {
      watch.emplace(request.message().time_left);
    } catch (const std::system_error&) {
      return transport_failure("deadline: there is no thread left that could watch it", false);
    }
    auto connection = pool_.take(host_of(request), request.to(), policy_);
    if (!connection.wrong.empty()) return transport_failure(connection.wrong, false);
    follow(*watch, *connection.client);
    auto done = detail::httplib_exchange<Body>{request, from, answer, connection, *watch}.run();
    connection.client->set_socket_options({});
    if (done && !watch->passed()) pool_.give_back(std::move(connection));
    return done;
  }

 private:
  // The socket of a connection that is kept, or those of which one becomes it.
  static void follow(detail::deadline_watch& watch, httplib::ClientImpl& client) {
    if (client.is_socket_open() != 0) watch.follow(static_cast<int>(client.socket()));
    client.set_socket_options([&watch](auto socket) { watch.follow(static_cast<int>(socket)); });
  }
  // In lower case, as cpp-httplib looks for it in certificates.
  static std::string host_of(const signed_request& request) {
    std::string host;
    if (request.to().style == address_style::virtual_host) (host += request.message().bucket) += '.';
    host += without_brackets(request.to().host);
    for (char& c : host) c = to_lower(c);
    return host;
  }

  httplib_transport policy_;
  detail::httplib_pool pool_;
};

}  // namespace upcall
