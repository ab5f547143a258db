// error: callback: .body and .variables must be UTF-8
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
#ifndef UPCALL_CONTROL
    .body = "name=\xe9",
#else
    .body = "name=\xc3\xa9",
#endif
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
