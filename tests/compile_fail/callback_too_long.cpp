// error: callback: at most 5 KB of Base64, and as much for the variables; send an id and look up the rest
#include <array>
#include <upcall/callback/option.hpp>

#ifndef UPCALL_CONTROL
inline constexpr int size = 100000;
#else
inline constexpr int size = 3000;
#endif
inline constexpr auto text = [] {
  std::array<char, size> out{};
  for (char& c : out) c = 'x';
  return out;
}();
inline constexpr upcall::callback on_upload{
    .url = "http://a.example.com/x",
    .body = {text.data(), text.size()},
};

struct options {
  upcall::callback_option callback = {};
};
bool put_object(const options& with) { return static_cast<bool>(with.callback); }

int main() { return put_object({.callback = upcall::encoded<on_upload>}) ? 0 : 1; }
