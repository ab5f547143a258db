// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/http/ip_address.hpp>
#include <upcall/policies/credentials/secret_text.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::detail {

// Whether a proxy may be asked for such a host: nothing in it ends a line or a name.
constexpr bool is_proxied_host(std::string_view host) {
  if (host.empty() || host.size() > 255) return false;
  if (is_ipv6(host)) return true;
  for (char c : host) {
    const char lower = to_lower(c);
    if (!(lower >= 'a' && lower <= 'z') && !is_digit(c) && c != '-' && c != '.' && c != '_') return false;
  }
  return true;
}

// Asks a proxy for a tunnel by CONNECT (RFC 9110 §9.3.6), over a stream that leads to the proxy. Its answer's head has
// 8 KB at most, with interim answers before it. What comes with it would be read as the service's, which has nothing to
// say before it is asked: that is refused.
class proxy_tunnel {
 public:
  // The sentence is good until the next call.
  template <byte_stream Stream>
  verdict open(Stream& over, const stream_target& to, std::string_view authorization) {
    secret_text<1'280> asked;
    asked.append("CONNECT "sv);
    write_place(asked, to);
    asked.append(" HTTP/1.1\r\nHost: "sv);
    write_place(asked, to);
    if (!authorization.empty()) {
      asked.append("\r\nProxy-Authorization: "sv);
      asked.append(authorization);
    }
    asked.append("\r\n\r\n"sv);
    const transferred sent = over.write(asked);
    if (!sent.wrong.empty()) return broken(sent.wrong);

    char head[8 * 1024];
    std::size_t size = 0, begin = 0;
    for (;;) {
      if (size == sizeof head) return refused("the head of its answer does not end"sv);
      const transferred got = over.read(std::span{head}.subspan(size));
      if (!got.wrong.empty()) return broken(got.wrong);
      if (got.size == 0) return refused("it has ended the connection"sv);
      size += got.size;
      std::size_t end;
      while ((end = std::string_view{head, size}.find("\r\n\r\n"sv, begin)) != std::string_view::npos) {
        const int status = status_of(part({head, end}, begin));
        begin = end + 4;
        if (status < 100 || status == 101) return refused("its answer is not HTTP's"sv);
        if (status >= 200) return judge(status, size - begin);  // else an interim answer
      }
    }
  }

 private:
  static void write_place(auto& sink, const stream_target& to) {
    const bool six = is_ipv6(to.host);
    if (six) sink.put('[');
    sink.append(to.host);
    if (six) sink.put(']');
    sink.put(':');
    write_decimal(sink, to.port);
  }
  static int status_of(std::string_view head) {
    if (!head.starts_with("HTTP/1.1 "sv) && !head.starts_with("HTTP/1.0 "sv)) return 0;
    const auto digits = part(head, 9, 3);
    const auto number = read_decimal(digits);
    const bool ends = head.size() == 12 || (head.size() > 12 && (head[12] == ' ' || head[12] == '\r'));
    return number && digits.size() == 3 && ends ? static_cast<int>(*number) : 0;
  }

  verdict judge(int status, std::size_t more) {
    if (status < 300) return more == 0 ? verdict{nothing{}} : refused("it sent more than its answer"sv);
    inline_string<40> why = status == 407 ? "it wants other credentials, status "sv : "status "sv;
    write_decimal(why, static_cast<unsigned>(status));
    return refused(why);
  }
  verdict broken(std::string_view why) { return speaks_of_deadline(why) ? verdict{why} : refused(why); }
  verdict refused(std::string_view why) {
    wrong_.assign("the proxy makes no connection to the service: "sv);
    wrong_.append(why);
    return wrong_.view();
  }

  inline_string<200> wrong_ = {};
};

}  // namespace upcall::detail
