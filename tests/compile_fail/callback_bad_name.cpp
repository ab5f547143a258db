// error: callback: the names in .variables must be
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
    .body = "user=${x:user}",
#ifndef UPCALL_CONTROL
    .variables = {{"user", "42"}},
#else
    .variables = {{"x:user", "42"}},
#endif
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
