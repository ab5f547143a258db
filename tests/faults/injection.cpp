// SPDX-License-Identifier: Apache-2.0
// Each of the 256 bytes, first, in the middle and last in every text that a caller gives: it is refused before a
// connection is opened, or it arrives as it was given and nothing else is different. What arrives is read by
// support/request_bytes.hpp; which bytes are refused is said here by hand.
#include "catch.hpp"
#include "support/client.hpp"
#include "support/far_ends.hpp"
#include "support/request_bytes.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <upcall/operations/object_settings.hpp>
#include <upcall/policies/callback_encoder/in_query.hpp>
#include <upcall/policies/checkpoint/none.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/signer/v1_query.hpp>
#include <upcall/policies/signer/v4_query.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/httplib.hpp>
#include <utility>
#include <vector>

using given::malformed_request;
using given::request_bytes;

namespace {

// What a caller says in one call; each case changes one byte of one of these.
struct said {
  std::string bucket = "examplebucket", key = "folder/hello.txt", upload_id = "0004B999EF518A1FE585B0C9360DC4C8";
  std::string host_name = "oss.example.com", region = "cn-hangzhou";
  std::string key_id = "fake-key-id", token = "fake-token";
  std::string content_type = "text/plain", metadata_name = "author", metadata_value = "somebody";
  std::string header_name = "x-custom", header_value = "something", acl = "private", nonce = "0123456789abcdef";
  std::string tag_name = "colour", tag_value = "light blue", storage_class = "Standard", kms_key = "fake-kms-key";
  std::string cache_control = "no-cache", disposition = "attachment", encoding = "identity", expires = "tomorrow";
  std::string content_md5 = "XUFAKrxLKna5cZ2REBfFkg==";
  std::string url_host = "app.example.com", url_path = "done", query_name = "user", query_value = "put object";
  std::string host = "cdn.example.com", body = "text", json = {}, variable_name = "place",
              variable_value = "over there";
};

enum class operation { put, in_parts, initiate, complete };
enum class way { v4, v1, v4_query, v1_query, all_in_query };
enum class spot { first, middle, last };
constexpr spot spots[] = {spot::first, spot::middle, spot::last};

constexpr bool is_in_query(way how) { return how != way::v4 && how != way::v1; }

struct outcome {
  bool stored;
  upcall::fault kind;
  std::string message;
};
template <class Result>
outcome outcome_of(const Result& out) {
  if (out) return {true, {}, {}};
  return {false, out.error().kind, std::string{out.error().message}};
}

// The credentials of the call that is under way.
struct told_credentials {
  using role = upcall::role::credentials;
  const said* const* by;
  upcall::result<upcall::credentials> current(upcall::timestamp) const {
    return upcall::credentials{(*by)->key_id, "fake-secret", (*by)->token};
  }
};

template <class Bucket>
outcome call(Bucket bucket, operation what, const said& by) {
  const upcall::object_settings settings{.storage_class = by.storage_class,
                                         .tagging = {{by.tag_name, by.tag_value}},
                                         .encryption = upcall::server_side_encryption::kms,
                                         .kms_key_id = by.kms_key,
                                         .content_md5 = what == operation::put ? by.content_md5 : std::string_view{},
                                         .cache_control = by.cache_control,
                                         .content_disposition = by.disposition,
                                         .content_encoding = by.encoding,
                                         .expires = by.expires};
  const std::string url = "http://" + by.url_host + "/" + by.url_path;
  const std::string form = by.body + "&object=${object}&place=${x:" + by.variable_name + "}";
  const std::string json = "{\"text\":\"" + by.json + "\",\"place\":${x:" + by.variable_name + "}}";
  const std::string variable = "x:" + by.variable_name;
  const upcall::callback then{.url = url,
                              .query = {{by.query_name, by.query_value}},
                              .body = by.json.empty() ? form : json,
                              .body_type = by.json.empty() ? upcall::form_body_type : upcall::json_body_type,
                              .host = by.host,
                              .variables = {{variable, by.variable_value}}};
  const upcall::field_list metadata = {{by.metadata_name, by.metadata_value}};
  const upcall::field_list headers = {{by.header_name, by.header_value}, {"x-oss-object-acl", by.acl}};
  switch (what) {
    case operation::put:
      return outcome_of(bucket.put_object(by.key, upcall::text{"hello"},
                                          {.callback = then,
                                           .content_type = by.content_type,
                                           .metadata = metadata,
                                           .headers = headers,
                                           .settings = settings}));
    case operation::in_parts:
      return outcome_of(bucket.resumable_upload(by.key, upcall::text{"hello"},
                                                {.callback = then,
                                                 .content_type = by.content_type,
                                                 .metadata = metadata,
                                                 .headers = headers,
                                                 .single_put_up_to = 0,
                                                 .without_nonce = true,
                                                 .settings = settings}));
    case operation::initiate: return outcome_of(bucket.initiate_upload(by.key, {.nonce = by.nonce}));
    case operation::complete: break;
  }
  return outcome_of(bucket.complete_upload(by.key, by.upload_id, {}, {.callback = then, .nonce = by.nonce}));
}

// A client, whose calls differ in what is said.
class caller {
 public:
  template <class Transport>
  caller(way how, const said& by, std::string url, Transport transport) : url_(std::move(url)), region_(by.region) {
    switch (how) {
      case way::v4: make(transport, upcall::sign_v4{}, upcall::callback_in_header{}); break;
      case way::v1: make(transport, upcall::sign_v1{}, upcall::callback_in_header{}); break;
      case way::v4_query: make(transport, upcall::sign_v4_query{}, upcall::callback_in_header{}); break;
      case way::v1_query: make(transport, upcall::sign_v1_query{}, upcall::callback_in_header{}); break;
      case way::all_in_query: make(transport, upcall::sign_v4_query{}, upcall::callback_in_query{});
    }
  }
  caller(const caller&) = delete;

  outcome operator()(operation what, const said& by) {
    now_ = &by;
    return call_(what, by);
  }

 private:
  template <class Transport, class Signer, class Encoder>
  void make(Transport transport, Signer signer, Encoder encoder) {
    using client =
        given::client<told_credentials, Transport, Signer, Encoder, upcall::no_checkpoint, upcall::openssl_crypto>;
    const auto oss =
        std::make_shared<client>(upcall::endpoint{url_, region_}, told_credentials{&now_}, transport, signer, encoder);
    call_ = [oss](operation what, const said& by) { return call(oss->bucket(by.bucket), what, by); };
  }

  std::string url_, region_;
  const said* now_ = nullptr;
  std::function<outcome(operation, const said&)> call_;
};

// Bytes, of rules.
bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }
bool is_line_end(unsigned char c) { return c == '\0' || c == '\r' || c == '\n'; }
bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_letter(unsigned char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_one_of(unsigned char c, std::string_view list) { return list.find(static_cast<char>(c)) != list.npos; }

// A byte in its place.
struct at_spot {
  unsigned char byte;
  spot where;
  way how;
};

// Rules: whether a text with this byte in this spot is sent. Of the service's where protocols of the web say nothing.

// RFC 9110 §5.5
bool in_field_value(at_spot c) { return !is_control(c.byte) || c.byte == '\t'; }
// RFC 9110 §5.6.2
bool in_field_name(at_spot c) { return given::is_token_byte(static_cast<char>(c.byte)); }
// Keys are UTF-8, of which a byte by itself is none; no '/' and no '\' begins one. NUL, CR and LF are in no name.
bool in_key(at_spot c) {
  if (c.where == spot::first && is_one_of(c.byte, "/\\")) return false;
  return c.byte < 0x80 && !is_line_end(c.byte);
}
bool in_bucket(at_spot c) { return is_lower(c.byte) || is_digit(c.byte) || (c.byte == '-' && c.where == spot::middle); }
// RFC 3986 §3.2.2, no address in brackets and nothing encoded. A slash ends an authority.
bool in_endpoint_host(at_spot c) {
  return is_letter(c.byte) || is_digit(c.byte) || is_one_of(c.byte, "-._") || (c.byte == '/' && c.where == spot::last);
}
bool in_credential(at_spot c) { return !is_control(c.byte) && c.byte != ' '; }
// Of V1 no region is part; in a query everything is encoded.
bool in_region(at_spot c) { return is_in_query(c.how) || in_field_value(c); }
bool anywhere(at_spot) { return true; }
// RFC 4648 §4; the two paddings of 16 bytes.
bool in_md5(at_spot c) {
  if (c.where == spot::last) return c.byte == '=';
  return is_letter(c.byte) || is_digit(c.byte) || is_one_of(c.byte, "+/");
}
// The texts of a callback: UTF-8 on one line.
bool in_callback_text(at_spot c) { return c.byte < 0x80 && !is_line_end(c.byte); }
bool in_callback_query(at_spot c) { return !is_line_end(c.byte); }
// RFC 8259 §7, within a string whose next byte is no escape's letter.
bool in_json_string(at_spot c) { return c.byte >= 0x20 && c.byte < 0x80 && !is_one_of(c.byte, "\"\\"); }
bool in_callback_host(at_spot c) { return is_letter(c.byte) || is_digit(c.byte) || is_one_of(c.byte, "-._"); }
// RFC 3986 §3.2; a slash begins the path, which is another URL.
bool in_url_host(at_spot c) { return in_callback_host(c) || (c.byte == '/' && c.where != spot::first); }
// RFC 3986 §3.3, already encoded; several URLs are parted by ';' on the wire. Brackets are taken, too.
bool in_url_path(at_spot c) {
  return is_letter(c.byte) || is_digit(c.byte) || is_one_of(c.byte, "-._~!$&'()*+,=:@/[]");
}
// The service's: letters in lower case; the rest is what a form leaves as it is.
bool in_variable_name(at_spot c) { return is_lower(c.byte) || is_digit(c.byte) || is_one_of(c.byte, "-._"); }

// What is read from a request.

using reader = std::string (*)(const request_bytes&, const said&, way);

std::string after(std::string_view text, const std::string& prefix) {
  if (text.substr(0, prefix.size()) != prefix) throw malformed_request{"does not begin with " + prefix};
  return std::string{text.substr(prefix.size())};
}
std::string before(std::string_view text, const std::string& suffix) {
  if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix)
    throw malformed_request{"does not end with " + suffix};
  return std::string{text.substr(0, text.size() - suffix.size())};
}

// "id/day/region" of a V4 signature.
std::string scope_of(const request_bytes& from, way how) {
  if (is_in_query(how)) return before(from.parameter("x-oss-credential"), "/oss/aliyun_v4_request");
  const std::string& all = from.header("authorization");
  if (all.size() < 64 || all.find_first_not_of("0123456789abcdef", all.size() - 64) != all.npos)
    throw malformed_request{"no signature"};
  return before(after(all.substr(0, all.size() - 64), "OSS4-HMAC-SHA256 Credential="),
                "/oss/aliyun_v4_request,Signature=");
}
std::string read_key_id(const request_bytes& from, const said& by, way how) {
  if (how == way::v1_query) return from.parameter("OSSAccessKeyId");
  if (how != way::v1) return before(scope_of(from, how), "/20231114/" + by.region);
  const std::string& all = from.header("authorization");
  if (all.size() < 28) throw malformed_request{"no signature"};
  given::base64_decoded(all.substr(all.size() - 28));
  return before(after(all.substr(0, all.size() - 28), "OSS "), ":");
}
std::string read_region(const request_bytes& from, const said& by, way how) {
  return after(scope_of(from, how), by.key_id + "/20231114/");
}
std::string read_token(const request_bytes& from, const said&, way how) {
  if (how == way::v1_query) return from.parameter("security-token");
  return is_in_query(how) ? from.parameter("x-oss-security-token") : from.header("x-oss-security-token");
}

nlohmann::json callback_of(const request_bytes& from, way how, const std::string& name = "callback") {
  const std::string text = how == way::all_in_query ? from.parameter(name) : from.header("x-oss-" + name);
  return nlohmann::json::parse(given::base64_decoded(text));
}
std::string url_of(const request_bytes& from, way how) { return callback_of(from, how)["callbackUrl"]; }
std::string query_of(const request_bytes& from, way how) {
  const std::string url = url_of(from, how);
  if (std::count(url.begin(), url.end(), '?') != 1) throw malformed_request{"not one query: " + url};
  return url.substr(url.find('?') + 1);
}
// Half of "name=value" in a form: the only pair, where a blank is a plus.
std::string of_query(const request_bytes& from, way how, bool name) {
  std::string one = query_of(from, how);
  if (std::count(one.begin(), one.end(), '=') != 1) throw malformed_request{"not one field: " + one};
  one = name ? one.substr(0, one.find('=')) : one.substr(one.find('=') + 1);
  std::string plain;
  for (char c : one) plain += c == '+' ? std::string{"%20"} : std::string{c};
  return given::percent_decoded(plain);
}
std::string variable_of(const request_bytes& from, way how, bool name) {
  const nlohmann::json all = callback_of(from, how, "callback-var");
  if (!all.is_object() || all.size() != 1) throw malformed_request{"not one variable"};
  return name ? after(all.begin().key(), "x:") : all.begin().value().get<std::string>();
}
// The name of the header that has this value.
std::string name_with(const request_bytes& from, const std::string& value) {
  std::string out;
  for (const auto& [name, its_value] : from.headers) out += its_value == value ? name : "";
  return out;
}
std::string tag_of(const request_bytes& from, bool name) {
  const std::string& all = from.header("x-oss-tagging");
  if (std::count(all.begin(), all.end(), '=') != 1) throw malformed_request{"not one tag: " + all};
  return given::percent_decoded(name ? all.substr(0, all.find('=')) : all.substr(all.find('=') + 1));
}

bool is_path_style(const request_bytes& from) { return from.header("host").substr(0, 9) == "127.0.0.1"; }
std::string given_key(const request_bytes& from, const said& by) {
  return after(from.path(), is_path_style(from) ? "/" + by.bucket + "/" : "/");
}
std::string given_bucket(const request_bytes& from, const said& by) {
  if (is_path_style(from)) return before(after(from.path(), "/"), "/" + by.key);
  return before(from.header("host"), "." + by.host_name);
}

std::string member_of(const request_bytes& from, way how, const char* name) { return callback_of(from, how)[name]; }
const std::string fixed_query = "?user=put+object";

// How a text arrives that is not refused.
enum kept { as_given, in_lower_case, without_blanks_around, without_slash_after };

enum request_kind : unsigned { put = 1, initiate = 2, part = 4, complete = 8 };
request_kind kind_of(const request_bytes& from) {
  const auto all = from.parameters();
  const auto has = [&](std::string_view name) {
    return std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.first == name; });
  };
  if (from.method == "POST") return has("uploads") ? initiate : complete;
  return has("partNumber") ? part : put;
}

struct place {
  const char* name;
  std::string said::*text;
  bool (*takes)(at_spot);
  kept how;
  unsigned in_requests;
  std::string carrier;  // see carrier_of(); of a header that is read where nothing else is said
  reader read = nullptr;
  std::vector<operation> operations = {operation::put, operation::in_parts};
  std::vector<way> ways = {way::v4, way::v1};
  said start = {};
  std::string said::*text_beside = nullptr;  // the value of what has this name
};

const std::vector<operation> put_and_parts = {operation::put, operation::in_parts}, put_alone = {operation::put},
                             alone = {operation::initiate, operation::complete}, end_alone = {operation::complete};
const std::vector<way> headers_alone = {way::v4, way::v1}, each_way = {way::v4, way::v1, way::v4_query, way::v1_query},
                       of_callback = {way::v4, way::v1, way::all_in_query}, v4_alone = {way::v4, way::v4_query};
constexpr unsigned everywhere = put | initiate | part | complete, at_begin = put | initiate, at_end = put | complete;

said with_json() {
  said out;
  out.json = "gold";
  return out;
}
said in_path() {
  said out;
  out.host_name = "127.0.0.1";
  return out;
}

const std::vector<place>& places() {
  using r = const request_bytes&;
  using s = const said&;
  static const std::vector<place> out = {
      {"key", &said::key, in_key, as_given, everywhere, "path", [](r in, s by, way) { return given_key(in, by); },
       put_and_parts, each_way},
      {"bucket", &said::bucket, in_bucket, as_given, everywhere, "host",
       [](r in, s by, way) { return given_bucket(in, by); }, put_and_parts, each_way},
      {"bucket in the path", &said::bucket, in_bucket, as_given, everywhere, "path",
       [](r in, s by, way) { return given_bucket(in, by); }, put_and_parts, each_way, in_path()},
      {"host of the endpoint", &said::host_name, in_endpoint_host, without_slash_after, everywhere, "host",
       [](r in, s by, way) { return after(in.header("host"), by.bucket + "."); }, put_and_parts, headers_alone},
      {"region", &said::region, in_region, as_given, everywhere, "authorization", read_region, put_and_parts, v4_alone},
      {"access key id", &said::key_id, in_credential, as_given, everywhere, "authorization", read_key_id, put_and_parts,
       each_way},
      {"security token", &said::token, in_credential, as_given, everywhere, "x-oss-security-token", read_token,
       put_and_parts, each_way},
      {"upload id", &said::upload_id, anywhere, as_given, complete, "?uploadId",
       [](r in, s, way) { return in.parameter("uploadId"); }, end_alone, each_way},
      {"nonce",
       &said::nonce,
       in_field_value,
       without_blanks_around,
       initiate,
       "x-oss-meta-upcall-nonce",
       nullptr,
       {operation::initiate}},
      {"content type", &said::content_type, in_field_value, without_blanks_around, at_begin, "content-type"},
      {"name of metadata",
       &said::metadata_name,
       in_field_name,
       in_lower_case,
       at_begin,
       "=",
       [](r in, s by, way) { return after(name_with(in, by.metadata_value), "x-oss-meta-"); },
       put_and_parts,
       headers_alone,
       {},
       &said::metadata_value},
      {"value of metadata", &said::metadata_value, in_field_value, without_blanks_around, at_begin,
       "x-oss-meta-author"},
      {"name of a header",
       &said::header_name,
       in_field_name,
       in_lower_case,
       at_begin,
       "=",
       [](r in, s by, way) { return name_with(in, by.header_value); },
       put_and_parts,
       headers_alone,
       {},
       &said::header_value},
      {"value of a header", &said::header_value, in_field_value, without_blanks_around, at_begin, "x-custom"},
      {"value of a header of Complete", &said::acl, in_field_value, without_blanks_around, at_end, "x-oss-object-acl"},
      {"name of a tag", &said::tag_name, anywhere, as_given, at_begin, "x-oss-tagging",
       [](r in, s, way) { return tag_of(in, true); }},
      {"value of a tag", &said::tag_value, anywhere, as_given, at_begin, "x-oss-tagging",
       [](r in, s, way) { return tag_of(in, false); }},
      {"storage_class", &said::storage_class, in_field_value, without_blanks_around, at_begin, "x-oss-storage-class"},
      {"kms_key_id", &said::kms_key, in_field_value, without_blanks_around, at_begin,
       "x-oss-server-side-encryption-key-id"},
      {"cache_control", &said::cache_control, in_field_value, without_blanks_around, at_begin, "cache-control"},
      {"content_disposition", &said::disposition, in_field_value, without_blanks_around, at_begin,
       "content-disposition"},
      {"content_encoding", &said::encoding, in_field_value, without_blanks_around, at_begin, "content-encoding"},
      {"expires", &said::expires, in_field_value, without_blanks_around, at_begin, "expires"},
      {"content_md5", &said::content_md5, in_md5, as_given, put, "content-md5", nullptr, put_alone},
      {"host in a callback's URL", &said::url_host, in_url_host, as_given, at_end, "x-oss-callback",
       [](r in, s by, way how) { return before(after(url_of(in, how), "http://"), "/" + by.url_path + fixed_query); },
       put_and_parts, of_callback},
      {"path in a callback's URL", &said::url_path, in_url_path, as_given, at_end, "x-oss-callback",
       [](r in, s by, way how) { return before(after(url_of(in, how), "http://" + by.url_host + "/"), fixed_query); },
       put_and_parts, of_callback},
      {"name in a callback's query", &said::query_name, in_callback_query, as_given, at_end, "x-oss-callback",
       [](r in, s, way how) { return of_query(in, how, true); }, put_and_parts, of_callback},
      {"value in a callback's query", &said::query_value, in_callback_query, as_given, at_end, "x-oss-callback",
       [](r in, s, way how) { return of_query(in, how, false); }, put_and_parts, of_callback},
      {"a callback's host", &said::host, in_callback_host, as_given, at_end, "x-oss-callback",
       [](r in, s, way how) { return member_of(in, how, "callbackHost"); }, put_and_parts, of_callback},
      {"a callback's form", &said::body, in_callback_text, as_given, at_end, "x-oss-callback",
       [](r in, s, way how) {
         return before(member_of(in, how, "callbackBody"), "&object=${object}&place=${x:place}");
       },
       put_and_parts, of_callback},
      {"a callback's JSON", &said::json, in_json_string, as_given, at_end, "x-oss-callback",
       [](r in, s, way how) {
         return before(after(member_of(in, how, "callbackBody"), "{\"text\":\""), "\",\"place\":${x:place}}");
       },
       put_and_parts, of_callback, with_json()},
      {"name of a callback's variable", &said::variable_name, in_variable_name, as_given, at_end, "x-oss-callback",
       [](r in, s, way how) { return variable_of(in, how, true); }, put_and_parts, of_callback},
      {"value of a callback's variable", &said::variable_value, in_callback_text, as_given, at_end,
       "x-oss-callback-var", [](r in, s, way how) { return variable_of(in, how, false); }, put_and_parts, of_callback},
  };
  return out;
}

std::string expected(const place& in, std::string text) {
  switch (in.how) {
    case as_given: break;
    case in_lower_case: std::transform(text.begin(), text.end(), text.begin(), upcall::to_lower); break;
    case without_blanks_around: return given::without_blanks_around(text);
    case without_slash_after:
      if (text.back() == '/') text.pop_back();
  }
  return text;
}

std::string in_lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), upcall::to_lower);
  return text;
}

// The names of the headers that a request has, said by hand.
std::vector<std::string> named_by_hand(request_kind kind, operation in, way how, bool with_httplib) {
  std::string all = "host accept-encoding content-length";
  if (with_httplib) all += " accept user-agent";
  if (how == way::v4) all += " authorization x-oss-content-sha256 x-oss-date x-oss-security-token";
  if (how == way::v1) all += " authorization date x-oss-security-token";
  if (kind == put || kind == initiate) all += " content-type";
  const bool plain = in == operation::initiate || in == operation::complete;
  if (plain && kind == initiate) all += " x-oss-meta-upcall-nonce";
  if (plain && kind == complete) all += " x-oss-complete-all";
  if (!plain && (kind == put || kind == initiate))
    all +=
        " x-oss-meta-author x-custom x-oss-tagging x-oss-storage-class x-oss-server-side-encryption"
        " x-oss-server-side-encryption-key-id cache-control content-disposition content-encoding expires";
  if (!plain && (kind == put || kind == complete)) all += " x-oss-object-acl";
  if ((kind == put || kind == complete) && how != way::all_in_query) all += " x-oss-callback x-oss-callback-var";
  if (kind == put) all += " content-md5";
  std::vector<std::string> out;
  for (std::size_t at = 0, end = 0; end != all.npos; at = end + 1) {
    end = all.find(' ', at);
    out.push_back(all.substr(at, end - at));
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Where a text is on the wire: in a header, "path", a parameter ("?name") with its likes, or a header's name ("=").
std::string carrier_of(const place& in, way how) {
  if (!is_in_query(how)) return in.carrier;
  if (in.carrier == "authorization") return how == way::v1_query ? "?OSSAccessKeyId" : "?x-oss-credential";
  if (in.carrier == "x-oss-security-token") return how == way::v1_query ? "?security-token" : "?x-oss-security-token";
  if (how == way::all_in_query && in.carrier == "x-oss-callback") return "?callback";
  if (how == way::all_in_query && in.carrier == "x-oss-callback-var") return "?callback-var";
  return in.carrier;
}

// All of a request but its signature and what carries the text of a place.
std::vector<std::string> rest_of(const request_bytes& from, const place& in, const said& by, way how) {
  const std::string carrier = carrier_of(in, how);
  std::vector<std::string> out{from.method, from.body};
  const auto add = [&](const std::string& name, const std::string& value) {
    const bool signs = name == "authorization" || name == "?x-oss-signature" || name == "?Signature";
    const bool carries = name.substr(0, carrier.size()) == carrier;
    out.push_back(signs || carries ? name : name + ": " + value);
  };
  add("path", from.path());
  for (const auto& [name, value] : from.parameters()) add('?' + name, value);
  for (const auto& [name, value] : from.headers) {
    if (carrier != "=" || value != by.*in.text_beside) add(in_lower(name), value);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string shown(std::string_view text) {
  std::string out;
  for (char c : text) {
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += given::is_visible(c) ? std::string{c} : std::string{escape};
  }
  return out;
}
constexpr const char* shown(operation what) {
  constexpr const char* names[] = {"put_object", "resumable_upload", "initiate_upload", "complete_upload"};
  return names[static_cast<int>(what)];
}
constexpr const char* shown(way how) {
  constexpr const char* names[] = {"V4", "V1", "V4 in the query", "V1 in the query", "all in the query"};
  return names[static_cast<int>(how)];
}

// How calls get to a far end, and what came to it.
struct line_in_memory {
  static constexpr bool with_httplib = false;
  given::far_end_in_memory far = {};
  // Each call by a client of its own, so that it needs a connection of its own.
  outcome call(operation what, way how, const said& by) {
    using transport = upcall::http1_transport<given::far_stream, 4096>;
    return caller{how, by, "http://" + by.host_name, transport{given::far_stream{&far}}}(what, by);
  }
  given::arrivals look() { return far.look(); }
};

struct line_with_httplib {
  static constexpr bool with_httplib = true;
  given::far_end_on_loopback far = {};
  std::map<std::pair<way, std::string>, std::unique_ptr<caller>> callers = {};
  outcome call(operation what, way how, const said& by) {
    if (!callers.empty() && callers.begin()->first != std::pair{how, by.region}) callers.clear();
    auto& with = callers[{how, by.region}];
    if (!with) with = std::make_unique<caller>(how, by, far.url(), upcall::httplib_transport{});
    return (*with)(what, by);
  }
  given::arrivals look() { return far.look(); }
};

std::size_t requests_of(operation what) { return what == operation::in_parts ? 3 : 1; }

// The calls of one place, operation and way to sign, over one line.
template <class Line>
class campaign {
 public:
  campaign(Line& line, const place& in, operation what, way how) : line_(line), in_(in), what_(what), how_(how) {
    const outcome plain = line_.call(what_, how_, in_.start);
    INFO(where() << ": " << plain.message);
    REQUIRE(plain.stored);
    const given::arrivals came = line_.look();
    INFO(came.wrong);
    REQUIRE(came.wrong.empty());
    REQUIRE(came.requests.size() == requests_of(what_));
    for (const request_bytes& each : came.requests) {
      std::vector<std::string> names;
      for (const auto& [name, value] : each.headers) names.push_back(in_lower(name));
      std::sort(names.begin(), names.end());
      CHECK(names == named_by_hand(kind_of(each), what_, how_, Line::with_httplib));
      rest_.push_back(rest_of(each, in_, in_.start, how_));
    }
  }

  void one(const std::string& text, bool taken) {
    said by = in_.start;
    by.*in_.text = text;
    ++cases;
    const std::string wrong = problem(by, line_.call(what_, how_, by), taken);
    if (wrong.empty()) return;
    if (++wrong_cases <= 5) UNSCOPED_INFO(where() << " \"" << shown(text) << "\": " << wrong);
  }
  void each_byte() {
    const std::string& text = in_.start.*in_.text;
    for (spot where : spots) {
      for (unsigned byte = 0; byte != 256; ++byte) {
        std::string changed = text;
        changed[index_of(where)] = static_cast<char>(byte);
        one(changed, in_.takes({static_cast<unsigned char>(byte), where, how_}));
      }
    }
    CHECK(wrong_cases == 0);
  }

  // A text in place of the byte at each spot.
  void each_spot(std::string_view instead, bool taken) {
    const std::string& text = in_.start.*in_.text;
    for (spot where : spots) one(std::string{text}.replace(index_of(where), 1, instead), taken);
    CHECK(wrong_cases == 0);
  }

  std::size_t cases = 0, wrong_cases = 0;

 private:
  std::size_t index_of(spot where) const {
    const std::size_t size = (in_.start.*in_.text).size();
    return where == spot::first ? 0 : where == spot::middle ? size / 2 : size - 1;
  }
  std::string where() const { return std::string{in_.name} + ", " + shown(what_) + ", " + shown(how_); }

  // What is wrong with how a call ended, or nothing.
  std::string problem(const said& by, const outcome& got, bool taken) {
    const given::arrivals came = line_.look();
    if (!came.wrong.empty()) return came.wrong;
    if (!taken) {
      if (got.stored || got.kind != upcall::fault::client) return "is not refused: " + got.message;
      if (got.message.empty()) return "is refused without a word";
      const bool nothing = came.requests.empty() && (Line::with_httplib || came.connections == 0);
      return nothing ? "" : "is refused after something was sent";
    }
    if (!got.stored) return "is refused: " + got.message;
    if (came.requests.size() != rest_.size()) return "is sent in " + std::to_string(came.requests.size()) + " requests";
    if (!Line::with_httplib && came.connections != 1) return "takes more than one connection";
    try {
      for (std::size_t i = 0; i != rest_.size(); ++i) {
        const request_bytes& each = came.requests[i];
        if (rest_of(each, in_, by, how_) != rest_[i]) return "changes something else: " + each.target;
        if ((in_.in_requests & kind_of(each)) == 0) continue;
        const std::string arrived = in_.read != nullptr ? in_.read(each, by, how_) : each.header(in_.carrier);
        if (arrived != expected(in_, by.*in_.text)) return "arrives as \"" + shown(arrived) + '"';
      }
    } catch (const std::exception& why) {
      return why.what();
    }
    return {};
  }

  Line& line_;
  const place& in_;
  operation what_;
  way how_;
  std::vector<std::vector<std::string>> rest_ = {};  // of each request of a call
};

// UTF-8 of two to four bytes, and what looks like it (RFC 3629 §4).
constexpr std::string_view utf8[] = {"\xc2\x80",     "\xdf\xbf",         "\xe0\xa0\x80",    "\xed\x9f\xbf",
                                     "\xef\xbf\xbd", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"};
constexpr std::string_view no_utf8[] = {"\xc0\x8a",         "\xc1\xbf",         "\xe0\x80\x8a",
                                        "\xe0\x9f\xbf",     "\xed\xa0\x80",     "\xf0\x80\x80\x8a",
                                        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe4\xb8"};
// Several lines, a header, a request, a callback of another's: what an attacker gives.
constexpr std::string_view attacks[] = {"a\r\nx-oss-object-acl: public-read", "a\nHost: elsewhere",
                                        "a\r\n\r\nDELETE / HTTP/1.1\r\nHost: elsewhere\r\n\r\n", "a\r\n\tfolded"};

}  // namespace

TEST_CASE("each byte in each text of a caller's arrives as it is or is refused before a connection is opened") {
  line_in_memory line;
  std::size_t cases = 0;
  for (const place& in : places()) {
    for (operation what : in.operations) {
      for (way how : in.ways) {
        campaign<line_in_memory> one{line, in, what, how};
        one.each_byte();
        cases += one.cases;
      }
    }
  }
  CAPTURE(cases);
  CHECK(cases > 100'000);
}

TEST_CASE("each byte in each text of a caller's arrives as it is by cpp-httplib, too, or is refused") {
  line_with_httplib line;
  std::size_t cases = 0;
  for (const place& in : places()) {
    if (in.carrier == "host" || in.operations[0] != operation::put) continue;  // whose names lead to no server here
    campaign<line_with_httplib> one{line, in, operation::put, way::v4};
    one.each_byte();
    cases += one.cases;
    if (!is_in_query(in.ways.back())) continue;
    campaign<line_with_httplib> in_query{line, in, operation::put, in.ways.back()};
    in_query.each_byte();
    cases += in_query.cases;
  }
  CAPTURE(cases);
  CHECK(cases > 10'000);
}

TEST_CASE("where a text must be UTF-8, longer sequences arrive and what only looks like them is refused") {
  line_in_memory line;
  for (const place& in : places()) {
    for (operation what : in.operations) {
      campaign<line_in_memory> one{line, in, what, way::v4};
      const bool wants_utf8 = in.takes == in_key || in.takes == in_callback_text || in.takes == in_json_string;
      const bool takes_any = in.takes({0xff, spot::middle, way::v4});
      for (std::string_view text : utf8) one.each_spot(text, wants_utf8 || takes_any);
      for (std::string_view text : no_utf8) one.each_spot(text, takes_any);
    }
  }
}

TEST_CASE("no text of a caller's can add a line to a request") {
  line_in_memory line;
  for (const place& in : places()) {
    for (operation what : in.operations) {
      for (way how : in.ways) {
        campaign<line_in_memory> one{line, in, what, how};
        for (std::string_view text : attacks) {
          const bool encoded = in.takes({'\r', spot::middle, how}) && in.takes({'\n', spot::middle, how});
          one.one(std::string{text}, encoded);
        }
        CHECK(one.wrong_cases == 0);
      }
    }
  }
}
