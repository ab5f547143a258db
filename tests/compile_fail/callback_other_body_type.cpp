// error: callback: .body_type must be application/x-www-form-urlencoded or application/json
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
    .body = "object=${object}",
#ifndef UPCALL_CONTROL
    .body_type = "text/plain",
#else
    .body_type = upcall::form_body_type,
#endif
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
