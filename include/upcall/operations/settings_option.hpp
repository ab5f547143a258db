// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/workspace.hpp>
#include <upcall/operations/check_settings.hpp>
#include <upcall/operations/object_settings.hpp>
#include <upcall/operations/upload_request.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/percent.hpp>

namespace upcall {

namespace detail {

// Adds those headers that belong to one request, none of them twice.
class settings_writer {
 public:
  constexpr settings_writer(exchange& at, bool (*belongs_to_request)(std::string_view))
      : at_(at), belongs_(belongs_to_request) {}

  constexpr void add(std::string_view name, std::string_view value) {
    if (value.empty() || !belongs_(name)) return;
    twice_ = twice_ || at_.message.headers.find(name) != nullptr;
    at_.message.headers.set(name, value);
  }
  constexpr void add_number(std::string_view name, std::uint64_t value) {
    if (value == 0) return;
    write_decimal(at_.texts, value);
    add(name, at_.texts.take());
  }
  constexpr void add_tags(std::string_view name, const field_list& tags) {
    std::string_view separator;
    for (const auto& [key, value] : tags) {
      write(at_.texts, separator);
      write_percent(at_.texts, key);
      at_.texts.put('=');
      write_percent(at_.texts, value);
      separator = "&"sv;
    }
    add(name, at_.texts.take());
  }
  constexpr bool twice() const { return twice_; }

 private:
  exchange& at_;
  bool (*belongs_)(std::string_view);
  bool twice_ = false;
};

template <upload_request On>
constexpr std::string_view write_settings(exchange& at, const object_settings& of) {
  constexpr std::string_view acls[] = {""sv, "private"sv, "public-read"sv, "public-read-write"sv};
  constexpr std::string_view encryptions[] = {""sv, "AES256"sv, "KMS"sv, "SM4"sv};
  if (const auto wrong = check_settings(of); !wrong.empty()) return wrong;
  if (On != upload_request::put && !of.content_md5.empty())
    return "settings: content_md5 is of one request; parts are checked by their CRC-64, so leave it out"sv;
  settings_writer to{at, &belongs<On>};
  to.add("x-oss-object-acl"sv, acls[static_cast<std::size_t>(of.acl)]);
  to.add("x-oss-storage-class"sv, of.storage_class);
  to.add("x-oss-forbid-overwrite"sv, of.forbid_overwrite ? "true"sv : ""sv);
  to.add_tags("x-oss-tagging"sv, of.tagging);
  to.add_number("x-oss-traffic-limit"sv, of.traffic_limit);
  to.add("x-oss-server-side-encryption"sv, encryptions[static_cast<std::size_t>(of.encryption)]);
  to.add("x-oss-server-side-data-encryption"sv, of.kms_cipher == data_encryption::sm4 ? "SM4"sv : ""sv);
  to.add("x-oss-server-side-encryption-key-id"sv, of.kms_key_id);
  to.add("content-md5"sv, of.content_md5);
  to.add("cache-control"sv, of.cache_control);
  to.add("content-disposition"sv, of.content_disposition);
  to.add("content-encoding"sv, of.content_encoding);
  to.add("expires"sv, of.expires);
  if (to.twice()) return "settings: one of them is among .headers, too; give it once"sv;
  return {};
}

// Chooses the writer of a request when it runs, so that an option refers to one function.
constexpr std::string_view write_settings_on(exchange& at, const object_settings& of, upload_request on) {
  switch (on) {
    case upload_request::put: return write_settings<upload_request::put>(at, of);
    case upload_request::initiate: return write_settings<upload_request::initiate>(at, of);
    case upload_request::part: return write_settings<upload_request::part>(at, of);
    case upload_request::complete: break;
  }
  return write_settings<upload_request::complete>(at, of);
}

}  // namespace detail

// What `.settings` of an operation's options takes: nothing, or settings, which are kept by reference and must live as
// long as the call. Their code is reached from the constructor for them alone, so a program that gives none does not
// carry it.
class settings_option {
 public:
  constexpr settings_option() = default;
  constexpr settings_option(const object_settings& given) : given_(&given), write_(&detail::write_settings_on) {}

  // Adds the headers that belong to this request. Gives what is wrong with them, as a sentence, or nothing.
  constexpr std::string_view write(exchange& at, upload_request on) const {
    if (write_ == nullptr) return {};
    return write_(at, *given_, on);
  }

 private:
  const object_settings* given_ = nullptr;
  std::string_view (*write_)(exchange&, const object_settings&, upload_request) = nullptr;
};

}  // namespace upcall
