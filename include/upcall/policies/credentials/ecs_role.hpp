// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/policies/credentials/ecs_role_document.hpp>
#include <upcall/policies/credentials/temporary.hpp>
#include <upcall/policies/transport/fetch.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/wiped_connection.hpp>
#include <upcall/text/percent.hpp>

namespace upcall {

namespace detail {

// 1 to 64 letters, digits, '.', '_' and '-': nothing that leads elsewhere.
constexpr bool is_ecs_role(std::string_view name) {
  for (char c : name) {
    if (!is_unreserved(c) || c == '~') return false;
  }
  return !name.empty() && name.size() <= 64 && name != "."sv && name != ".."sv;
}

}  // namespace detail

// A source for refreshing_credentials: those of the RAM role that is attached to the cloud's virtual machine that the
// program runs on, from its metadata service. That is asked for a token first, which what merely makes the machine send
// a GET cannot have; where it knows of no tokens it is asked without one, unless that is not wanted. At most four
// requests; no proxy, no redirect. Secrets are wiped when they were handed over. The texts are views and must outlive
// the client. Source: help.aliyun.com, /zh/ecs/user-guide/obtain-a-temporary-authorization-token.
template <class Transport>
struct basic_ecs_ram_role_credentials {
  static_assert(transport<running_policy<Transport>>, "ecs_ram_role_credentials: this is no transport");

  std::string_view role_name = {};  // empty: the machine's, which has one at most
  bool token_only = false;          // the machine's "security hardening mode": nothing is asked without a token
  std::string_view service = "http://100.100.100.200"sv;
  milliseconds time_limit = {2'000};  // of each request; the service is on the machine's own host
  Transport over = {};

  class state;
};
// By sockets. The longest line of an answer's head has to fit into 4 KB.
using ecs_ram_role_credentials = basic_ecs_ram_role_credentials<http1_transport<secretive<posix_socket>, 4096>>;

template <class Transport>
class basic_ecs_ram_role_credentials<Transport>::state {
 public:
  explicit state(basic_ecs_ram_role_credentials&& policy)
      : role_name_(policy.role_name),
        token_only_(policy.token_only),
        service_(policy.service),
        time_limit_(policy.time_limit),
        over_(static_cast<Transport&&>(policy.over)) {
    while (service_.ends_with('/')) service_.remove_suffix(1);
  }

  result<temporary_credentials> fetch() {
    char room[16 * 1024];  // a document has 2 KB
    const wiped_at_end wiping{room};
    token_text token;
    inline_string<64> role{role_name_};
    if (!role.empty() && (role.cut() || !detail::is_ecs_role(role)))
      return {fault::client, "ecs role: a role's name has 1 to 64 letters, digits, '.', '_' and '-'"sv};
    if (const auto done = get_token(token, room); !done) return done.error();
    if (role.empty()) {
      const auto found = get(""sv, token, room);
      if (!found) return found.error();
      role.assign(trim(*found));
      if (role.cut() || !detail::is_ecs_role(role))
        return {fault::client, "ecs role: the metadata service tells no role's name; give it as .role_name"sv};
    }
    const auto document = get(role, token, room);
    if (!document) return document.error();
    return read_ecs_role_document(*document);
  }

  // The running transport.
  running_policy<Transport>& over() { return over_; }

 private:
  using token_text = secret_text<1024>;

  // Leaves it empty where the service is to be asked without.
  result<nothing> get_token(token_text& to, std::span<char> room) {
    // It is used at once; 1 to 21,600 seconds are allowed.
    static constexpr field life[] = {{"x-aliyun-ecs-metadata-token-ttl-seconds"sv, "60"sv}};
    const auto got = ask("PUT"sv, "/latest/api/token"sv, ""sv, life, room);
    if (!got) return got.error();
    if (got->status >= 400 && got->status < 500 && !token_only_) return nothing{};
    if (got->status != 200) return refused("ecs role: the metadata service gives no token"sv, got->status);
    to.assign(trim(got->body));
    if (!to.empty() && !to.cut() && is_header_value(to)) return nothing{};
    return {fault::client, "ecs role: the metadata service gives a token that cannot be sent"sv};
  }

  // Empty: the name of the machine's role.
  result<std::string_view> get(std::string_view role, const token_text& with, std::span<char> room) {
    const field shown[] = {{"x-aliyun-ecs-metadata-token"sv, with}};
    const auto got = ask("GET"sv, "/latest/meta-data/ram/security-credentials/"sv, role,
                         std::span<const field>{shown, with.empty() ? 0u : 1u}, room);
    if (!got) return got.error();
    if (got->status == 200) return got->body;
    if (got->status != 404) return refused("ecs role: the metadata service refused"sv, got->status);
    return role.empty() ? refused("ecs role: no RAM role is attached to this machine; attach one"sv, 404)
                        : refused("ecs role: this machine has no RAM role of that name"sv, 404);
  }

  result<web_answer> ask(std::string_view method, std::string_view path, std::string_view name,
                         std::span<const field> headers, std::span<char> room) {
    inline_string<512> url{service_};
    url.append(path);
    url.append(name);
    if (url.cut()) return {fault::client, "ecs role: the address of the metadata service is too long"sv};
    auto got = upcall::fetch(over_, {method, url, headers, time_limit_}, room);
    if (got || got.error().kind != fault::transport) return got;
    failure why{fault::transport,
                "ecs role: no answer from the metadata service; is this a machine of the cloud's? "sv};
    why.message.append(got.error().message);
    return why;
  }

  static failure refused(std::string_view why, int status) { return {fault::server, why, status}; }

  std::string_view role_name_;
  bool token_only_;
  std::string_view service_;
  milliseconds time_limit_;
  running_policy<Transport> over_;
};

}  // namespace upcall
