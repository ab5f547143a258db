// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include "support/listener.hpp"
#include "testing/raw_connection.hpp"
#include "testing/temporary_folder.hpp"
#include <fstream>
#include <string>
#include <thread>
#include <upcall.hpp>
#include <upcall/bodies/callable.hpp>
#include <upcall/policies/errors/returning.hpp>
#include <upcall/policies/retry/none.hpp>
#include <upcall/policies/signer/v4_with_headers.hpp>
#include <upcall/sockets.hpp>
#include <upcall/testing/callback_server.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <vector>

namespace {

upcall::emulator_settings with_credentials() {
  upcall::emulator_settings out;
  out.access_key_id = "fake-id";
  out.access_key_secret = "fake-secret";
  return out;
}

auto client_of(const std::string& url) {
  return upcall::client{upcall::endpoint{url}, upcall::fixed_credentials{"fake-id", "fake-secret"}, upcall::returning{},
                        upcall::no_retry{}};
}

}  // namespace

TEST_CASE("a client over the network, and a callback that arrives and is genuine") {
  upcall::callback_server app{{.body = R"({"ok":1})"}};
  upcall::emulator_server service{with_credentials()};
  const std::string url = service.url(), app_url = app.url() + "/a%20b";
  auto oss = client_of(url);
  const upcall::callback on_upload{.url = app_url,
                                   .query = {{"q", "ü+"}},
                                   .body = "object=${object}&who=${x:who}",
                                   .variables = {{"x:who", "me & you"}}};
  const auto put = oss.bucket("bucket").put_object("a b", upcall::text{"hello"}, {.callback = on_upload});
  REQUIRE(put);
  CHECK(put->answer == R"({"ok":1})");
  const auto arrived = app.arrived();
  REQUIRE(arrived.size() == 1);
  CHECK(arrived[0].verified);
  CHECK(arrived[0].target == "/a%20b?q=%C3%BC%2B");
  CHECK(arrived[0].body == "object=a%20b&who=me%20%26%20you");
}

TEST_CASE("the service is at an IPv6 address, for either transport") {
  if (!given::has_address("::1")) {
    WARN("this machine has no ::1");
    return;
  }
  static constexpr std::string_view names[] = {"host"};
  upcall::callback_server app;
  upcall::emulator_server service{with_credentials(), 0, "::1"};
  const std::string url = service.url(), app_url = app.url();
  REQUIRE(url == "http://[::1]:" + std::to_string(service.port()));
  const auto upload = [&](auto oss) {
    auto bucket = oss.bucket("bucket");
    const std::string large = given::bytes(3'000'000);
    const upcall::callback on_upload{.url = app_url, .body = "by=${clientIp}"};
    const auto put = bucket.put_object("large", upcall::text{large}, {.callback = on_upload});
    REQUIRE(put);
    CHECK(app.arrived().back().verified);
    CHECK(app.arrived().back().body == "by=%3A%3A1");
    std::string got;
    REQUIRE(bucket.get_object("large", [&](std::string_view piece) { got += piece; }));
    CHECK((got == large));
  };
  const upcall::fixed_credentials fake{"fake-id", "fake-secret"};
  const upcall::sign_v4_with_headers with_host{names};
  upload(upcall::client{upcall::endpoint{url}, fake, with_host, upcall::no_retry{}, upcall::returning{}});
  upload(upcall::socket_client{upcall::endpoint{url}, fake, with_host, upcall::no_retry{}, upcall::returning{}});
  const std::string without_scheme = url.substr(7);
  upload(upcall::client{upcall::endpoint{without_scheme}, fake, upcall::no_retry{}, upcall::returning{}});
}

TEST_CASE("callbacks that fail over the network") {
  upcall::callback_server app;
  upcall::emulator_server service{with_credentials()};
  const std::string url = service.url(), app_url = app.url(), nobody = "http://127.0.0.1:1/";
  auto oss = client_of(url);
  auto bucket = oss.bucket("bucket");
  const auto cause_with = [&](std::string_view to, upcall::callback_reply reply) {
    app.answer(std::move(reply));
    const upcall::callback on_upload{.url = to, .body = "a=1"};
    const auto put = bucket.put_object("key", upcall::text{"hello"}, {.callback = on_upload});
    REQUIRE_FALSE(put);
    CHECK(put.error().kind == upcall::fault::callback);
    CHECK(put.error().stored.known);
    return put.error().cause;
  };
  CHECK(cause_with(nobody, {}) == upcall::callback_cause::cannot_connect);
  CHECK(cause_with(app_url, {.status = 404}) == upcall::callback_cause::error_status);
  CHECK(cause_with(app_url, {.body = "<html>"}) == upcall::callback_cause::invalid_json);
  CHECK(cause_with(app_url, {.body = ""}) == upcall::callback_cause::invalid_content_length);
  CHECK(cause_with(app_url, {.body = std::string(1024 * 1024 + 1, ' ')}) ==
        upcall::callback_cause::content_length_too_long);
}

TEST_CASE("an application server that takes too long") {
  upcall::callback_server app{{.delay = {3'600'000}}};
  auto settings = with_credentials();
  settings.callback_timeout = {1};
  upcall::emulator_server service{settings};
  const std::string url = service.url(), app_url = app.url();
  auto oss = client_of(url);
  const upcall::callback on_upload{.url = app_url, .body = "a=1"};
  const auto put = oss.bucket("bucket").put_object("key", upcall::text{"hello"}, {.callback = on_upload});
  REQUIRE_FALSE(put);
  CHECK(put.error().cause == upcall::callback_cause::timed_out);
  CHECK(put.error().ec == "0007-00000202");
  CHECK(put.error().stored.known);
}

TEST_CASE("a second URL is called when the first does not answer") {
  upcall::callback_server app;
  upcall::emulator_server service{with_credentials()};
  const std::string url = service.url(), app_url = app.url();
  auto oss = client_of(url);
  const upcall::callback on_upload{.url = {"http://127.0.0.1:1/", app_url}, .body = "a=1"};
  CHECK(oss.bucket("bucket").put_object("key", upcall::text{"hello"}, {.callback = on_upload}));
  CHECK(app.arrived().size() == 1);
}

TEST_CASE("the Host header decides where the bucket is, whatever the address") {
  upcall::emulator_server service;
  raw_connection client{service.port()};
  client.send(
      "PUT /key%2B1 HTTP/1.1\r\nHost: examplebucket.oss-cn-hangzhou.aliyuncs.com\r\nContent-Length: 2\r\n\r\nab");
  CHECK(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  client.send("GET /examplebucket/key%2B1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  CHECK(client.read_all().ends_with("\r\n\r\nab"));
}

TEST_CASE("a form is an object like any other") {
  upcall::emulator_server service;
  raw_connection client{service.port()};
  const std::string form(100'000, 'f');
  client.send(
      "PUT /bucket/form HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n" +
      form);
  CHECK(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  client.send("GET /bucket/form HTTP/1.1\r\nConnection: close\r\n\r\n");
  CHECK(client.read_all().ends_with("\r\n\r\n" + form));
}

TEST_CASE("a connection that breaks in the body stores nothing, in a folder neither") {
  const temporary_folder root;
  upcall::emulator_server service{{.root = root.path}};
  raw_connection client{service.port()};
  client.send("PUT /bucket/key HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf");
  client.finish();
  client.read_all();
  raw_connection next{service.port()};
  next.send("HEAD /bucket/key HTTP/1.1\r\nConnection: close\r\n\r\n");
  CHECK(next.read_all().starts_with("HTTP/1.1 404 Not Found\r\n"));
}

TEST_CASE("an object may come in chunks, but is stored only when the last has come") {
  const temporary_folder root;
  upcall::emulator_server service{{.root = root.path}};
  const std::string head = "PUT /bucket/key HTTP/1.1\r\nTransfer-Encoding: chunked\r\n";
  const std::string bodies[] = {"",
                                "3",
                                "3\r\nab",
                                "3\r\nabc\r\n",
                                "3\r\nabc\r\n0\r\n",
                                "x\r\nabc",
                                "\r\n",
                                "3\r\nabcd\r\n0",
                                "-1\r\na\r\n0\r\n\r\n",
                                "0x1\r\na\r\n0\r\n\r\n",
                                "3 \r\nab\r\n0\r\n\r\n"};
  const auto is_stored = [&] {
    raw_connection client{service.port()};
    client.send("HEAD /bucket/key HTTP/1.1\r\nConnection: close\r\n\r\n");
    return client.read_all().starts_with("HTTP/1.1 200 ");
  };
  for (const std::string& body : bodies) {
    CAPTURE(body);
    raw_connection client{service.port()};
    client.send(head + "\r\n" + body);
    client.finish();
    CHECK(client.read_all().starts_with("HTTP/1.1 400 "));
    CHECK_FALSE(is_stored());
  }
  raw_connection client{service.port()};
  client.send(head + "Content-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  CHECK(client.read_all().starts_with("HTTP/1.1 400 "));
  CHECK_FALSE(is_stored());
  raw_connection good{service.port()};
  good.send(head + "\r\n3\r\nabc\r\nA;a=b\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");
  CHECK(good.read_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  good.send("GET /bucket/key HTTP/1.1\r\nConnection: close\r\n\r\n");
  CHECK(good.read_all().ends_with("\r\n\r\nabc0123456789"));
}

TEST_CASE("faults cut the connection after the request was carried out") {
  upcall::emulator_server service;
  service.faults().add("PUT:1:cut=20");
  raw_connection client{service.port()};
  client.send("PUT /bucket/key HTTP/1.1\r\nContent-Length: 2\r\n\r\nab");
  CHECK(client.read_all().size() == 20);
  CHECK(service.objects().open("bucket", "key") != nullptr);
}

TEST_CASE("an upload in parts over the network, whose end is done and never answered") {
  upcall::emulator_server service;
  const auto ask = [&](const std::string& line, const std::string& body = {}) {
    raw_connection connection{service.port()};
    connection.send(line + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
    return connection.read_all();
  };
  CHECK(ask("POST /bucket/key?uploads").starts_with("HTTP/1.1 200 OK\r\n"));
  REQUIRE(service.uploads().size() == 1);
  CHECK(service.uploads()[0].bucket == "bucket");
  CHECK(service.uploads()[0].key == "key");
  const std::string id = service.uploads()[0].id;
  CHECK(ask("PUT /bucket/key?partNumber=1&uploadId=" + id, "123456789").starts_with("HTTP/1.1 200 OK\r\n"));
  service.faults().add("POST?uploadId:1:lost");
  CHECK(ask("POST /bucket/key?uploadId=" + id,
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>25F9E794323B453885F5181F1B624D0B</ETag>"
            "</Part></CompleteMultipartUpload>") == "");
  CHECK(ask("GET /bucket/key").ends_with("\r\n\r\n123456789"));
  CHECK(service.uploads().empty());
}

TEST_CASE("many clients at once, in a folder") {
  const temporary_folder root;
  auto settings = with_credentials();
  settings.root = root.path;
  upcall::emulator_server service{settings};
  const std::string url = service.url();
  auto oss = client_of(url);
  std::atomic<int> stored = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t != 8; ++t) {
    threads.emplace_back([&, t] {
      auto bucket = oss.bucket("bucket");
      for (int i = 0; i != 20; ++i) {
        const std::string key = "same/" + std::to_string(i % 3), text = "thread " + std::to_string(t);
        stored += bucket.put_object(key, upcall::text{text}).has_value();
        std::string got;
        const auto keep = [&](std::string_view piece) { got += piece; };
        if (!bucket.get_object(key, keep) || !got.starts_with("thread ")) stored -= 1000;
      }
    });
  }
  for (std::thread& each : threads) each.join();
  CHECK(stored == 160);
}

TEST_CASE("a large object passes through a folder") {
  constexpr std::uint64_t size = 8 * 1024 * 1024;
  const temporary_folder root;
  auto settings = with_credentials();
  settings.root = root.path;
  upcall::emulator_server service{settings};
  const std::string url = service.url();
  auto oss = client_of(url);
  auto source = upcall::callable{size, [](std::span<char> piece) {
                                   for (char& c : piece) c = 'x';
                                   return piece.size();
                                 }};
  const auto put = oss.bucket("bucket").put_object("large", source);
  REQUIRE(put);
  std::uint64_t got = 0;
  const auto count = [&](std::string_view piece) { got += piece.size(); };
  CHECK(oss.bucket("bucket").get_object("large", count));
  CHECK(got == size);
}

TEST_CASE("a server that is gone leaves its port") {
  int port = 0;
  {
    upcall::emulator_server first;
    port = first.port();
  }
  CHECK_NOTHROW(upcall::emulator_server{{}, port});
}
