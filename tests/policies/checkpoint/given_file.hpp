// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "laws/checkpoint.hpp"
#include "testing/temporary_folder.hpp"
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <upcall/policies/checkpoint/file.hpp>

namespace given {

// A journal's place in a folder of its own.
struct journal_place {
  temporary_folder folder = {};
  std::string path = folder.path + "/journal";

  upcall::file_checkpoint policy() const { return {}; }
  std::string place() const { return path; }

  auto open(const upcall::upload_identity& upload = laws::an_upload) const {
    return upcall::file_checkpoint::open(upload, path, {});
  }
  std::string text() const {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void set(std::string_view text) const { std::ofstream{path, std::ios::binary} << text; }
};

}  // namespace given
