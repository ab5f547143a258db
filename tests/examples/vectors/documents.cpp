// SPDX-License-Identifier: Apache-2.0
#include "canned_answer.hpp"
#include "case.hpp"
#include <upcall/http/error_document.hpp>
#include <upcall/http/multipart_documents.hpp>
#include <upcall/text/json_syntax.hpp>

namespace vectors {
namespace {

using member_map = std::map<std::string, std::string>;

// The elements right below <Error> that have none inside, as texts. False when the document is not whole or is another.
bool read_members(std::string_view document, member_map& to) {
  upcall::xml_reader reader{document};
  if (reader.next() != upcall::xml_token::open || reader.name() != "Error") return false;
  string_writer text;
  bool plain = false;
  for (;;) {
    switch (reader.next()) {
      case upcall::xml_token::error: return false;
      case upcall::xml_token::end: return true;
      case upcall::xml_token::open:
        plain = reader.depth() == 2;
        text.text.clear();
        break;
      case upcall::xml_token::text: reader.write_text(text); break;
      case upcall::xml_token::close:
        if (plain && reader.depth() == 1) to[std::string{reader.name()}] = text.text;
        plain = false;
        break;
    }
  }
}

json trimmed(const json& value) {
  if (!value.is_string()) return value;
  return upcall::trim(value.get_ref<const std::string&>());
}

// Texts are compared as they stand, unless the case says that blanks around them do not count. The library keeps its
// own texts at fixed lengths: a longer one must begin as it should.
class comparison {
 public:
  explicit comparison(test_case& of) : of_(of), trim_(of.compares_trimmed()) {}

  void same(const std::string& what, const json& wanted, const json& got) {
    // No text and an empty one are the same to who reads them.
    const auto form = [this](const json& value) { return value.is_null() ? json("") : trim_ ? trimmed(value) : value; };
    of_.same(what, wanted.is_string() || got.is_string() ? form(wanted) : wanted,
             wanted.is_string() || got.is_string() ? form(got) : got);
  }
  template <std::size_t N>
  void same_kept(const std::string& what, const json& wanted, const upcall::inline_string<N>& got) {
    std::string text = wanted.is_string() ? wanted.get<std::string>() : "";
    if (got.cut()) text.resize(std::min(text.size(), N));
    of_.same(what, upcall::trim(text), upcall::trim(got.view()));
  }

 private:
  test_case& of_;
  bool trim_;
};

// A failure's own texts, against what the document says.
void compare_failure(test_case& of, const upcall::failure& why) {
  comparison compare{of};
  compare.same_kept("the failure's code", of.expects("code"), why.code);
  compare.same_kept("the failure's message", of.expects("message"), why.message);
  compare.same_kept("the failure's EC", of.expects("ec"), why.ec);
}

// Whatever the document is, these two reach the caller.
void compare_status_and_id(test_case& of, int status, std::string_view request_id) {
  of.same("status", status);
  of.same("request_id", trimmed(of.expects("request_id")), request_id);
}

void check_error(test_case& of) {
  const canned_answer answer{of};
  std::string document{answer.document()};
  member_map members;
  const bool whole = read_members(document, members);
  of.same("parse_error", !whole);
  const upcall::failure why = answer.failure_of_a_call();
  compare_status_and_id(of, why.status, why.request_id);
  if (of.expects("must_not_expand") == true && !why.code.empty()) {
    of.differs("something of the document was taken: " + std::string{why.code.view()});
  }
  if (!whole) return;
  compare_failure(of, why);
  comparison compare{of};
  const json& wanted = of.expects("fields");
  for (const auto& [name, value] : wanted.items()) {
    compare.same("fields." + name, value, members.contains(name) ? json(members[name]) : json());
  }
  if (wanted.is_object() && wanted.size() != members.size()) of.same("fields", wanted, members);
  compare.same("host_id", of.expects("host_id"), members.contains("HostId") ? json(members["HostId"]) : json());
}

template <std::size_t N>
json json_of(const upcall::inline_string<N>& text) {
  return text.view();
}
template <class T>
json json_of(const std::optional<T>& value) {
  return value ? json_of(*value) : json();
}

template <class Document>
json fields_of(const Document& from) {
  json out;
  if constexpr (requires { from.encoding_type; }) {
    out["EncodingType"] = json_of(from.encoding_type);
    out["Key"] = written([&](auto& to) { upcall::write_key(to, from); });
  } else {
    out["Key"] = json_of(from.key);
  }
  out["Bucket"] = json_of(from.bucket);
  if constexpr (requires { from.upload_id; }) out["UploadId"] = json_of(from.upload_id);
  if constexpr (requires { from.location; }) out["Location"] = json_of(from.location);
  if constexpr (requires { from.etag; }) out["ETag"] = json_of(from.etag);
  if constexpr (requires { from.storage_class; }) {
    out["StorageClass"] = json_of(from.storage_class);
    out["PartNumberMarker"] = from.part_number_marker;
    out["NextPartNumberMarker"] = from.next_part_number_marker;
    out["MaxParts"] = from.max_parts;
    out["IsTruncated"] = from.is_truncated;
  }
  return out;
}

json part_of(const upcall::listed_part& from) {
  const json sum = from.hash_crc64ecma ? json(std::to_string(*from.hash_crc64ecma)) : json();
  return {{"PartNumber", from.part_number},
          {"ETag", json_of(from.etag)},
          {"Size", from.size},
          {"HashCrc64ecma", sum},
          {"LastModified", json_of(from.last_modified)}};
}

void compare_parts(test_case& of, const json& parts) {
  const json& wanted = of.expects("parts");
  if (wanted.is_null()) return;
  of.same("the number of parts", wanted.size(), parts.size());
  comparison compare{of};
  for (std::size_t i = 0; i != std::min(wanted.size(), parts.size()); ++i) {
    for (const auto& [name, value] : wanted[i].items()) {
      compare.same("part " + std::to_string(i) + '.' + name, value, parts[i].value(name, json()));
    }
  }
}

template <class Document>
void check_result(test_case& of) {
  const canned_answer answer{of};
  Document got;
  json parts = json::array();
  auto take = [&](const upcall::listed_part& each) { parts.push_back(part_of(each)); };
  if constexpr (requires { got.part; }) got.part.take = take;
  const bool whole = upcall::read_xml(answer.document(), Document::root, got);
  of.same("parse_error", !whole);
  if (of.has_expectation("status")) compare_status_and_id(of, answer.status(), answer.request_id());
  if (!whole) return;
  comparison compare{of};
  const json fields = fields_of(got);
  for (const auto& [name, value] : of.expects("fields").items()) {
    if (!fields.contains(name)) of.differs("the library does not read " + name);
    compare.same("fields." + name, value, fields.value(name, json()));
  }
  if (of.has_expectation("key_as_sent")) compare.same("key_as_sent", of.expects("key_as_sent"), json_of(got.key));
  compare_parts(of, parts);
}

// null where the answer has no such header.
void compare_stored(test_case& of, const canned_answer& answer, std::string_view etag, std::uint64_t crc64,
                    std::string_view version_id) {
  comparison compare{of};
  compare.same("etag", of.expects("etag"), etag);
  compare.same("version_id", of.expects("version_id"), of.has_expectation("version_id") ? json(version_id) : json());
  compare.same("crc64", of.expects("crc64"), answer.has_crc64() ? json(std::to_string(crc64)) : json());
}

void check_callback_answer(test_case& of) {
  const canned_answer answer{of};
  std::vector<char> room(1024 * 1024);
  const auto done = answer.put(room);
  of.same("ok", done.has_value());
  const bool callback_failed = !done && done.error().kind == upcall::fault::callback;
  of.same("callback_failed", callback_failed);
  of.same("status", done ? done->status : done.error().status);
  if (done) {
    const std::string_view body{room.data(), static_cast<std::size_t>(done->answer_size)};
    of.same_if_given("callback_body", body);
    if (of.has_expectation("callback_result"))
      of.same("callback_result", upcall::is_json(body) ? json::parse(body) : json());
    compare_stored(of, answer, done->etag, done->crc64, done->version_id);
    of.same_if_given("object_stored", true);
    return;
  }
  const upcall::failure& why = done.error();
  of.same_if_given("object_stored", why.stored.known);
  if (why.stored.known) compare_stored(of, answer, why.stored.etag, why.stored.crc64, why.stored.version_id);
  const json& wanted = of.expects("fields");
  member_map members;
  if (!wanted.is_object()) return;
  if (!read_members(answer.document(), members)) of.differs("the document was not read");
  comparison compare{of};
  for (const auto& [name, value] : wanted.items()) compare.same("fields." + name, value, members[name]);
  compare.same_kept("the failure's code", wanted.value("Code", json()), why.code);
  compare.same_kept("the failure's message", wanted.value("Message", json()), why.message);
  compare.same_kept("the failure's EC", wanted.value("EC", json()), why.ec);
  compare.same_kept("the failure's request id", wanted.value("RequestId", json(answer.request_id())), why.request_id);
}

}  // namespace

const checkers& document_checkers() {
  static const checkers all{{"Error", check_error},
                            {"InitiateMultipartUploadResult", check_result<upcall::initiated_document>},
                            {"CompleteMultipartUploadResult", check_result<upcall::completed_document>},
                            {"ListPartsResult", check_result<upcall::parts_document>},
                            {"PostResponse", check_result<upcall::posted_document>},
                            {"CallbackAnswer", check_callback_answer}};
  return all;
}

}  // namespace vectors
