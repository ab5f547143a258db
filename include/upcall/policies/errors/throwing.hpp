// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/policies/errors/exceptions.hpp>
#include <upcall/roles/errors.hpp>
#include <utility>

namespace upcall {

// Every call gives its value, or throws the exception that its failure stands for.
struct throwing {
  using role = upcall::role::errors;

  template <class Call>
  static auto unwrap(Call&& call, const subject& about) {
    auto out = call();
    if (!out) raise(out.error(), about);
    return *std::move(out);
  }

 private:
  [[noreturn]] static void raise(const failure& why, const subject& about) {
    switch (why.kind) {
      case fault::client: throw client_error{why, about};
      case fault::file_inconsistent: throw file_inconsistent_error{why, about};
      case fault::cancelled: throw cancelled_error{why, about};
      case fault::transport: throw transport_error{why, about};
      case fault::server: throw server_error{why, about};
      case fault::callback: throw callback_error{why, about};
      case fault::paused: throw paused_error{why, about};
      case fault::checkpoint_broken: throw checkpoint_broken_error{why, about};
      case fault::crc_inconsistent: throw crc_inconsistent_error{why, about};
    }
    throw error{why, about};
  }
};

}  // namespace upcall
