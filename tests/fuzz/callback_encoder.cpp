// SPDX-License-Identifier: Apache-2.0
// links -lcrypto
// A callback of any texts, there and back. The bytes are a list of texts, each ended by 0xFE, whose first letter says
// what it is: a url, a query field, host, body, type of the body, a variable, sni. What check() takes, is decoded by
// another Base64 and by nlohmann's JSON to what was given, and the emulator reads and fills in the same. What it
// refuses has a sentence, and the texts have what the sentence says.
#include "judge.hpp"
#include "plain_base64.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <upcall/callback/option.hpp>
#include <upcall/testing/emulator/callback_body.hpp>
#include <upcall/testing/emulator/callback_parameter.hpp>
#include <vector>

using fuzzed::must;
using nlohmann::json;
using upcall::callback_problem;

namespace {

upcall::field field_of(std::string_view text) {
  const std::size_t equals = text.find('=');
  return {text.substr(0, equals), equals == text.npos ? std::string_view{} : text.substr(equals + 1)};
}

upcall::callback callback_of(std::string_view bytes) {
  upcall::callback out;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\xfe'), bytes.size());
    const std::string_view text = end == 0 ? bytes.substr(0, 0) : bytes.substr(1, end - 1);
    switch (bytes[0]) {
      case 'u': out.url.push_back(text); break;
      case 'q': out.query.push_back(field_of(text)); break;
      case 'h': out.host = text; break;
      case 'b': out.body = text; break;
      case 't': out.body_type = text; break;
      case 'v': out.variables.push_back(field_of(text)); break;
      case 's': out.sni = !out.sni;
    }
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return out;
}

std::string percent(std::string_view text, const char* blank) {
  std::string out;
  for (const char c : text) {
    char digits[4];
    std::snprintf(digits, sizeof digits, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    const std::string_view plain = "-_.~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    out += c == ' ' ? std::string{blank} : plain.find(c) != plain.npos ? std::string{c} : std::string{digits};
  }
  return out;
}

std::vector<std::string> urls_of(const upcall::callback& c) {
  std::string query;
  for (const auto& [name, value] : c.query) {
    query += (query.empty() ? '?' : '&') + percent(name, "+") + '=' + percent(value, "+");
  }
  std::vector<std::string> out;
  for (std::string url : std::vector<std::string>(c.url.begin(), c.url.end())) {
    if (url.find("://") == url.npos) url = "http://" + url;
    const std::size_t scheme = url.find(':');
    for (std::size_t i = 0; i != scheme; ++i) url[i] = upcall::to_lower(url[i]);
    const std::size_t end = std::min(url.find('/', scheme + 3), url.size());
    const std::string needless = url.starts_with("https:") ? ":443" : ":80";
    if (url.substr(0, end).ends_with(needless)) url.erase(end - needless.size(), needless.size());
    out.push_back(url + query);
  }
  return out;
}

json parameter_of(const upcall::callback& c) {
  json out;
  std::string urls;
  for (const std::string& url : urls_of(c)) urls += (urls.empty() ? "" : ";") + url;
  out["callbackUrl"] = urls;
  if (!c.host.empty()) out["callbackHost"] = std::string{c.host};
  out["callbackBody"] = std::string{c.body};
  out["callbackBodyType"] = std::string{c.body_type};
  if (c.sni) out["callbackSNI"] = true;
  return out;
}
json variables_of(const upcall::callback& c) {
  json out = json::object();
  for (const auto& [name, value] : c.variables) out[std::string{name}] = std::string{value};
  return out;
}

json decoded(std::string_view base64) {
  must(base64.size() <= 5120, "more than 5 KB");
  const auto text = fuzzed::plain_base64(base64);
  must(text.has_value(), "that is no Base64");
  json out = json::parse(*text, nullptr, false);
  must(!out.is_discarded(), "that is no JSON");
  must(out.dump().size() == text->size(), "a member is there twice");
  return out;
}

const upcall::testing::callback_facts facts{
    .object = {.bucket = "examplebucket", .key = "a&b=\"c\"/\\ \xc3\xa9+\x01", .size = 5, .crc64 = ~std::uint64_t{0}},
    .client_ip = "127.0.0.1",
    .request_id = "5C3D9175B6FC201293AD0001",
};

// The value of a variable as nlohmann's JSON; null: there is none.
json value_of(std::string_view name, const upcall::callback& c) {
  for (const auto& [own, value] : c.variables) {
    if (own == name) return std::string{value};
  }
  if (name == "bucket") return facts.object.bucket;
  if (name == "object") return facts.object.key;
  if (name == "size") return facts.object.size;
  if (name == "crc64") return facts.object.crc64;
  if (name == "clientIp") return facts.client_ip;
  if (name == "reqId") return facts.request_id;
  if (name == "operation") return facts.operation;
  return name == "contentMd5" || name.starts_with("imageInfo.") ? json() : json("");
}

// The body with its variables replaced by what they stand for, and by a letter or a value that touches no other:
// 8${size} is no JSON template.
struct filled_bodies {
  std::string body = {}, plain = {};
  bool in_strings = false;  // of JSON

  explicit filled_bodies(const upcall::callback& c) {
    const bool is_json = c.body_type == upcall::json_body_type;
    std::size_t quotes = 0;
    for (std::size_t i = 0; i < c.body.size();) {
      const std::size_t end = c.body.find('}', i);
      if (c.body.substr(i, 2) == "${" && end != c.body.npos) {
        const json value = value_of(c.body.substr(i + 2, end - i - 2), c);
        body += is_json ? value.dump()
                        : percent(value.is_string() ? value.get<std::string>()
                                  : value.is_null() ? ""
                                                    : value.dump(),
                                  "%20");
        plain += !is_json ? "x" : value.is_string() ? " \"\" " : " 0 ";
        in_strings = in_strings || quotes % 2 != 0;
        i = end + 1;
        continue;
      }
      if (is_json && c.body[i] == '\\' && i + 1 != c.body.size()) {
        for (std::string* to : {&body, &plain}) *to += c.body[i];
        ++i;
      } else if (c.body[i] == '"') {
        ++quotes;
      }
      for (std::string* to : {&body, &plain}) *to += c.body[i];
      ++i;
    }
  }
};

// Values change nothing but themselves: as many fields of a form, and JSON of the same shape.
void must_stay_inside(const upcall::callback& c, const filled_bodies& filled) {
  if (c.body_type == upcall::form_body_type) {
    for (const char mark : {'&', '=', '"', '\n'}) {
      must(std::count(filled.body.begin(), filled.body.end(), mark) ==
               std::count(filled.plain.begin(), filled.plain.end(), mark),
           "a value breaks out of the form");
    }
    return;
  }
  if (filled.in_strings) return;
  const json body = json::parse(filled.body, nullptr, false), plain = json::parse(filled.plain, nullptr, false);
  if (plain.is_discarded()) return;  // a number beyond the range of a double, half of a surrogate pair
  must(!body.is_discarded(), "a value breaks the JSON");
  const json flat_body = body.flatten(), flat_plain = plain.flatten();
  must(flat_body.size() == flat_plain.size(), "a value breaks out of the JSON");
}

void compare_with_emulator(const upcall::callback& c, const upcall::encoded_callback& sent) {
  upcall::testing::http_request request{.method = "PUT", .target = "/examplebucket/key"};
  request.headers.add("x-oss-callback", sent.parameter);
  if (!sent.variables.empty()) request.headers.add("x-oss-callback-var", sent.variables);
  const upcall::testing::incoming message{request};
  upcall::emulator_settings settings;
  settings.callbacks = upcall::callback_reach::anywhere;
  const auto plan = upcall::testing::callback_parameter_reader{message, settings}.read();
  must(plan.has_value(), "the emulator sees no callback");
  std::vector<std::string> urls;
  for (const auto& each : plan->urls) urls.push_back(each.url);
  must(urls == urls_of(c), "the emulator reads other URLs");
  must(plan->host == c.host && plan->body == c.body && plan->body_type == c.body_type,
       "the emulator reads other texts");
  must(json(plan->variables) == variables_of(c) || c.variables.empty(), "the emulator reads other variables");
  must(plan->additional_headers.size() == 0, "headers that nobody gave");
  const filled_bodies filled{c};
  must(upcall::testing::callback_body(*plan, facts, sent.parameter) == filled.body,
       "the emulator fills in another body");
  must_stay_inside(c, filled);
}

// Whether the texts have what a refusal says, where that can be seen without reading them as check() does.
bool is_true_of(callback_problem problem, const upcall::callback& c) {
  std::vector<std::string_view> texts{c.body};
  std::vector<upcall::field> fields{c.variables.begin(), c.variables.end()};
  for (const auto& [name, value] : fields) texts.push_back(value);
  const bool utf_8 = std::all_of(texts.begin(), texts.end(), [](std::string_view text) {
    return json(std::string{text}).dump(-1, ' ', false, json::error_handler_t::replace) ==
           json(std::string{text}).dump(-1, ' ', false, json::error_handler_t::ignore);
  });
  for (const auto& [name, value] : c.query) texts.insert(texts.end(), {name, value});
  const std::string_view breaks{"\r\n\0", 3};
  const auto any_url = [&c](auto has) { return std::any_of(c.url.begin(), c.url.end(), has); };
  const auto url_with = [&](char mark) {
    return any_url([mark](std::string_view url) { return url.find(mark) != url.npos; });
  };
  switch (problem) {
    case callback_problem::no_url: return c.url.empty() || any_url([](std::string_view url) { return url.empty(); });
    case callback_problem::too_many_urls: return c.url.overflow();
    case callback_problem::query_in_url: return url_with('?');
    case callback_problem::fragment_in_url: return url_with('#');
    case callback_problem::semicolon_in_url: return url_with(';');
    case callback_problem::too_many_query_fields: return c.query.overflow();
    case callback_problem::too_many_variables: return c.variables.overflow();
    case callback_problem::empty_body: return c.body.empty();
    case callback_problem::bad_host: return !c.host.empty();
    case callback_problem::other_body_type:
      return c.body_type != "application/x-www-form-urlencoded" && c.body_type != "application/json";
    case callback_problem::control_character:
      return std::any_of(texts.begin(), texts.end(),
                         [&](std::string_view text) { return text.find_first_of(breaks) != text.npos; });
    case callback_problem::not_utf8: return !utf_8;
    case callback_problem::variable_not_closed:
      return c.body.rfind("${") != c.body.npos && c.body.find('}', c.body.rfind("${")) == c.body.npos;
    case callback_problem::unknown_variable: return c.body.find("${") != c.body.npos;
    case callback_problem::brace_not_adjacent: return c.body.find('$') != c.body.npos;
    case callback_problem::variable_without_value: return c.body.find("${x:") != c.body.npos;
    case callback_problem::unused_variable:
      return std::any_of(fields.begin(), fields.end(), [&](const upcall::field& each) {
        return c.body.find("${" + std::string{each.name} + '}') == c.body.npos;
      });
    case callback_problem::repeated_name:
      return std::any_of(fields.begin(), fields.end(), [&](const upcall::field& each) {
        return std::count_if(fields.begin(), fields.end(),
                             [&](const upcall::field& other) { return other.name == each.name; }) > 1;
      });
    case callback_problem::body_is_not_json: {
      const filled_bodies filled{c};
      return filled.in_strings || json::parse(filled.plain, nullptr, false).is_discarded();
    }
    case callback_problem::too_long: {
      // In Base64 at most so long: with JSON's own marks, and a control character in six.
      const auto most = [](std::size_t marks, const std::vector<std::string>& all) {
        for (const std::string& text : all) {
          for (char each : text) marks += upcall::is_control(each) ? 6 : each == '"' || each == '\\' ? 2 : 1;
        }
        return (marks + 2) / 3 * 4;
      };
      std::vector<std::string> parameter = urls_of(c), variables;
      parameter.insert(parameter.end(), {std::string{c.host}, std::string{c.body}, std::string{c.body_type}});
      for (const auto& [name, value] : fields)
        variables.insert(variables.end(), {std::string{name}, std::string{value}});
      return most(150, parameter) > 5120 || most(2 + 6 * fields.size(), variables) > 5120;
    }
    default: return true;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const upcall::callback given = callback_of({reinterpret_cast<const char*>(data), size});
  const callback_problem problem = check(given);
  const auto room = std::make_unique<std::array<char, 3 * 5120>>();
  upcall::text_arena texts{*room};
  const auto sent = upcall::callback_option{given}.encode(texts);
  must(sent.has_value() == (problem == callback_problem::none), "check() and encode() differ");
  if (!sent) {
    must(!advice(problem).empty() && sent.wrong() == advice(problem), "refused for another reason, or without one");
    must(is_true_of(problem, given), "refused for a reason that is not there");
    return 0;
  }
  must(decoded(sent->parameter) == parameter_of(given), "another parameter");
  must(sent->variables.empty() == given.variables.empty(), "variables where there are none");
  if (!sent->variables.empty()) must(decoded(sent->variables) == variables_of(given), "other variables");
  try {
    compare_with_emulator(given, *sent);
  } catch (const upcall::testing::service_error& why) {
    must(false, why.message.c_str());
  }
  return 0;
}
