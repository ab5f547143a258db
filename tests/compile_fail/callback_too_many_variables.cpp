// error: callback: give up to 16 fields in .variables
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
    .body = "${x:a}${x:b}${x:c}${x:d}${x:e}${x:f}${x:g}${x:h}${x:i}${x:j}${x:k}${x:l}${x:m}${x:n}${x:o}${x:p}",
    .variables = {{"x:a", ""},
                  {"x:b", ""},
                  {"x:c", ""},
                  {"x:d", ""},
                  {"x:e", ""},
                  {"x:f", ""},
                  {"x:g", ""},
                  {"x:h", ""},
                  {"x:i", ""},
                  {"x:j", ""},
                  {"x:k", ""},
                  {"x:l", ""},
                  {"x:m", ""},
                  {"x:n", ""},
                  {"x:o", ""},
                  {"x:p", ""},
#ifndef UPCALL_CONTROL
                  {"x:q", ""}},
#else
                  },
#endif
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
