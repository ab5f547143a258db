// error: callback: .body must be JSON for this .body_type; ${...} is a value, without quotes
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
#ifndef UPCALL_CONTROL
    .body = "object=${object}",
#else
    .body = "{\"object\":${object}}",
#endif
    .body_type = upcall::json_body_type,
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
