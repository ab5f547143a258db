// error: callback: at most 5 KB of Base64, and as much for the variables; send an id and look up the rest
#include <upcall/callback/option.hpp>

// So long that the compilers would give up before they had looked at each byte.
inline constexpr char text[1000000] = {};
inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
#ifndef UPCALL_CONTROL
    .body = {text, sizeof text},
#else
    .body = "object=${object}",
#endif
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
