// SPDX-License-Identifier: Apache-2.0
// What a V4 signature costs: ours with the signing key cached, ours deriving it each time, and the same signature by
// OpenSSL's one-shot HMAC() and SHA256(), in turn in one run; nanoseconds per signature, median of nine rounds, and
// allocations per signature.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <string>
#include <upcall.hpp>
#include <vector>

namespace {

long allocations = 0;
void* counted_malloc(std::size_t size, const char*, int) { return ++allocations, std::malloc(size); }
void* counted_realloc(void* old, std::size_t size, const char*, int) { return ++allocations, std::realloc(old, size); }
void counted_free(void* old, const char*, int) { std::free(old); }

inline constexpr upcall::callback on_upload{
    .url = "http://oss-demo.aliyuncs.com:23450",
    .query = {{"user", "put_object"}},
    .body = "bucket=${bucket}&object=${object}",
};

constexpr upcall::signing_context context{
    {"FAKEACCESSKEYIDFORTESTS", "fake-access-key-secret-for-tests"}, {1700000000}, "cn-hangzhou"};

void prepare(upcall::exchange& at) {
  at.message.method = "PUT";
  at.message.to = upcall::read_address("https://oss-cn-hangzhou.aliyuncs.com").where;
  at.message.bucket = "examplebucket";
  at.message.key = "files/2023/11/14/hello.txt";
  at.message.headers.set("content-type", "text/plain");
  at.message.headers.set("x-oss-meta-author", "nobody");
  at.message.headers.set("x-oss-callback", upcall::encoded<on_upload>.parameter);
}

struct string_sink {
  std::string& to;
  void put(char c) { to.push_back(c); }
  void append(std::string_view text) { to.append(text); }
};

std::string one_shot_hmac(std::string_view key, std::string_view text) {
  unsigned char out[32];
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), out, &size);
  return {reinterpret_cast<const char*>(out), size};
}

// What a program writes that has the documentation before it and nothing else.
std::string by_one_shot(upcall::exchange& at) {
  const upcall::v4::scope where{context.now, context.region, "oss"};
  std::string canonical, text;
  string_sink canonical_to{canonical}, text_to{text};
  upcall::v4::write_canonical_request(canonical_to, at.message);
  std::array<unsigned char, 32> digest;
  SHA256(reinterpret_cast<const unsigned char*>(canonical.data()), canonical.size(), digest.data());
  upcall::v4::write_string_to_sign(text_to, where, digest);
  std::string key = "aliyun_v4" + std::string{context.who.access_key_secret};
  for (std::string_view step : {where.when.day(), where.region, where.product, std::string_view{"aliyun_v4_request"}}) {
    key = one_shot_hmac(key, step);
  }
  return one_shot_hmac(key, text);
}

template <class Signer>
std::string_view by(Signer& signer, upcall::exchange& at) {
  const auto mark = at.texts.mark();
  if (!signer.sign(at.message, at.texts, context, upcall::openssl_crypto{})) std::abort();
  at.texts.release(mark);
  return at.message.headers.find("authorization")->value;
}

struct figures {
  std::vector<double> nanoseconds;
  double allocated = 0;

  double median() {
    std::sort(nanoseconds.begin(), nanoseconds.end());
    return nanoseconds[nanoseconds.size() / 2];
  }
};

template <class Work>
void measure(figures& to, Work work) {
  constexpr int times = 20'000;
  const long before = allocations;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i != times; ++i) work();
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
  to.nanoseconds.push_back(took.count() / times);
  to.allocated = static_cast<double>(allocations - before) / times;
}

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* got = std::malloc(size)) return got;
  throw std::bad_alloc{};
}
void operator delete(void* old) noexcept { std::free(old); }
void operator delete(void* old, std::size_t) noexcept { std::free(old); }

int main() {
  CRYPTO_set_mem_functions(counted_malloc, counted_realloc, counted_free);
  upcall::workspace<upcall::limits::hosted> room;
  upcall::failure why;
  upcall::exchange at{room, why};
  prepare(at);
  upcall::sign_v4::state cached{upcall::sign_v4{}};
  upcall::sign_v4_uncached::state uncached{upcall::sign_v4_uncached{}};

  std::string hex;
  string_sink to{hex};
  by(cached, at);  // also puts in the headers that are signed
  const std::string one_shot = by_one_shot(at);
  for (char c : one_shot) upcall::write_hex(to, std::array{static_cast<unsigned char>(c)});
  for (std::string_view each : {by(cached, at), by(uncached, at)}) {
    if (each.ends_with(hex)) continue;
    std::puts("the signatures differ");
    return 1;
  }

  figures with_cache, without_cache, peer;
  for (int round = 0; round != 9; ++round) {
    measure(with_cache, [&] { by(cached, at); });
    measure(without_cache, [&] { by(uncached, at); });
    measure(peer, [&] { by_one_shot(at); });
  }
  std::printf("%-34s %8s %12s\n", "V4 signature", "ns", "allocations");
  for (auto [name, of] : {std::pair{"upcall, key cached", &with_cache},
                          {"upcall, key derived", &without_cache},
                          {"one-shot HMAC() and SHA256()", &peer}}) {
    std::printf("%-34s %8.0f %12.1f\n", name, of->median(), of->allocated);
  }
  std::printf("one-shot / cached: %.1f\n", peer.median() / with_cache.median());
}
