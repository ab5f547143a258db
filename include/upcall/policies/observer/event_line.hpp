// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/roles/event.hpp>
#include <upcall/text/dates.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/printable.hpp>

namespace upcall {

// An event as one line of printable ASCII. A text that is longer than a log wants is cut, and so is a line.
class event_line {
 public:
  constexpr void tell(const event::sending& of) {
    begin("send ", of.request);
    if (const auto size = of.request.size()) put_number(", ", *size, " bytes");
    of.request.for_each_header([&](std::string_view name, std::optional<std::string_view> value) {
      write(body_, ", ");
      write_printable(body_, name, most_of_value);
      if (!value) return;
      write(body_, ": ");
      write_printable(body_, *value, most_of_value);
    });
  }
  constexpr void tell(const event::answered& of) {
    begin("answer to ", of.request);
    put_number(": status ", static_cast<std::uint64_t>(of.status < 0 ? 0 : of.status));
    put_number(" after ", static_cast<std::uint64_t>(of.took.count < 0 ? 0 : of.took.count), " ms");
    put_number(", ", of.size, " bytes");
    put_text(", content-type: ", of.content_type);
    put_text(", etag: ", of.etag);
    if (of.crc64) put_number(", crc64: ", *of.crc64);
    put_text(", version id: ", of.version_id);
    put_text(", request id: ", of.request_id);
    put_text(", EC ", of.ec);
  }
  constexpr void tell(const event::failed& of) {
    begin("failed ", of.request);
    put_why(": ", of.why);
  }
  constexpr void tell(const event::waiting& of) {
    put_number("wait ", static_cast<std::uint64_t>(of.pause.count < 0 ? 0 : of.pause.count), " ms, then again ");
    put_object(of.bucket, of.key);
    put_why(": ", of.why);
  }
  constexpr void tell(const event::clock_corrected& of) {
    write(body_, "clock corrected from ");
    write_iso(body_, of.before);
    write(body_, " to ");
    write_iso(body_, of.now);
  }
  constexpr void tell(const event::warning& of) {
    write(body_, "warning ");
    put_object(of.bucket, of.key);
    put_text(": ", of.text, most_of_text);
  }

  // With its end.
  constexpr std::string_view text() {
    line_.assign("upcall: ");
    line_.append(body_);
    if (body_.cut()) line_.append("...");
    line_.put('\n');
    return line_;
  }

 private:
  static constexpr std::size_t most_of_key = 512, most_of_value = 128, most_of_text = 240, most_of_line = 2048;

  constexpr void begin(std::string_view what, const event::about_request& request) {
    write(body_, what);
    write_printable(body_, request.method(), most_of_value);
    body_.put(' ');
    printable_writer url{body_, most_of_key};
    request.write_url(url);
    char separator = '?';
    request.for_each_parameter([&](std::string_view name, std::string_view value) {
      body_.put(separator);
      separator = '&';
      write(body_, name);
      if (value.empty()) return;
      body_.put('=');
      printable_writer short_value{body_, most_of_value};
      write_percent(short_value, value);
    });
    put_number(", attempt ", request.attempt());
  }
  constexpr void put_number(std::string_view before, std::uint64_t number, std::string_view after = {}) {
    write(body_, before);
    write_decimal(body_, number);
    write(body_, after);
  }
  constexpr void put_text(std::string_view before, std::string_view text, std::size_t most = most_of_value) {
    if (text.empty()) return;
    write(body_, before);
    write_printable(body_, text, most);
  }
  constexpr void put_object(std::string_view bucket, std::string_view key) {
    write_printable(body_, bucket, most_of_value);
    body_.put('/');
    printable_writer short_key{body_, most_of_key};
    write_path(short_key, key);
  }
  constexpr void put_why(std::string_view before, const failure& why) {
    write(body_, before);
    if (why.status != 0) put_number("status ", static_cast<std::uint64_t>(why.status), " ");
    write_printable(body_, why.code);
    put_text(why.code.empty() ? "" : ": ", why.message, most_of_text);
    put_text(", request id: ", why.request_id);
    put_text(", EC ", why.ec);
    if (why.outcome_unknown) write(body_, ", the outcome is unknown");
  }

  inline_string<most_of_line> body_ = {};
  inline_string<most_of_line + 16> line_ = {};
};

}  // namespace upcall
