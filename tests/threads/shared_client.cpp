// SPDX-License-Identifier: Apache-2.0
// Sixteen threads share one client: each of their puts, of keys and bytes of its own and some with a callback, is
// stored as it was sent, and called back for once; over sockets no thread needs a second connection.
//   shared_client IN_PROCESS OVER_SOCKETS     how many puts to the service in process, and over each of the transports
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <upcall.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <vector>

namespace {

constexpr std::size_t threads = 16;

// What the n-th put is of.
class given_object {
 public:
  explicit given_object(std::size_t n) : n_(n) {}

  bool with_callback() const { return n_ % 8 == 3; }
  std::string key() const {
    // What a path, a query, a form, XML, JSON or a file system may stumble over.
    static constexpr std::string_view odd[] = {"plain",
                                               "a blank and+a plus",
                                               "\xe6\x9d\xad\xe5\xb7\x9e/\xf0\x9f\x98\x80",
                                               "a//b///",
                                               "../..//.",
                                               "?uploads",
                                               "#fragment",
                                               "100%25%",
                                               "quotes\"'<>&amp;",
                                               "a=b;c,d&e",
                                               "\x01\x1f\x7f\t",
                                               "back\\slash",
                                               "{json}[$]",
                                               "~._-",
                                               "..",
                                               " "};
    std::string out{odd[n_ % std::size(odd)]};
    if (n_ % 101 == 0) out.append(900, 'k');
    return out + "/" + std::to_string(n_);
  }
  std::string bytes() const {
    auto x = static_cast<std::uint32_t>(n_) * 2654435761u + 1;
    // Most are small; some take more than one piece of any buffer.
    std::string out(n_ % 1000 == 7 ? 300'000 : x % 400, '\0');
    for (char& c : out) c = static_cast<char>((x = x * 1664525u + 1013904223u) >> 24);
    return out;
  }

 private:
  std::size_t n_;
};

// The application server, which answers with the number that it is told.
class application {
 public:
  upcall::testing::callback_answer take(const upcall::testing::callback_post& post) {
    const std::size_t at = post.body.rfind("n=");
    const std::string number = at == post.body.npos ? "" : post.body.substr(at + 2);
    {
      const std::lock_guard lock{mutex_};
      ++taken_[number];
    }
    upcall::testing::callback_answer out;
    out.body = answer_to(number);
    return out;
  }
  static std::string answer_to(const std::string& number) { return "{\"n\":\"" + number + "\"}"; }

  // Whether each callback that was asked for came once, and no other.
  bool has_each_once(std::size_t puts) {
    const std::lock_guard lock{mutex_};
    std::size_t wanted = 0;
    for (std::size_t n = 0; n != puts; ++n) {
      if (!given_object{n}.with_callback()) continue;
      ++wanted;
      const auto found = taken_.find(std::to_string(n));
      if (found == taken_.end() || found->second != 1) return false;
    }
    return taken_.size() == wanted;
  }

 private:
  std::mutex mutex_ = {};
  std::map<std::string, int> taken_ = {};
};

class test {
 public:
  test(const char* name, std::size_t puts) : name_(name), puts_(puts) {}

  // The service's; it asks for the time of each request on the thread of its connection.
  upcall::emulator_settings settings() {
    upcall::emulator_settings out;
    out.access_key_id = "fake-key-id";
    out.access_key_secret = "fake-secret";
    out.security_token = "fake-token";
    out.deliver = [this](const auto& post) { return application_.take(post); };
    out.now = [this, of_now = out.now] {
      static thread_local const test* seen = nullptr;
      if (seen != this) ++connections_;
      seen = this;
      return of_now();
    };
    return out;
  }

  template <class Transport>
  void put_all(const std::string& url, Transport transport) {
    constexpr upcall::fixed_credentials credentials{"fake-key-id", "fake-secret", "fake-token"};
    upcall::client oss{upcall::endpoint{url}, credentials, transport, upcall::no_retry{}, upcall::returning{}};
    std::vector<std::thread> all;
    for (std::size_t t = 0; t != threads; ++t) {
      all.emplace_back([&, t] {
        auto bucket = oss.bucket("examplebucket");
        for (std::size_t n = t; n < puts_; n += threads) put(bucket, n);
      });
    }
    for (std::thread& each : all) each.join();
  }

  // Whether all is as it should be.
  bool look(upcall::testing::object_store& objects, bool over_sockets) {
    for (std::size_t n = 0; n != puts_; ++n) {
      const given_object wanted{n};
      const auto stored = objects.open("examplebucket", wanted.key());
      const std::string bytes = wanted.bytes();
      std::string got(bytes.size() + 1, '\0');
      if (!stored) {
        wrong(n, "is not stored");
      } else if (got.resize(stored->read(0, got)); got != bytes || stored->facts.size != bytes.size()) {
        wrong(n, "has other bytes");
      } else if (stored->facts.crc64 != sums_[n]) {
        wrong(n, "has another sum than its put told");
      }
    }
    if (!application_.has_each_once(puts_)) wrong(puts_, "callbacks are not one each");
    if (over_sockets && connections_ > threads) wrong(puts_, "there were more connections than threads");
    std::printf("%s: %zu puts by %zu threads, %zu with a callback", name_, puts_, threads, (puts_ + 4) / 8);
    if (over_sockets) std::printf(", over %zu connections", connections_.load());
    std::printf(", %zu wrong\n", wrong_.load());
    return wrong_ == 0;
  }

 private:
  void put(auto& bucket, std::size_t n) {
    const given_object from{n};
    const std::string number = std::to_string(n), key = from.key(), bytes = from.bytes();
    const upcall::callback then{.url = "http://127.0.0.1:23450/done",
                                .body = "object=${object}&size=${size}&n=${x:n}",
                                .variables = {{"x:n", number}}};
    upcall::put_object_options options{.content_type = "text/plain", .metadata = {{"number", number}}};
    if (from.with_callback()) options.callback = then;
    const auto put = bucket.put_object(key, upcall::text{bytes}, options);
    if (!put) return wrong(n, put.error().message);
    sums_[n] = put->crc64;
    if (put->size != bytes.size()) wrong(n, "is told with another size");
    const std::string answer = from.with_callback() ? application::answer_to(number) : "";
    if (put->answer != answer) wrong(n, "has another's answer");
  }

  void wrong(std::size_t n, std::string_view why) {
    if (++wrong_ <= 10) std::printf("%s, put %zu: %s\n", name_, n, std::string{why}.c_str());
  }

  const char* name_;
  std::size_t puts_;
  std::vector<std::uint64_t> sums_ = std::vector<std::uint64_t>(puts_);
  std::atomic<std::size_t> wrong_ = 0, connections_ = 0;
  application application_ = {};
};

bool in_process(std::size_t puts) {
  test run{"in process", puts};
  upcall::emulator service{run.settings()};
  run.put_all("http://oss-cn-hangzhou.aliyuncs.com", service.transport());
  return run.look(service.objects(), false);
}

template <class Transport>
bool over_sockets(const char* name, std::size_t puts, Transport transport) {
  test run{name, puts};
  upcall::emulator_server service{run.settings()};
  run.put_all(service.url(), transport);
  return run.look(service.objects(), true);
}

}  // namespace

int main(int count, char** given) {
  if (count != 3) {
    std::printf("shared_client IN_PROCESS OVER_SOCKETS\n");
    return 2;
  }
  const std::size_t here = std::stoul(given[1]), there = std::stoul(given[2]);
  bool good = in_process(here);
  good = over_sockets("http1_transport", there, upcall::http1_transport{upcall::posix_socket{}}) && good;
  good = over_sockets("httplib_transport", there, upcall::httplib_transport{}) && good;
  return good ? 0 : 1;
}
