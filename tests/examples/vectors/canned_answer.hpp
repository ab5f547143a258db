// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "case.hpp"
#include <cstdint>
#include <machine/client.hpp>
#include <optional>
#include <span>
#include <string>
#include <upcall/bodies/text.hpp>
#include <upcall/callback/encoded.hpp>
#include <upcall/http/response.hpp>

namespace vectors {

// Eight bytes whose CRC-64 is the one wanted: what the answer of a case says is then what was sent. Each step of the
// checksum is undone, from its end to its beginning.
inline std::string bytes_with_crc64(std::uint64_t wanted) {
  constexpr std::uint64_t polynomial = 0xC96C5795D7870F42;  // CRC-64/XZ, reflected
  std::uint64_t state = ~wanted;
  for (int bit = 0; bit != 64; ++bit) state = state >> 63 != 0 ? (state ^ polynomial) << 1 | 1 : state << 1;
  state = ~state;
  std::string out;
  for (unsigned byte = 0; byte != 8; ++byte) out += static_cast<char>(state >> 8 * byte & 0xff);
  return out;
}

// The answer that a case describes, and what the library's calls make of it.
class canned_answer {
  template <class Call>
  auto call(Call make) const {
    auto oss = client_with(canned_);
    return make(oss.bucket("examplebucket"));
  }

 public:
  explicit canned_answer(const test_case& of)
      : operation_(of.text("operation")), with_callback_(of.in("request_had_callback") == true) {
    canned_.status = of.in("status").get<int>();
    canned_.headers = of.pairs(of.in("headers"));
    canned_.body =
        of.in("body_base64").is_null() ? std::string{of.text("body_utf8")} : from_base64(of.text("body_base64"));
    room_.resize(canned_.body.size() + 64 * 1024);
    answer_.emplace(room_);
    answer_->status = canned_.status;
    for (const auto& [name, value] : canned_.headers) answer_->header(name, value);
    answer_->decode_error_header();
    answer_->append(canned_.body);
  }
  canned_answer(const canned_answer&) = delete;

  int status() const { return answer_->status; }
  std::string_view request_id() const { return answer_->request_id; }
  bool has_crc64() const { return answer_->crc64.has_value(); }
  std::string_view document() const { return answer_->body(); }

  // An upload that is answered so; the application server's answer goes into the room.
  upcall::result<upcall::put_result> put(std::span<char> room) const {
    static constexpr upcall::callback callback{.url = "http://a.example.com", .body = "o=${object}"};
    const std::string bytes = has_crc64() ? bytes_with_crc64(*answer_->crc64) : "bytes";
    upcall::put_object_options options{.answer = room};
    if (with_callback_) options.callback = upcall::encoded<callback>;
    return call([&](auto bucket) { return bucket.put_object("o", upcall::text{bytes}, options); });
  }

  // Why the operation of the case failed; operations that the library does not have fail as an upload does.
  upcall::failure failure_of_a_call() const {
    if (operation_ == "HeadObject") return failure_of(call([](auto bucket) { return bucket.head_object("o"); }));
    if (operation_ == "DeleteObject") return failure_of(call([](auto bucket) { return bucket.delete_object("o"); }));
    if (operation_ == "GetObject") {
      return failure_of(call([](auto bucket) { return bucket.get_object("o", [](std::string_view) {}); }));
    }
    return failure_of(put({}));
  }

 private:
  template <class T>
  static upcall::failure failure_of(const upcall::result<T>& done) {
    if (done) give_up("the library took it for a success");
    return done.error();
  }

  std::string_view operation_;
  bool with_callback_;
  canned canned_ = {};
  std::vector<char> room_ = {};
  std::optional<upcall::response> answer_ = {};
};

}  // namespace vectors
