// SPDX-License-Identifier: Apache-2.0
// Counts what a put_object from memory takes from the heap, over a transport that takes nothing: nothing, from the
// first call on; with OpenSSL, which may set itself up in the first call, from the second on. The allocation functions
// of the whole process are replaced, so that what OpenSSL and the C++ library take is counted too.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <openssl/crypto.h>
#include <span>
#include <string_view>
#include <upcall.hpp>
#include <upcall/freestanding.hpp>
#include <upcall/policies/crypto/portable.hpp>

namespace {

std::size_t allocations = 0;
bool failed = false;

}  // namespace

// The C library's own functions, under the names it has for those who replace them. operator new and OpenSSL end in
// these too, and what they give is freed by the C library's free.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) noexcept { return ++allocations, __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) noexcept { return ++allocations, __libc_calloc(count, size); }
void* realloc(void* old, std::size_t size) noexcept { return ++allocations, __libc_realloc(old, size); }
void* memalign(std::size_t alignment, std::size_t size) noexcept {
  return ++allocations, __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept { return memalign(alignment, size); }
int posix_memalign(void** to, std::size_t alignment, std::size_t size) noexcept {
  *to = memalign(alignment, size);
  return *to == nullptr ? 12 : 0;  // ENOMEM
}
}

namespace {

using namespace std::string_view_literals;

void expect(bool good, const char* client, const char* what) {
  if (good) return;
  std::printf("%s: %s\n", client, what);
  failed = true;
}

enum class service { accepts, callback_fails, busy_once, answer_lost };

// What happened to the objects that were sent; a client keeps its own transport.
struct log {
  int requests = 0;
  bool with_callback = false;
};

// The service, as much of it as answers a put: it computes the checksum and answers as it is told.
struct own_transport {
  using role = upcall::role::transport;
  service how;
  log& seen;

  upcall::result<upcall::nothing> send(const upcall::signed_request& request, upcall::body auto& body,
                                       upcall::response& answer) {
    ++seen.requests;
    if (request.method() == "PUT") seen.with_callback = request.headers().find("x-oss-callback") != nullptr;
    upcall::crc64 sum;
    std::array<char, 512> piece;
    for (;;) {
      const auto got = body.read(piece);
      if (!got) return got.error();
      if (*got == 0) break;
      upcall::write(sum, {piece.data(), *got});
    }
    if (how == service::answer_lost) return upcall::transport_failure("the connection was closed", true);
    if (how == service::busy_once && seen.requests % 2 == 1) {
      answer.status = 503;
      answer.append(
          "<Error><Code>ServiceUnavailable</Code><Message>Please reduce your request rate.</Message></Error>");
      return upcall::nothing{};
    }
    upcall::span_writer digits{piece};
    upcall::write_decimal(digits, sum.value());
    answer.status = how == service::callback_fails ? 203 : 200;
    answer.header("ETag", "\"5D41402ABC4B2A76B9719D911017C592\"");
    answer.header("x-oss-request-id", "0123456789ABCDEF01234567");
    answer.header("x-oss-hash-crc64ecma", digits.view());
    if (how == service::callback_fails) {
      answer.header("Content-Type", "application/xml");
      answer.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>CallbackFailed</Code>");
      answer.append("<Message>Error status : 502.</Message><EC>0007-00000203</EC></Error>");
    } else {
      answer.append("{\"Status\":\"OK\"}");
    }
    return upcall::nothing{};
  }
};

inline constexpr upcall::callback on_upload{
    .url = {"http://a.example.com:23450/done", "http://b.example.com:23450/done"},
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}&size=${size}&place=${x:place}",
    .variables = {{"x:place", "here & there"}},
};

constexpr upcall::endpoint service_address{"http://oss-cn-hangzhou.aliyuncs.com"};
constexpr upcall::fixed_credentials credentials{"fake-id", "fake-secret", "fake-token"};
constexpr std::string_view bytes = "hello, world\n";

const upcall::put_result& value_of(const upcall::put_result& put) { return put; }
template <std::size_t Answer>
const upcall::basic_put_result<Answer>& value_of(const upcall::result<upcall::basic_put_result<Answer>>& put) {
  return *put;
}
template <class Put>
bool stored(const Put& put) {
  if constexpr (requires { put.error(); }) {
    if (!put) return false;
  }
  const auto& is = value_of(put);
  return is.status == 200 && is.size == bytes.size() && is.answer == "{\"Status\":\"OK\"}";
}

// Calls once with each callback; `check` says whether the outcome is the expected one.
template <class Check>
void count(const char* name, auto& client, const log& seen, bool from_the_first, Check check) {
  upcall::callback at_run_time = on_upload;
  at_run_time.query = {{"user", "somebody else"}};
  const upcall::callback_option callbacks[] = {{}, upcall::encoded<on_upload>, at_run_time};
  std::array<char, 64> answer;
  auto bucket = client.bucket("examplebucket");
  const auto put = [&](const upcall::callback_option& callback) {
    return bucket.put_object("files/2023/hello.txt", upcall::text{bytes},
                             {.callback = callback,
                              .content_type = "text/plain",
                              .metadata = {{"author", "nobody"}, {"colour", "blue"}},
                              .headers = {{"cache-control", "no-cache"}},
                              .progress = [](std::uint64_t, std::uint64_t) { return true; },
                              .answer = callback ? std::span<char>{answer} : std::span<char>{}});
  };
  if (!from_the_first) expect(check(put({})), name, "not the expected outcome of the first call");
  for (const auto& callback : callbacks) {
    const std::size_t before = allocations;
    const auto out = put(callback);
    const std::size_t taken = allocations - before;
    expect(check(out), name, "not the expected outcome");
    expect(seen.with_callback == static_cast<bool>(callback), name, "the callback was not sent as given");
    if (taken != 0) std::printf("%s: %zu allocations in a call\n", name, taken);
    failed = failed || taken != 0;
  }
}

// A hosted client of the crypto and signer given, in all that can come of a call without an exception.
template <class Crypto, class Signer>
void hosted(const char* name, bool from_the_first) {
  constexpr upcall::exponential_backoff at_once{.base = {0}, .cap = {0}};
  const auto with = [&](service how, auto check, auto... policies) {
    log seen;
    upcall::client oss{service_address, own_transport{how, seen}, at_once, Crypto{}, Signer{}, policies...};
    count(name, oss, seen, from_the_first, check);
  };
  const auto is_stored = [](const auto& put) { return stored(put); };
  with(service::accepts, is_stored, credentials);
  with(service::accepts, is_stored);  // credentials of the environment
  with(service::busy_once, is_stored, credentials);
  with(service::accepts, is_stored, credentials, upcall::returning{});
  with(service::busy_once, is_stored, credentials, upcall::returning{});
  with(
      service::callback_fails,
      [](const auto& put) {
        return !put && put.error().kind == upcall::fault::callback && put.error().stored.known &&
               put.error().stored.size == bytes.size() && put.error().code == "CallbackFailed"sv;
      },
      credentials, upcall::returning{});
  with(
      service::answer_lost, [](const auto& put) { return !put && put.error().kind == upcall::fault::transport; },
      credentials, upcall::returning{});
}

void freestanding() {
  static upcall::workspace<upcall::limits::small> room;
  log seen;
  upcall::freestanding_client oss{service_address, credentials, own_transport{service::accepts, seen},
                                  upcall::manual_clock{{1'700'000'000}, {}}, upcall::borrowed_workspace{room}};
  count("freestanding", oss, seen, true, [](const auto& put) { return stored(put); });
}

// Proves that each way to the heap is counted.
template <class Take>
void counted(const char* name, Take take) {
  const std::size_t before = allocations;
  void* volatile taken = take();
  expect(allocations != before && taken != nullptr, name, "is not counted");
}

void every_way_is_counted() {
  counted("malloc", [] { return std::malloc(1); });
  counted("calloc", [] { return std::calloc(1, 1); });
  counted("realloc", [] { return std::realloc(nullptr, 1); });
  counted("aligned_alloc", [] { return std::aligned_alloc(64, 64); });
  counted("posix_memalign", [] {
    void* to = nullptr;
    return posix_memalign(&to, 64, 64) == 0 ? to : nullptr;
  });
  counted("new", [] { return ::operator new(1); });
  counted("new[]", [] { return ::operator new[](1); });
  counted("aligned new", [] { return ::operator new (64, std::align_val_t{64}); });
  counted("new (nothrow)", [] { return ::operator new(1, std::nothrow); });
  counted("OPENSSL_malloc", [] { return OPENSSL_malloc(1); });
}

}  // namespace

int main() {
  setenv("OSS_ACCESS_KEY_ID", "fake-id", 1);
  setenv("OSS_ACCESS_KEY_SECRET", "fake-secret", 1);
  unsetenv("OSS_SESSION_TOKEN");
  every_way_is_counted();
  hosted<upcall::portable_crypto, upcall::sign_v4>("portable, V4", true);
  hosted<upcall::portable_crypto, upcall::sign_v4_uncached>("portable, V4 uncached", true);
  hosted<upcall::portable_crypto, upcall::sign_v1>("portable, V1", true);
  hosted<upcall::openssl_crypto, upcall::sign_v4>("OpenSSL, V4", false);
  hosted<upcall::openssl_crypto, upcall::sign_v4_uncached>("OpenSSL, V4 uncached", false);
  hosted<upcall::openssl_crypto, upcall::sign_v1>("OpenSSL, V1", false);
  freestanding();
  if (!failed) std::puts("no allocation");
  return failed ? 1 : 0;
}
