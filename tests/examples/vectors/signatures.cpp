// SPDX-License-Identifier: Apache-2.0
#include "case.hpp"
#include "request_of_case.hpp"
#include <machine/crypto.hpp>
#include <upcall/core/bytes.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/signer/v1_query.hpp>
#include <upcall/policies/signer/v4.hpp>
#include <upcall/policies/signer/v4_query.hpp>
#include <upcall/policies/signer/v4_with_headers.hpp>
#include <upcall/testing/split.hpp>

namespace vectors {
namespace {

using upcall::part;

// Signs and gives the signed request; what the hashes of this machine and the portable ones make of it must be the
// same.
template <class Signer>
void sign(test_case& of, request_of_case& request, Signer&& signer) {
  request_of_case again{of};
  const auto done = signer.sign(request.message, request.texts, request.context, crypto_of_machine{});
  const auto done_again = signer.sign(again.message, again.texts, again.context, upcall::portable_crypto{});
  if (!done) give_up("refused: " + std::string{done.wrong()});
  if (request.texts.overflow() || request.message.headers.overflow() || request.message.parameters.overflow()) {
    not_understood("the request is too large");
  }
  of.same("the parameters by the portable hashes", request.parameters(), done_again ? again.parameters() : text_map{});
  of.same("the headers by the portable hashes", request.headers(), done_again ? again.headers() : text_map{});
}

// The path on the wire; cases that come from tests of a signer alone have "/" there whatever the key.
void compare_path(test_case& of, const request_of_case& request) {
  const std::string_view path = of.text("path");
  if (path.empty() || (path == "/" && !request.message.key.empty())) return;
  of.same("the path", path, request.path());
}

// Headers that signing adds, besides the one with the signature.
void compare_added_headers(test_case& of, const request_of_case& request) {
  text_map added = request.headers();
  added.erase("authorization");
  const json& wanted = of.expects("added_headers");
  for (const auto& [name, value] : request.given_headers) {
    if (!wanted.contains(name)) added.erase(name);
  }
  // V4 takes x-oss-date alone. A Date beside it is not signed and the library sends none; this is what it would be.
  if (!added.contains("date") && wanted.contains("date")) {
    added["date"] = written([&](auto& to) { upcall::write_http_date(to, request.context.now); });
  }
  of.same("added_headers", added);
}

std::string signature_in(std::string_view authorization, std::string_view mark) {
  const std::size_t at = authorization.rfind(mark);
  return std::string{at == authorization.npos ? "" : part(authorization, at + mark.size())};
}

void compare_v4_texts(test_case& of, const request_of_case& request) {
  const std::span<const std::string_view> additional{request.additional};
  const std::string canonical =
      written([&](auto& to) { upcall::v4::write_canonical_request(to, request.message, additional); });
  of.same("canonical_request", canonical);
  const upcall::v4::scope where{request.context.now, request.context.region, of.text("product")};
  upcall::sha256 digest;
  write(digest, canonical);
  const auto sum = std::move(digest).finish();
  of.same("string_to_sign", written([&](auto& to) { upcall::v4::write_string_to_sign(to, where, sum); }));
}

void check_sign_v4(test_case& of) {
  request_of_case request{of};
  if (request.additional.empty()) {
    sign(of, request, upcall::sign_v4::state{upcall::sign_v4{.product = of.text("product")}});
  } else {
    sign(of, request, upcall::sign_v4_with_headers{.names = request.additional, .product = of.text("product")});
  }
  compare_v4_texts(of, request);
  const std::string authorization = request.headers().at("authorization");
  of.same("signature", signature_in(authorization, "Signature="));
  of.same("authorization", authorization);
  compare_added_headers(of, request);
  compare_path(of, request);
}

std::vector<std::string_view> extra_subresources(const test_case& of) {
  std::vector<std::string_view> out;
  for (const json& each : of.in("extra_signed_subresources")) out.push_back(each.get_ref<const std::string&>());
  return out;
}

// The string that is signed by V1 for this case, which may name parameters besides those that the library knows. Where
// it is another string than the policies', which know no such names, the signature of it is made here.
struct v1_texts {
  std::string to_sign, of_policy;

  v1_texts(test_case& of, const request_of_case& request, std::string_view date) {
    const auto extra = extra_subresources(of);
    to_sign = written([&](auto& to) { upcall::v1::write_string_to_sign(to, request.message, date, extra); });
    of_policy = written([&](auto& to) { upcall::v1::write_string_to_sign(to, request.message, date); });
    of.same("string_to_sign", to_sign);
  }
  bool policy_signs_it() const { return to_sign == of_policy; }
};

std::string v1_signature(const test_case& of, std::string_view string_to_sign) {
  upcall::hmac<upcall::sha1> signing{of.text("access_key_secret")};
  write(signing, string_to_sign);
  return written([&](auto& to) {
    upcall::base64_writer encoded{to};
    for (auto byte : std::move(signing).finish()) encoded.put(static_cast<char>(byte));
    encoded.finish();
  });
}

void check_sign_v1(test_case& of) {
  request_of_case request{of};
  sign(of, request, upcall::sign_v1{});
  const auto headers = request.headers();
  const auto own_date = headers.find("x-oss-date");
  const std::string& date = own_date != headers.end() ? own_date->second : headers.at("date");
  std::string authorization = headers.at("authorization");
  if (const v1_texts texts{of, request, date}; !texts.policy_signs_it()) {
    authorization = "OSS " + std::string{of.text("access_key_id")} + ':' + v1_signature(of, texts.to_sign);
  }
  of.same("signature", signature_in(authorization, ":"));
  of.same("authorization", authorization);
  compare_added_headers(of, request);
  compare_path(of, request);
}

// Scheme, host and path, and the parameters in any order.
struct parsed_url {
  std::string front;
  std::multimap<std::string, std::string> query = {};

  explicit parsed_url(std::string_view url) : front(part(url, 0, url.find('?'))) {
    if (front.size() == url.size()) return;
    for (std::string_view each : upcall::testing::split(part(url, front.size() + 1), '&')) {
      const std::size_t equals = each.find('=');
      query.emplace(decoded(part(each, 0, equals)),
                    equals == each.npos ? std::string{} : decoded(part(each, equals + 1)));
    }
  }
};

// `signature` may be made by a longer list of names than the policy's.
void compare_signed_url(test_case& of, const request_of_case& request, std::string_view name_of_signature,
                        const std::string& signature) {
  text_map parameters = request.parameters();
  parameters[std::string{name_of_signature}] = signature;
  of.same("signature", signature);
  of.same("query_params", parameters);
  of.same("signed_headers_to_send", request.signed_headers());
  compare_path(of, request);
  if (!of.has_expectation("url_reference")) return;
  const parsed_url wanted{of.expects("url_reference").get_ref<const std::string&>()}, got{request.url()};
  of.same("the URL before its query", wanted.front, got.front);
  of.same("the URL's parameters", wanted.query, got.query);
}

// A case may say that nothing is to be signed.
bool compare_refusal(test_case& of, bool refused) {
  if (!of.has_expectation("error")) return false;
  of.expects("error");
  if (!refused) of.differs("it was signed, and should have been refused");
  return true;
}

template <class Signer>
bool is_refused(const test_case& of, const Signer& signer) {
  request_of_case request{of};
  return !signer.sign(request.message, request.texts, request.context, upcall::portable_crypto{});
}

void check_presign_v4(test_case& of) {
  request_of_case request{of};
  const upcall::sign_v4_query signer{.expires = of.in("expires_in").get<std::int64_t>(),
                                     .product = of.text("product"),
                                     .additional_headers = request.additional};
  if (compare_refusal(of, is_refused(of, signer))) return;
  sign(of, request, signer);
  const std::string signature = request.parameters().at("x-oss-signature");
  compare_signed_url(of, request, "x-oss-signature", signature);
  request.message.parameters.remove("x-oss-signature");
  compare_v4_texts(of, request);
}

void check_presign_v1(test_case& of) {
  request_of_case request{of};
  const auto now = static_cast<std::int64_t>(number(of.in("timestamp")));
  const upcall::sign_v1_query signer{.expires = of.in("expiration").get<std::int64_t>() - now};
  if (compare_refusal(of, is_refused(of, signer))) return;
  sign(of, request, signer);
  const auto parameters = request.parameters();
  std::string signature = parameters.at("Signature");
  if (const v1_texts texts{of, request, parameters.at("Expires")}; !texts.policy_signs_it())
    signature = v1_signature(of, texts.to_sign);
  compare_signed_url(of, request, "Signature", signature);
}

}  // namespace

const checkers& signature_checkers() {
  static const checkers all{{"sign-v1", check_sign_v1},
                            {"sign-v4", check_sign_v4},
                            {"presign-v1", check_presign_v1},
                            {"presign-v4", check_presign_v4}};
  return all;
}

}  // namespace vectors
