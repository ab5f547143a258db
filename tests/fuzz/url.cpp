// SPDX-License-Identifier: Apache-2.0
// links -lcurl
// A text that may be a URL, as an endpoint, as a callback's, as a key's and as one that is fetched: whatever is taken,
// libcurl takes as well, for the same scheme, host, port and path, and with nothing else in it.
#include "fuzz/judge.hpp"
#include <algorithm>
#include <arpa/inet.h>
#include <cstdint>
#include <cstdio>
#include <curl/curl.h>
#include <memory>
#include <string>
#include <string_view>
#include <upcall/callback/url.hpp>
#include <upcall/http/address.hpp>
#include <upcall/policies/keys/pinned.hpp>
#include <upcall/policies/transport/fetch.hpp>
#include <upcall/testing/written.hpp>

namespace {

void must(bool holds, const char* what, std::string_view of) {
  if (!holds) std::fprintf(stderr, "%.*s\n", static_cast<int>(of.size()), of.data());
  fuzzed::must(holds, what);
}

// A URL in libcurl's eyes.
class other_url {
 public:
  explicit other_url(const std::string& text, const std::string& scheme_if_none = {}) {
    const bool has_scheme = text.find("://") != text.npos;
    const std::string whole = has_scheme ? text : scheme_if_none + "://" + text;
    // Dots in paths stay, as the service and we leave them.
    valid_ = curl_url_set(it_.get(), CURLUPART_URL, whole.c_str(), CURLU_PATH_AS_IS) == CURLUE_OK &&
             whole.find('\0') == whole.npos;
  }
  bool is_valid() const { return valid_; }
  std::string part(CURLUPart which) const {
    char* text = nullptr;
    curl_url_get(it_.get(), which, &text, CURLU_DEFAULT_PORT);
    const std::string out = text != nullptr ? text : "";
    curl_free(text);
    return out;
  }
  bool has(CURLUPart which) const {
    char* text = nullptr;
    const bool out = curl_url_get(it_.get(), which, &text, 0) == CURLUE_OK;
    curl_free(text);
    return out;
  }

 private:
  struct freed {
    void operator()(CURLU* what) const { curl_url_cleanup(what); }
  };
  std::unique_ptr<CURLU, freed> it_{curl_url()};
  bool valid_ = false;
};

bool is_same_host(std::string_view ours, const std::string& theirs) {
  static fuzzed::known_difference ipv4{"libcurl gives short, octal and hexadecimal addresses as connecting takes them"},
      ipv6{"libcurl gives the shortest form of an IPv6 address"};
  if (upcall::equal_ignoring_case(ours, theirs)) return true;
  const std::string host{ours};
  in_addr a{}, b{};
  if (inet_aton(host.c_str(), &a) != 0 && inet_aton(theirs.c_str(), &b) != 0) return ipv4(a.s_addr == b.s_addr);
  in6_addr c{}, d{};
  const auto reads = [](const std::string& text, in6_addr& to) {
    return text.size() > 2 && text[0] == '[' && inet_pton(AF_INET6, text.substr(1, text.size() - 2).c_str(), &to) == 1;
  };
  return ipv6(reads(host, c) && reads(theirs, d) && std::equal(c.s6_addr, c.s6_addr + 16, d.s6_addr));
}

bool is_plain_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return upcall::is_digit(c) || (upcall::to_lower(c) >= 'a' && upcall::to_lower(c) <= 'z') ||
           std::string_view{"-._:[]"}.find(c) != std::string_view::npos;
  });
}

void must_be_same(const std::string& text, const other_url& theirs, bool tls, std::string_view host, std::uint64_t port,
                  std::string_view path) {
  must(is_plain_host(host), "that is no host", text);
  must(theirs.is_valid(), "libcurl does not take what we take", text);
  must(theirs.part(CURLUPART_SCHEME) == (tls ? "https" : "http"), "another scheme than libcurl's", text);
  must(is_same_host(host, theirs.part(CURLUPART_HOST)), "another host than libcurl's", text);
  must(theirs.part(CURLUPART_PORT) == std::to_string(port), "another port than libcurl's", text);
  must(theirs.part(CURLUPART_PATH) == (path.empty() ? "/" : path), "another path than libcurl's", text);
  for (const CURLUPart none :
       {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT, CURLUPART_ZONEID}) {
    must(!theirs.has(none), "libcurl sees more in it", text);
  }
}

void as_endpoint(const std::string& text) {
  const auto read = upcall::read_address(text);
  if (!read.wrong.empty()) return;
  const other_url theirs{text, read.where.tls ? "https" : "http"};
  must_be_same(text, theirs, read.where.tls, read.where.host, read.where.port, "/");
  must(!theirs.has(CURLUPART_QUERY), "an endpoint with a query", text);
}

void as_callback(const std::string& text) {
  if (upcall::check_callback_url(text) != upcall::callback_problem::none) return;
  const upcall::callback_url ours{text};
  const auto port = upcall::read_decimal(ours.authority.has_port ? ours.authority.port : ours.default_port());
  const other_url theirs{text, "http"};
  must(port.has_value(), "no port", text);
  must_be_same(text, theirs, ours.https(), ours.authority.host, *port, ours.path);
  must(!theirs.has(CURLUPART_QUERY), "a callback URL with a query", text);
  // As it is written it means the same, and would be written so again.
  const auto written = [](std::string_view url) {
    return upcall::testing::written([&](auto& to) { upcall::write_callback_url(to, url); });
  };
  const std::string plain = written(text);
  must(upcall::check_callback_url(plain) == upcall::callback_problem::none, "what is written is no callback URL", text);
  must(written(plain) == plain, "it is written otherwise again", text);
  must_be_same(plain, other_url{plain}, ours.https(), ours.authority.host, *port, ours.path);
}

void as_key(const std::string& text) {
  if (!upcall::is_key_url_of_the_service(text)) return;
  const other_url theirs{text};
  const bool tls = text.starts_with("https:");
  must_be_same(text, theirs, tls, "gosspublic.alicdn.com", tls ? 443 : 80,
               std::string_view{text}.substr(0, text.find('?')).substr(text.find('/', 8)));
  must(theirs.part(CURLUPART_HOST) == "gosspublic.alicdn.com", "a key of another host", text);
}

void as_fetched(const std::string& text) {
  upcall::detail::fetching asked;
  if (!asked.become({.url = text}).empty()) return;
  const other_url theirs{text};
  const std::string path = '/' + std::string{asked.message.key};
  must_be_same(text, theirs, asked.message.to.tls, asked.message.to.host, asked.message.to.port, path);
  const std::string target = upcall::testing::written([&](auto& to) { upcall::write_target(to, asked.message); });
  must(std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7f; }), "no target", text);
  must(target.substr(0, target.find('?')) == path, "another target than the URL's", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{reinterpret_cast<const char*>(data), size};
  as_endpoint(text);
  as_callback(text);
  as_key(text);
  as_fetched(text);
  return 0;
}
