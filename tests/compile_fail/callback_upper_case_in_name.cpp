// error: callback: the names of custom variables must be in lower case, as in ${x:my_name}
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
#ifndef UPCALL_CONTROL
    .body = "user=${x:userId}",
    .variables = {{"x:userId", "42"}},
#else
    .body = "user=${x:user_id}",
    .variables = {{"x:user_id", "42"}},
#endif
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
