// error: callback: .host must be a host name or IPv4 address, with nothing but a port after it
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
    .body = "object=${object}",
#ifndef UPCALL_CONTROL
    .host = "http://b.example.com",
#else
    .host = "b.example.com",
#endif
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
