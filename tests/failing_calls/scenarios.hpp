// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "far_side.hpp"
#include "testing/temporary_folder.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <fstream>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <upcall.hpp>
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/keys/fetched.hpp>
#include <upcall/policies/retry/none.hpp>
#include <upcall/sockets.hpp>
#include <upcall/testing/openssl.hpp>
#include <upcall/text/base64.hpp>
#include <utility>

namespace failing_calls {

// How a program's calls ended.
struct outcome {
  enum class end { good, failed, no_memory };  // the last: std::bad_alloc

  end how = end::good;
  upcall::failure why = {};
  upcall::settlement object = upcall::settlement::stored;
};

template <class Call>
outcome outcome_of(Call call) {
  try {
    const auto done = call();
    if (done) return {};
    return {outcome::end::failed, done.error(), done.error().outcome()};
  } catch (const std::bad_alloc&) {
    return {outcome::end::no_memory, {}, upcall::settlement::unknown};
  }
}

// What all programs have, whichever call fails.
struct surroundings {
  const far_side& far;
  const std::string& content;
  std::string source;  // a file with that content
};

// A program that uploads one object, named by a number, with a client of its own.
template <class Transport, class Retry>
class uploader_of_one {
 public:
  static constexpr bool retries = !upcall::tries_once<Retry>;
  static constexpr long most_losses = 0;
  static bool spares(const char*) { return false; }

  std::string key() const { return "k-" + std::to_string(number_); }

 protected:
  using client = upcall::client<Transport, Retry, upcall::fixed_credentials, upcall::manual_clock, upcall::in_order,
                                upcall::returning>;

  uploader_of_one(const surroundings& at, std::string url) : at_(at), url_(std::move(url)) { name(); }

  // The next calls are for another object.
  void name() {
    number_ = next_number_++;
    digits_ = std::to_string(number_);
  }
  void make_client(Transport over) {
    oss_.emplace(upcall::endpoint{url_}, upcall::fixed_credentials{far_side::key_id, far_side::key_secret},
                 std::move(over), upcall::manual_clock{{far_side::now}, {}});
  }
  bool has_client() const { return oss_.has_value(); }
  auto bucket() { return oss_->bucket(far_side::bucket); }
  upcall::callback callback() const {
    upcall::callback out;
    out.url = application_;
    out.body = "${x:number}";
    out.variables = {{"x:number", digits_}};
    return out;
  }

  const surroundings& at_;

 public:
  std::size_t number() const { return number_; }

 private:
  static inline std::size_t next_number_ = 0;

  std::string url_, application_ = at_.far.application_url(), digits_ = {};
  std::size_t number_ = 0;
  std::optional<client> oss_ = {};
};

using tls_transport = upcall::http1_transport<upcall::tls<upcall::posix_socket>>;
using clear_transport = upcall::http1_transport<upcall::posix_socket>;

template <class Retry>
class put_file : public uploader_of_one<tls_transport, Retry> {
 public:
  static constexpr bool stores = true, judges = false, calls_back = true;

  explicit put_file(const surroundings& at)
      : uploader_of_one<tls_transport, Retry>(
            at, upcall::tries_once<Retry> ? at.far.tls_url("localhost") : at.far.ticketless_url("localhost")),
        ca_file_(at.far.ca_file()) {}

  outcome attempt() {
    return outcome_of([this] {
      this->make_client({.stream = {.ca_file = ca_file_}});
      return put();
    });
  }
  outcome again() {
    if (!this->has_client()) return attempt();
    this->name();
    return outcome_of([this] { return put(); });
  }

 private:
  auto put() {
    return this->bucket().put_object(this->key(), upcall::file{this->at_.source}, {.callback = this->callback()});
  }

  std::string ca_file_;
};

template <class Retry>
class put_stream : public uploader_of_one<clear_transport, Retry> {
 public:
  static constexpr bool stores = true, judges = false, calls_back = false;

  explicit put_stream(const surroundings& at) : uploader_of_one<clear_transport, Retry>(at, at.far.url()) {}

  outcome attempt() {
    return outcome_of([this] {
      this->make_client({});
      return put();
    });
  }
  outcome again() {
    if (!this->has_client()) return attempt();
    this->name();
    return outcome_of([this] { return put(); });
  }

 private:
  auto put() {
    std::string_view left = this->at_.content;
    return this->bucket().put_object(
        this->key(), upcall::stream{[&](std::span<char> piece) {
          const std::size_t size = std::min({piece.size(), left.size(), std::size_t{50'000}});
          std::copy_n(left.data(), size, piece.data());
          left.remove_prefix(size);
          return size;
        }});
  }
};

// Pauses after two parts, and goes on by its journal.
template <class Retry>
class upload_in_parts : public uploader_of_one<clear_transport, Retry> {
 public:
  static constexpr bool stores = true, judges = false, calls_back = true;

  explicit upload_in_parts(const surroundings& at) : uploader_of_one<clear_transport, Retry>(at, at.far.url()) {}

  outcome attempt() {
    return outcome_of([this] {
      this->make_client({});
      auto first = upload(2);
      if (!first && first.error().kind == upcall::fault::paused) return upload(0);
      return first;
    });
  }
  // By the same journal, where there is one.
  outcome again() {
    if (!this->has_client()) return attempt();
    const auto done = outcome_of([this] { return upload(0); });
    return done;
  }

 private:
  auto upload(unsigned pauses_after) {
    upcall::upload_control control;
    return this->bucket().resumable_upload(this->key(), upcall::file{this->at_.source},
                                           {.callback = this->callback(),
                                            .progress =
                                                [&](const upcall::upload_progress& now) {
                                                  if (pauses_after != 0 && now.parts_done == pauses_after)
                                                    control.pause();
                                                  return true;
                                                },
                                            .part_size = 102'400,
                                            .checkpoint = journal_,
                                            .control = &control});
  }

  temporary_folder folder_ = {};
  std::string journal_ = folder_.path + "/journal";
};

// By cpp-httplib and TLS: puts an object and gets it again.
template <class Retry>
class put_and_get : public uploader_of_one<upcall::httplib_transport, Retry> {
 public:
  static constexpr bool stores = true, judges = false, calls_back = false;

  // cpp-httplib gives up what its client's constructor has made of OpenSSL's when memory ends there.
  static constexpr long most_losses = 8;
  // After a poll() that failed cpp-httplib 0.11 waits for as long as it would for an answer, and after an fcntl() it
  // loses its socket.
  static bool spares(const char* name) { return name == std::string_view{"poll"} || name == std::string_view{"fcntl"}; }

  explicit put_and_get(const surroundings& at)
      : uploader_of_one<upcall::httplib_transport, Retry>(at, at.far.tls_url("127.0.0.1")),
        ca_file_(at.far.ca_file()) {}

  outcome attempt() {
    return run([this] { this->make_client({.ca_file = ca_file_}); });
  }
  outcome again() {
    if (!this->has_client()) return attempt();
    this->name();
    return run([] {});
  }

 private:
  template <class Prepare>
  outcome run(Prepare prepare) {
    const outcome put = outcome_of([&] {
      prepare();
      return this->bucket().put_object(this->key(), upcall::file{this->at_.source});
    });
    if (put.how != outcome::end::good) return put;
    upcall::testing::string_writer to;
    outcome got = outcome_of([&] { return this->bucket().get_object(this->key(), to); });
    got.object = upcall::settlement::stored;
    if (got.how == outcome::end::good && to.text != this->at_.content)
      throw std::runtime_error{"other bytes were got than are stored"};
    return got;
  }

  std::string ca_file_;
};

// Wherever a stream is to go, it goes to a port of this machine.
struct to_this_machine : upcall::posix_socket {
  std::uint16_t port = 0;

  class state : public upcall::posix_socket::state {
    using base = upcall::posix_socket::state;

   public:
    explicit state(const to_this_machine& with) : base(with), port_(with.port) {}
    upcall::verdict connect(const upcall::stream_target& to) { return base::connect({"127.0.0.1", port_, to.tls}); }
    upcall::verdict open(const upcall::stream_target&) { return base::open({"127.0.0.1", port_, false}); }

   private:
    std::uint16_t port_;
  };
};

struct pointed_clock {
  upcall::manual_clock* it = nullptr;
  upcall::timestamp now() const { return it->now(); }
  upcall::milliseconds elapsed() const { return it->elapsed(); }
  void sleep(upcall::milliseconds pause) const { it->sleep(pause); }
};

// An application server that is called back: it fetches the key, takes what is genuine, and nothing else.
class verify_callback {
 public:
  static constexpr bool stores = false, judges = true, calls_back = false, retries = false;
  static constexpr long most_losses = 0;
  static bool spares(const char*) { return false; }

  explicit verify_callback(const surroundings& at) : at_(at) {
    const std::string url = "http://" + std::string{far_side::key_host} + "/callback_pub_key_v1.pem";
    url_ = in_base64(url);
    genuine_ = in_base64(upcall::testing::emulator_key().sign_md5("/done\nobject=k"));
    forged_ = in_base64(upcall::testing::emulator_key().sign_md5("/done\nobject=j"));
  }

  outcome attempt() {
    try {
      keys_.emplace(upcall::http1_transport<upcall::tls<to_this_machine>>{.stream = {.below = {{}, at_.far.tls_port()},
                                                                                     .ca_file = at_.far.ca_file()}},
                    upcall::key_fetching{}, pointed_clock{&time_});
      return judge();
    } catch (const std::bad_alloc&) {
      return {outcome::end::no_memory};
    }
  }
  outcome again() {
    time_.sleep(upcall::key_fetching{}.pause);
    return keys_ ? judge() : attempt();
  }

 private:
  static std::string in_base64(std::string_view bytes) {
    return upcall::testing::written([&](auto& to) { upcall::write_base64(to, bytes); });
  }
  upcall::refusal reason(const std::string& signature) {
    const upcall::field headers[] = {{"authorization", signature}, {"x-oss-pub-key-url", url_}};
    return upcall::verify({.method = "POST", .target = "/done", .headers = headers, .body = "object=k"}, *keys_)
        .reason();
  }
  outcome judge() {
    const upcall::refusal genuine = reason(genuine_);
    if (reason(forged_) == upcall::refusal::none) throw std::runtime_error{"what is forged is taken"};
    if (genuine == upcall::refusal::none) return {};
    return {outcome::end::failed, {upcall::fault::server, upcall::advice(genuine)}};
  }

  using keys = upcall::fetched_keys<upcall::http1_transport<upcall::tls<to_this_machine>>, pointed_clock>;

  const surroundings& at_;
  std::string url_, genuine_, forged_;
  upcall::manual_clock time_{{far_side::now}, {}};
  std::optional<keys> keys_ = {};
};

}  // namespace failing_calls
