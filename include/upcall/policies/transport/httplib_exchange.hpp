// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/http/body.hpp>
#include <upcall/policies/transport/httplib_failure.hpp>
#include <upcall/policies/transport/httplib_header.hpp>
#include <upcall/policies/transport/httplib_pool.hpp>
#include <upcall/policies/transport/httplib_proxy.hpp>
#include <upcall/policies/transport/posix_deadline_watch.hpp>
#include <upcall/roles/transport.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/sink.hpp>
#include <utility>

#ifdef UPCALL_HTTPLIB

namespace upcall::detail {

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
                   const posix_deadline_watch& watch)
      : request_(request), from_(from), answer_(answer), over_(over), watch_(watch) {}

  result<nothing> run() {
    httplib::Request message = written();
    httplib::Response got;
    auto error = httplib::Error::Success;
    const bool sent = over_.client->send(message, got, error);
    if (body_failure_) return *body_failure_;
    if (!sent || is_interim(got)) return lost(error);
    // It gives the proxy's refusal of a tunnel for the service's answer, of which nothing was told here.
    if (answer_.status == 0 && over_.by_tunnel && got.status == 407) return transport_failure(no_credentials, false);
    take_head(got);
    return nothing{};
  }

 private:
  // The same as http1_reader's: what nobody takes may not go on for ever.
  static constexpr std::uint64_t most_kept = std::uint64_t{16} << 20;

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
      return answer_.append({piece, size}) && (answer_.delivers() || answer_.body_size <= most_kept);
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

  failure lost(httplib::Error error) {
    const bool whole = unsized_body<Body> ? ended_ : handed_over_ == request_.content_length();
    failure out = httplib_failure(error, answer_.status, whole);
    if (watch_.passed()) {
      tell_deadline_in_exchange(out, error, answer_.status);
    } else if (is_about_certificate(error)) {
      tell_certificate(out, static_cast<httplib::SSLClient&>(*over_.client));
    }
    return out;
  }

  const signed_request& request_;
  Body& from_;
  response& answer_;
  httplib_connection& over_;
  const posix_deadline_watch& watch_;
  std::optional<failure> body_failure_ = {};
  std::uint64_t handed_over_ = 0;
  bool ended_ = false;  // a body of unknown size
};

}  // namespace upcall::detail

#endif
