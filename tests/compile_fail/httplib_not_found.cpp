// error: upcall: <httplib.h> is not found
// with: {without_httplib}
#include "given.hpp"
#include <upcall.hpp>

int main() {
  upcall::client oss{given::endpoint, given::credentials,
                     upcall::httplib_transport{.ca_file = "ca.pem", .certificate_file = "client.pem"}};
  auto bucket = oss.bucket("examplebucket");
  const auto stored = bucket.put_object("key", upcall::text{"text"});
  return bucket.delete_object("key").status == stored.status ? 0 : 1;
}
