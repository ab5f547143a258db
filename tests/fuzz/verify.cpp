// SPDX-License-Identifier: Apache-2.0
// links -lssl -lcrypto
// A request as callbacks are, judged by verify() and by what is written here from the service's documentation alone
// ("Callback"): both must give the same reason. Lines say what it is (the first: switches), after them is the body; a
// request that is signed here, with a key of this run, must be accepted unless something else is wrong with it.
#include "fuzz/judge.hpp"
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string>
#include <string_view>
#include <upcall/operations/verify_hosted.hpp>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

using fuzzed::must;
using upcall::refusal;

struct freed {
  void operator()(BIO* what) const { BIO_free(what); }
  void operator()(EVP_PKEY* what) const { EVP_PKEY_free(what); }
  void operator()(EVP_PKEY_CTX* what) const { EVP_PKEY_CTX_free(what); }
};
using key_owner = std::unique_ptr<EVP_PKEY, freed>;
using context_owner = std::unique_ptr<EVP_PKEY_CTX, freed>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::array<unsigned char, 16> md5(std::string_view text) {
  std::array<unsigned char, 16> out{};
  must(EVP_Digest(text.data(), text.size(), out.data(), nullptr, EVP_md5(), nullptr) == 1, "no MD5");
  return out;
}
context_owner with_md5(EVP_PKEY* key, int (*begin)(EVP_PKEY_CTX*)) {
  context_owner out{EVP_PKEY_CTX_new(key, nullptr)};
  const bool done = out && begin(out.get()) == 1 && EVP_PKEY_CTX_set_rsa_padding(out.get(), RSA_PKCS1_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_signature_md(out.get(), EVP_md5()) == 1;
  if (!done) out.reset();
  return out;
}

std::string in_base64(const std::string& bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
  out.pop_back();
  return out;
}

// The key of this run.
struct own_key {
  key_owner key{EVP_RSA_gen(512)};
  std::string pem = written();

  std::string written() const {
    const std::unique_ptr<BIO, freed> out{BIO_new(BIO_s_mem())};
    must(PEM_write_bio_PUBKEY(out.get(), key.get()) == 1, "no PEM");
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }
  std::string sign(std::string_view text) const {
    const auto digest = md5(text);
    const context_owner with = with_md5(key.get(), EVP_PKEY_sign_init);
    std::string out(64, '\0');
    std::size_t size = out.size();
    must(EVP_PKEY_sign(with.get(), reinterpret_cast<unsigned char*>(out.data()), &size, digest.data(), 16) == 1,
         "nothing was signed");
    return in_base64(out.substr(0, size));
  }
};

std::string signed_text(const std::string& target, const std::string& body) {
  const auto query = std::find(target.begin(), target.end(), '?');
  std::string out;
  for (auto at = target.begin(); at != query; ++at) {
    unsigned value = 0;
    const std::string digits{at, at + std::min<std::ptrdiff_t>(3, query - at)};
    const bool is_hex =
        digits.size() == 3 && digits.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
    if (*at != '%' || !is_hex || std::sscanf(digits.c_str(), "%%%2x", &value) != 1) {
      out.push_back(*at);
      continue;
    }
    out.push_back(static_cast<char>(value));
    at += 2;
  }
  out.append(query, target.end());
  return out + '\n' + body;
}

// As OpenSSL would write it, or it is none.
bool from_base64(const std::string& text, std::string& out) {
  out.assign(text.size(), '\0');
  if (text.size() % 4 != 0) return false;
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(text), int(text.size()));
  if (size < 0) return false;
  out.resize(static_cast<std::size_t>(size));
  if (text.ends_with('=')) out.pop_back();
  if (text.ends_with("==")) out.pop_back();
  return in_base64(out) == text;
}

bool is_the_services(const std::string& url) {
  const std::string host = "://gosspublic.alicdn.com/";
  const std::size_t at = url.find(host);
  if (at == std::string::npos || (url.substr(0, at) != "http" && url.substr(0, at) != "https")) return false;
  const std::string rest = url.substr(at + host.size() - 1);
  // A plain path, which means the same to everybody.
  constexpr const char* plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/?=&";
  return rest.find_first_not_of(plain) == std::string::npos && rest.find("..") == std::string::npos &&
         rest.find("//") == std::string::npos;
}

bool proves(const std::string& pem, const std::string& text, const std::string& signature) {
  const std::unique_ptr<BIO, freed> from{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  char none[] = "";  // an encrypted one has a password; this is not it
  const key_owner key{PEM_read_bio_PUBKEY(from.get(), nullptr, nullptr, none)};
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) return false;
  const auto digest = md5(text);
  const context_owner with = with_md5(key.get(), EVP_PKEY_verify_init);
  return with && EVP_PKEY_verify(with.get(), bytes_of(signature), signature.size(), digest.data(), 16) == 1;
}

struct request {
  std::string method, target, signature, key_url, pem, body;
  unsigned switches = 0;

  enum : unsigned {
    sign = 1,
    repeat_signature = 2,
    repeat_key_url = 4,
    leave_signature = 8,
    leave_key_url = 16,
    pad = 32
  };
  bool is(unsigned which) const { return (switches & which) != 0; }

  request(const own_key& own, std::string_view from) {
    const auto line = [&from] {
      const std::string_view out = from.substr(0, from.find('\n'));
      from.remove_prefix(std::min(from.size(), out.size() + 1));
      return std::string{out};
    };
    const std::string first = line();
    switches = first.empty() ? 0 : static_cast<unsigned char>(first[0]) ^ unsigned { '0' };
    for (std::string* each : {&method, &target, &signature, &key_url, &pem}) *each = line();
    std::replace(pem.begin(), pem.end(), '|', '\n');
    if (pem.empty()) pem = upcall::callback_public_key;
    body = from;
    if (is(sign)) {
      pem = own.pem;
      signature = own.sign(signed_text(target, body));
    }
  }

  refusal judged_by_hand() const {
    if (method != "POST") return refusal::bad_method;
    if (target.empty() || target[0] != '/') return refusal::bad_target;
    // The limits are beyond what a fuzzer tries; so are those of a header.
    if (is(leave_key_url)) return refusal::missing_header;
    if (is(repeat_key_url)) return refusal::repeated_header;
    if (is(leave_signature)) return refusal::missing_header;
    if (is(repeat_signature)) return refusal::repeated_header;
    std::string url, proof;
    if (!from_base64(without_blanks(key_url), url)) return refusal::bad_base64;
    if (url.size() > 512 || !is_the_services(url)) return refusal::bad_pub_key_url;
    if (!from_base64(without_blanks(signature), proof)) return refusal::bad_base64;
    if (proof.size() > 1024) return refusal::bad_signature;
    return proves(pem, signed_text(target, body), proof) ? refusal::none : refusal::bad_signature;
  }
  refusal judged_by_verify() const {
    const std::string padded_signature = is(pad) ? " \t" + signature + "\t\r\n" : signature,
                      padded_url = is(pad) ? "\t" + key_url + "  " : key_url;
    const upcall::field one{is(pad) ? "AUTHORIZATION" : "authorization", padded_signature},
        other{is(pad) ? "x-OSS-pub-KEY-url" : "x-oss-pub-key-url", padded_url};
    std::vector<upcall::field> headers{{"Host", "example.com"}, {"x-oss-pub-key-url-", "x"}, {"", ""}};
    for (int i = is(leave_signature) ? 2 : is(repeat_signature) ? 0 : 1; i != 2; ++i) headers.push_back(one);
    for (int i = is(leave_key_url) ? 2 : is(repeat_key_url) ? 0 : 1; i != 2; ++i) headers.push_back(other);
    const auto out = upcall::verify({method, target, headers, body}, upcall::pinned_keys{pem});
    must(bool(out) == (out.reason() == refusal::none), "accepted for a reason, or refused for none");
    must(!out || (out->target().data() == target.data() && out->body().data() == body.data()),
         "what is verified is not what was received");
    return out.reason();
  }

 private:
  static std::string without_blanks(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
    return first == std::string::npos ? std::string{} : text.substr(first, last - first + 1);
  }
};

// How many there were is told at the end: without any, nothing is shown.
struct accepted_ones {
  std::size_t count = 0;
  ~accepted_ones() { std::fprintf(stderr, "%zu times: accepted\n", count); }
};

const own_key& key_of_this_run() {
  static const own_key own;
  return own;
}

}  // namespace

// Half of the time one line is changed and the others stay; a byte of the target is written as an escape and back,
// which leaves what is signed as it is.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  if (seed % 2 != 0) return LLVMFuzzerMutate(data, size, most);
  std::string text{reinterpret_cast<const char*>(data), size};
  std::size_t begin = 0;
  for (unsigned line = seed / 2 % 7; line != 0 && begin != text.size(); --line)
    begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  const std::size_t end = seed / 2 % 7 == 6 ? text.size() : std::min(text.find('\n', begin), text.size());
  std::string part = text.substr(begin, end - begin);
  const std::size_t at = part.empty() ? 0 : seed / 64 % part.size();
  unsigned value = 0;
  if (seed / 2 % 7 == 2 && seed / 16 % 4 != 0 && !part.empty()) {
    if (std::sscanf(part.c_str() + at, "%%%2x", &value) == 1 && part.size() - at >= 3) {
      part.replace(at, 3, 1, static_cast<char>(value));
    } else {
      char escape[4];
      std::snprintf(escape, sizeof escape, seed / 32 % 2 != 0 ? "%%%02x" : "%%%02X",
                    unsigned{static_cast<unsigned char>(part[at])});
      part.replace(at, 1, escape);
    }
  } else {
    // The two lines of Base64 are changed in what they stand for, now and then.
    std::string bytes;
    const unsigned line = seed / 2 % 7;
    const bool decoded = (line == 3 || line == 4) && seed / 16 % 4 != 0 && from_base64(part, bytes);
    if (!decoded) bytes = part;
    std::vector<std::uint8_t> changed(bytes.begin(), bytes.end());
    changed.resize(bytes.size() + 1 + std::min<std::size_t>(64, most - std::min(most, size)));
    changed.resize(LLVMFuzzerMutate(changed.data(), bytes.size(), changed.size()));
    part.assign(changed.begin(), changed.end());
    if (decoded) part = in_base64(part);
  }
  text.replace(begin, end - begin, part);
  size = std::min(text.size(), most);
  std::memcpy(data, text.data(), size);
  return size;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const own_key& own = key_of_this_run();
  const request given{own, {reinterpret_cast<const char*>(data), size}};
  must(ERR_peek_error() == 0, "something is left behind in OpenSSL from before");
  const refusal ours = given.judged_by_verify();
  must(ERR_peek_error() == 0, "verify() leaves something behind in OpenSSL");
  const refusal theirs = given.judged_by_hand();
  ERR_clear_error();
  if (ours != theirs) std::fprintf(stderr, "verify(): %d, by hand: %d\n", int(ours), int(theirs));
  must(ours == theirs, "verify() and the documentation differ");
  static accepted_ones accepted;
  accepted.count += ours == refusal::none;
  return 0;
}
