// error: callback: .url must be percent-encoded already, blanks and non-ASCII as %XX
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
#ifndef UPCALL_CONTROL
    .url = "http://a.example.com/my callback",
#else
    .url = "http://a.example.com/my%20callback",
#endif
    .body = "object=${object}",
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
