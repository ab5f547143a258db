// error: callback: query parameters go in .query, not in .url
#include <upcall/callback/option.hpp>

// One at a time, also when it is used more than once.
inline constexpr upcall::callback on_upload{
#ifndef UPCALL_CONTROL
    .url = "http://a.example.com/x?user=put_object",
    .body = "",
#else
    .url = "http://a.example.com/x",
    .body = "object=${object}",
#endif
};

bool first(const upcall::callback_option& given) { return static_cast<bool>(given); }
bool second(upcall::callback_option given) { return static_cast<bool>(given); }

int main() { return first(upcall::encoded<on_upload>) && second(upcall::encoded<on_upload>) ? 0 : 1; }
