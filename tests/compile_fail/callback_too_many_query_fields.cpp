// error: callback: give up to 16 fields in .query
#include <upcall/callback/option.hpp>

inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
    .query = {{"a", ""},
              {"b", ""},
              {"c", ""},
              {"d", ""},
              {"e", ""},
              {"f", ""},
              {"g", ""},
              {"h", ""},
              {"i", ""},
              {"j", ""},
              {"k", ""},
              {"l", ""},
              {"m", ""},
              {"n", ""},
              {"o", ""},
              {"p", ""},
#ifndef UPCALL_CONTROL
              {"q", ""}},
#else
              },
#endif
    .body = "object=${object}",
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
