// error: verify: the keys policy needs `result<std::string_view> key_for(std::string_view url)`
#include <string_view>
#include <upcall/operations/verify.hpp>

struct my_keys {
#ifndef UPCALL_CONTROL
  upcall::result<std::string_view> key_of(std::string_view) { return std::string_view{"key"}; }
#else
  upcall::result<std::string_view> key_for(std::string_view) { return std::string_view{"key"}; }
#endif
};
struct my_crypto {
  struct rsa_md5_verifier {
    explicit rsa_md5_verifier(std::string_view) {}
    void put(char) {}
    bool verify(std::string_view) && { return false; }
  };
};

int main() {
  my_keys keys;
  const auto genuine = upcall::verify({.method = "POST", .target = "/"}, keys, my_crypto{});
  return genuine && !genuine->body().empty() ? 0 : 1;
}
