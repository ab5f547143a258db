// error: callback: in .body the left brace must follow the dollar sign at once, as in ${x:name}
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
#ifndef UPCALL_CONTROL
    .body = "user=$x:user}",
#else
    .body = "user=${x:user}",
#endif
    .variables = {{"x:user", "42"}},
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
