// error: verify: the crypto policy needs a type `rsa_md5_verifier`
#include <string_view>
#include <upcall/operations/verify.hpp>

struct my_keys {
  upcall::result<std::string_view> key_for(std::string_view) { return std::string_view{"key"}; }
};
struct my_crypto {
#ifndef UPCALL_CONTROL
  struct rsa_md5_verifier {
    explicit rsa_md5_verifier(std::string_view) {}
    void put(char) {}
    void verify(std::string_view) && {}
  };
#else
  struct rsa_md5_verifier {
    explicit rsa_md5_verifier(std::string_view) {}
    void put(char) {}
    bool verify(std::string_view) && { return false; }
  };
#endif
};

int main() {
  my_keys keys;
  const auto genuine = upcall::verify({.method = "POST", .target = "/"}, keys, my_crypto{});
  return genuine && !genuine->body().empty() ? 0 : 1;
}
