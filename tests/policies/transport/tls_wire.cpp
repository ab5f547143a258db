// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <algorithm>
#include <string>
#include <upcall/core/literals.hpp>
#include <upcall/policies/transport/stream_factory.hpp>
#include <upcall/policies/transport/tls_wire.hpp>

using upcall::detail::tls_owned;
using upcall::detail::tls_wire;

namespace {

struct script {
  std::string to_read = {};
  std::string_view wrong = {};
  std::size_t writes = 1000;  // how much can be written
  std::string written = {};
  int calls = 0;
};
struct scripted_stream {
  script* by = nullptr;

  static upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
  upcall::transferred read(std::span<char> room) const {
    ++by->calls;
    const std::size_t size = std::min({room.size(), by->to_read.size(), std::size_t{10}});
    by->to_read.copy(room.data(), size);
    by->to_read.erase(0, size);
    return {size, size == 0 ? by->wrong : std::string_view{}};
  }
  upcall::transferred write(std::string_view text) const {
    ++by->calls;
    const std::size_t size = std::min(by->writes, text.size());
    by->written += text.substr(0, size);
    by->writes -= size;
    return {size, size != text.size() ? by->wrong : std::string_view{}};
  }
  static void close() {}
};

struct given_wire {
  using wire = tls_wire<scripted_stream>;

  script by;
  upcall::stream_factory<scripted_stream> streams{scripted_stream{&by}};
  wire over{streams};
  tls_owned<BIO_METHOD> method = wire::method();
  std::unique_ptr<BIO, decltype(&BIO_free)> bio{over.bio(method.get()), &BIO_free};

  std::string read(int most) {
    std::string out(100, '\0');
    const int got = BIO_read(bio.get(), out.data(), most);
    out.resize(static_cast<std::size_t>(std::max(got, 0)));
    if (got <= 0) {
      CHECK(got == -1);
      CHECK(BIO_should_read(bio.get()));
      CHECK(BIO_should_retry(bio.get()));
    }
    return out;
  }
  int write(std::string_view text) {
    const int sent = BIO_write(bio.get(), text.data(), static_cast<int>(text.size()));
    if (sent <= 0) {
      CHECK(sent == -1);
      CHECK(BIO_should_write(bio.get()));
      CHECK(BIO_should_retry(bio.get()));
    }
    return sent;
  }
};

}  // namespace

TEST_CASE("OpenSSL reads as often as it may") {
  given_wire it;
  it.by.to_read = std::string(100, 'x');
  it.over.begin(2);
  CHECK(it.read(5).size() == 5);
  CHECK(it.read(50).size() == 10);
  CHECK_FALSE(it.over.starved());
  CHECK(it.read(50).empty());
  CHECK(it.over.starved());
  CHECK(it.by.calls == 2);

  it.over.begin(0);
  CHECK_FALSE(it.over.starved());
  CHECK(it.read(50).empty());
  CHECK(it.over.starved());

  it.over.begin(given_wire::wire::any_number);
  for (int left = 85; left > 0; left -= 10) CHECK(it.read(50).size() == static_cast<std::size_t>(std::min(left, 10)));
  CHECK_FALSE(it.over.starved());
}

TEST_CASE("an end and a failure are told to us alone, and nothing more is asked of the stream") {
  given_wire it;
  it.over.begin(given_wire::wire::any_number);
  CHECK(it.read(50).empty());
  CHECK(it.over.ended());
  CHECK(it.over.wrong().empty());
  CHECK(it.read(50).empty());
  CHECK(it.by.calls == 1);

  it.by.wrong = "it broke";
  it.over.begin(given_wire::wire::any_number);
  CHECK_FALSE(it.over.ended());
  CHECK(it.read(50).empty());
  CHECK_FALSE(it.over.ended());
  CHECK_FALSE(it.over.starved());
  CHECK(it.over.wrong() == "it broke");
  CHECK(it.read(50).empty());
  CHECK(it.by.calls == 2);
}

TEST_CASE("what cannot be written stops the writing, until the next call") {
  given_wire it;
  it.over.begin(0);
  CHECK(it.write("hello") == 5);
  CHECK_FALSE(it.over.stopped());
  it.by.writes = 3;
  CHECK(it.write("hello") == 3);
  CHECK(it.over.stopped());
  CHECK(it.over.wrong().empty());
  it.by.writes = 10;
  CHECK(it.write("lo") == -1);
  CHECK(it.by.calls == 2);

  it.over.begin(0);
  CHECK_FALSE(it.over.stopped());
  CHECK(it.write("lo") == 2);
  it.by.writes = 0;
  it.by.wrong = "it broke";
  CHECK(it.write("x") == -1);
  CHECK(it.over.stopped());
  CHECK(it.over.wrong() == "it broke");
  CHECK(it.by.written == "hellohello");
}

TEST_CASE("a wire has nothing to flush, and without a method there is none") {
  given_wire it;
  CHECK(BIO_flush(it.bio.get()) == 1);
  CHECK(it.over.bio(nullptr) == nullptr);
}
