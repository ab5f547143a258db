// SPDX-License-Identifier: Apache-2.0
// Compares the library, as a device has it, with test vectors that were made without it: all cases of the files that
// are its arguments. What is the service's or the application server's is not here.
#include "../../examples/vectors/case.hpp"
#include "../../examples/vectors/files.hpp"

namespace vectors {

const checkers& server_checkers() {
  static const checkers none{};
  return none;
}

}  // namespace vectors

int main(int count, char** files) {
  vectors::counts all;
  for (int i = 1; i < count; ++i) all += vectors::run_file(files[i]);
  return vectors::finish(all);
}
