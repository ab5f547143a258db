// SPDX-License-Identifier: Apache-2.0
#include "../testing/temporary_folder.hpp"
#include "catch.hpp"
#include "support/service.hpp"
#include "support/temporary_file.hpp"
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <upcall/bodies/file.hpp>
#include <upcall/policies/checkpoint/file.hpp>
#include <upcall/policies/executor/threads.hpp>

using given::temporary_file;
using upcall::fault;
using upcall::file;
using upcall::file_checkpoint;
using upcall::threads;
using upcall::upload_control;

namespace {

constexpr std::uint64_t part = 102'400;

std::ptrdiff_t open_descriptors() { return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, {}); }

struct uploads {
  given::service_and_client<threads<3>, file_checkpoint> at{threads<3>{}, file_checkpoint{}};
  temporary_folder folder;
  temporary_file source{given::bytes(4 * part)};
  std::string journal = folder.path + "/journal";

  auto operator()(upcall::resumable_upload_options options = {}) {
    options.part_size = part;
    options.checkpoint = journal;
    return at.bucket.resumable_upload("k", file{source.path()}, options);
  }
};

}  // namespace

// The files and connections of a process are few: whoever uploads for months loses none with a failure.
TEST_CASE("an upload that fails leaves no file open") {
  if (!std::filesystem::exists("/proc/self/fd")) return;
  uploads upload;
  const auto before = open_descriptors();
  const auto fails = [&](fault kind, const upcall::resumable_upload_options& options = {}) {
    const auto out = upload(options);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == kind);
    CHECK(open_descriptors() == before);
  };
  const auto fails_twice_then_not = [&](const char* what, fault kind) {
    INFO(what);
    upload.at.fault(what);
    fails(kind);
    fails(kind);
    upload.at.service.faults().clear();
    REQUIRE(upload());
    CHECK(open_descriptors() == before);
    REQUIRE(upload.at.bucket.delete_object("k"));  // by a clock that stands still, the next has the same nonce
  };
  SECTION("refused, or without an answer, when it is begun") {
    fails_twice_then_not("POST?uploads:*:status=403", fault::server);
    fails_twice_then_not("PUT?partNumber:*:status=403", fault::server);
    fails_twice_then_not("POST?uploads:*:lost", fault::transport);
    fails_twice_then_not("PUT?partNumber:*:lost", fault::transport);
  }
  SECTION("refused, or without an answer, when it is gone on with") {
    for (const char* what : {"GET?uploadId:*:status=503", "PUT?partNumber:*:status=403", "POST?uploadId:*:status=403",
                             "POST?uploadId:*:status=500", "GET?uploadId:*:lost"}) {
      upload.at.fault("PUT?partNumber:4:status=403");
      fails(fault::server);
      upload.at.service.faults().clear();
      fails_twice_then_not(what, std::string_view{what}.ends_with("lost") ? fault::transport : fault::server);
    }
  }
  SECTION("with a wrong checksum") {
    upload.at.fault("PUT?partNumber:*:crc");
    fails(fault::crc_inconsistent);
  }
  SECTION("cancelled and paused") {
    auto end = [](const upcall::upload_progress& now) { return now.parts_done < 2; };
    fails(fault::cancelled, {.progress = end});
    upload_control control;
    auto pause = [&](const upcall::upload_progress& now) {
      if (now.parts_done == 2) control.pause();
      return true;
    };
    fails(fault::paused, {.progress = pause, .control = &control});
  }
  SECTION("of a source that changes, ends early or is not there") {
    auto change = [&](const upcall::upload_progress& now) {
      if (now.parts_done == 2) upload.source.overwrite(0, "other");
      return true;
    };
    fails(fault::file_inconsistent, {.progress = change});
    auto cut = [&](const upcall::upload_progress& now) {
      if (now.parts_done == 1) upload.source.truncate(2 * part);
      return true;
    };
    fails(fault::file_inconsistent, {.progress = cut});
    for (const std::string& path : {upload.folder.path, upload.folder.path + "/nothing"}) {
      CHECK_FALSE(upload.at.bucket.resumable_upload("k", file{path}, {.part_size = part}));
      CHECK(open_descriptors() == before);
    }
  }
  SECTION("with a journal that is damaged, in use, no file, or in no folder") {
    std::ofstream{upload.journal} << "no journal\nat all\n";
    fails(fault::checkpoint_broken);
    std::filesystem::remove(upload.journal);
    bool done = false;
    auto again = [&](const upcall::upload_progress&) {
      if (!done) CHECK(upload().error().kind == fault::checkpoint_broken);
      done = true;
      return true;
    };
    REQUIRE(upload({.progress = again}));
    CHECK(open_descriptors() == before);
    std::filesystem::create_directory(upload.journal);
    fails(fault::checkpoint_broken);
    upload.journal += "/no/folder";
    fails(fault::client);
  }
}
