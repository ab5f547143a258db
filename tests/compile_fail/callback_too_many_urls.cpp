// error: callback: give up to five URLs in .url
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
#ifndef UPCALL_CONTROL
    .url = {"http://a", "http://b", "http://c", "http://d", "http://e", "http://f"},
#else
    .url = {"http://a", "http://b", "http://c", "http://d", "http://e"},
#endif
    .body = "object=${object}",
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
