// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

// Each mistake that a callback can have, and what to do instead. A macro, since a static_assert takes literals only and
// the sentences shall stand once.
#define UPCALL_CALLBACK_PROBLEMS(X) \
  X(no_url, "callback: give .url, such as \"http://host:port/path\"; an empty one is no callback") \
  X(too_many_urls, "callback: give up to five URLs in .url") \
  X(query_in_url, "callback: query parameters go in .query, not in .url") \
  X(fragment_in_url, "callback: leave out the '#' in .url; a fragment never reaches a server") \
  X(semicolon_in_url, "callback: no ';' in .url; several URLs are a list {\"http://a\", \"http://b\"}; or write %3B") \
  X(raw_character_in_url, "callback: .url must be percent-encoded already, blanks and non-ASCII as %XX") \
  X(other_scheme, "callback: .url must begin with http:// or https://") \
  X(bad_host_in_url, "callback: .url needs a host name or IPv4 address, then at most a port (1 to 65535) and a path") \
  X(too_many_query_fields, "callback: give up to 16 fields in .query") \
  X(bad_host, "callback: .host must be a host name or IPv4 address, with nothing but a port after it") \
  X(empty_body, "callback: .body must not be empty; give one such as \"object=${object}\"") \
  X(other_body_type, "callback: .body_type must be application/x-www-form-urlencoded or application/json") \
  X(control_character, "callback: no CR, LF or NUL in any text; write JSON on one line, with \\n in strings") \
  X(not_utf8, "callback: .body and .variables must be UTF-8") \
  X(variable_not_closed, "callback: .body has a ${ without its }") \
  X(brace_not_adjacent, "callback: in .body the left brace must follow the dollar sign at once, as in ${x:name}") \
  X(unknown_variable, "callback: .body has a ${...} that is no variable of the service; custom ones are ${x:name}") \
  X(variable_without_value, "callback: .body has a ${x:name} without a value; give it in .variables") \
  X(body_is_not_json, "callback: .body must be JSON for this .body_type; ${...} is a value, without quotes") \
  X(too_many_variables, "callback: give up to 16 fields in .variables") \
  X(upper_case_in_name, "callback: the names of custom variables must be in lower case, as in ${x:my_name}") \
  X(bad_name, "callback: the names in .variables must be \"x:\" and then letters, digits, '_', '-' or '.'") \
  X(repeated_name, "callback: each name may be in .variables once only") \
  X(unused_variable, "callback: .body does not use one of .variables, so it would not arrive; add its ${x:name}") \
  X(too_long, "callback: at most 5 KB of Base64, and as much for the variables; send an id and look up the rest")

namespace upcall {

enum class callback_problem : unsigned char {
  none,
#define UPCALL_NAME(name, sentence) name,
  UPCALL_CALLBACK_PROBLEMS(UPCALL_NAME)
#undef UPCALL_NAME
};

// The sentence for a mistake; empty for none.
constexpr std::string_view advice(callback_problem problem) {
  switch (problem) {
#define UPCALL_CASE(name, sentence) \
  case callback_problem::name: return sentence;
    UPCALL_CALLBACK_PROBLEMS(UPCALL_CASE)
#undef UPCALL_CASE
    case callback_problem::none: break;
  }
  return {};
}

}  // namespace upcall
