// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/result.hpp>
#include <upcall/roles/keys.hpp>
#include <upcall/text/percent.hpp>

namespace upcall {

// The key that the service signs callbacks with, as at https://gosspublic.alicdn.com/callback_pub_key_v1.pem; its
// documentation ("Callback") calls the content constant.
inline constexpr std::string_view callback_public_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKs/JBGzwUB2aVht4crBx3oIPBLNsjGs\n"
    "C0fTXv+nvlmklvkcolvpvXLTjaxUHR3W9LXxQ2EHXAJfCB+6H2YF1k8CAwEAAQ==\n"
    "-----END PUBLIC KEY-----\n";

// Whether a key URL is on the host that the service publishes its keys on: the slash after it is what keeps out user
// names, ports and longer host names. The rest must be a plain path and query.
constexpr bool is_key_url_of_the_service(std::string_view url) {
  constexpr std::string_view http = "http://gosspublic.alicdn.com/", https = "https://gosspublic.alicdn.com/";
  if (!url.starts_with(http) && !url.starts_with(https)) return false;
  url.remove_prefix((url.starts_with(http) ? http.size() : https.size()) - 1);
  for (; !url.empty(); url.remove_prefix(1)) {
    if (url.starts_with("..") || url.starts_with("//")) return false;
    if (!is_unreserved(url[0]) && std::string_view{"/?=&"}.find(url[0]) == url.npos) return false;
  }
  return true;
}

// Fetches nothing: whatever key of the service is asked for, it gives the one it holds.
struct pinned_keys {
  using role = upcall::role::keys;

  std::string_view pem = callback_public_key;

  constexpr result<std::string_view> key_for(std::string_view url) const {
    if (!is_key_url_of_the_service(url)) return failure{fault::client, "the key URL is not the service's"};
    return pem;
  }
};

}  // namespace upcall
