// error: callback: no ';' in .url; several URLs are a list {
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
#ifndef UPCALL_CONTROL
    .url = "http://a.example.com/x;http://b.example.com/y",
#else
    .url = {"http://a.example.com/x", "http://b.example.com/y"},
#endif
    .body = "object=${object}",
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
