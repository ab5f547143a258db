// error: callback: .url needs a host name or IPv4 address, then at most a port (1 to 65535) and a path
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
#ifndef UPCALL_CONTROL
    .url = "http://a.example.com:port/x",
#else
    .url = "http://a.example.com:8080/x",
#endif
    .body = "object=${object}",
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
