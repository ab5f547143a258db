// SPDX-License-Identifier: Apache-2.0
#pragma once
// What httplib_transport uses of cpp-httplib, declared as version 0.30 and those after it do, with OpenSSL.
#include <ctime>
#include <functional>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string>
#include <unordered_map>

#define CPPHTTPLIB_VERSION "0.53.0"
#define CPPHTTPLIB_VERSION_NUM "0x003500"
#define CPPHTTPLIB_SSL_ENABLED

namespace httplib {

using socket_t = int;
using Headers = std::unordered_multimap<std::string, std::string>;
using SocketOptions = std::function<void(socket_t)>;

namespace tls {
using ctx_t = void*;
}

struct DataSink {
  std::function<bool(const char* data, std::size_t size)> write = {};
  std::function<bool()> is_writable = {};
  std::function<void()> done = {};
  std::function<void(const Headers& trailer)> done_with_trailer = {};
};

enum class Error {
  Success,
  Unknown,
  Connection,
  BindIPAddress,
  Read,
  Write,
  Canceled,
  SSLConnection,
  SSLLoadingCerts,
  SSLServerVerification,
  SSLServerHostnameVerification,
  ConnectionTimeout,
  ConnectionClosed,
  Timeout,
};

struct Response {
  int status = -1;
  Headers headers = {};
};

struct Request {
  std::string method = {}, path = {};
  Headers headers = {};
  std::function<bool(const Response&)> response_handler = {};
  std::function<bool(const char*, std::size_t, std::size_t, std::size_t)> content_receiver = {};
  std::function<bool(std::size_t current, std::size_t total)> download_progress = {}, upload_progress = {};
  std::size_t content_length_ = 0;
  std::function<bool(std::size_t, std::size_t, DataSink&)> content_provider_ = {};
  bool is_chunked_content_provider_ = false;

  bool has_header(const std::string& name) const;
};

class ClientImpl {
 public:
  ClientImpl(const std::string& host, int port);
  virtual ~ClientImpl();

  bool send(Request& request, Response& response, Error& error);
  std::size_t is_socket_open() const;
  socket_t socket() const;
  void set_socket_options(SocketOptions options);
  void set_connection_timeout(std::time_t seconds, std::time_t microseconds = 0);
  void set_read_timeout(std::time_t seconds, std::time_t microseconds = 0);
  void set_write_timeout(std::time_t seconds, std::time_t microseconds = 0);
  void set_max_timeout(std::time_t milliseconds);
  void set_keep_alive(bool on);
  void set_follow_location(bool on);
  void set_tcp_nodelay(bool on);
  void set_decompress(bool on);
  void set_path_encode(bool on);
  void set_proxy(const std::string& host, int port);
  void set_proxy_basic_auth(const std::string& user, const std::string& password);
  void set_ca_cert_path(const std::string& file, const std::string& folder = {});
  void enable_server_certificate_verification(bool on);
};

class SSLClient final : public ClientImpl {
 public:
  SSLClient(const std::string& host, int port);

  tls::ctx_t tls_context() const;
};

}  // namespace httplib
