// SPDX-License-Identifier: Apache-2.0
// Shows an upload with a callback from end to end, what happens when the callback fails, and an upload in parts whose
// process is killed: the service (an emulator of it) and the application server run in this process, all goes over real
// sockets of this machine.
#include "arguments.hpp"
#include "killed_upload.hpp"
#include "run_until_stopped.hpp"
#include "temporary_folder.hpp"
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <upcall.hpp>
#include <upcall/callback/cause.hpp>
#include <upcall/testing/callback_server.hpp>
#include <upcall/testing/emulator_server.hpp>
#include <upcall/testing/written.hpp>
#include <vector>

namespace {

using examples::print_line;

constexpr std::string_view usage =
    "usage: demo FILE\nUploads FILE with a callback, on this machine alone, and shows each step.\n";

constexpr std::string_view bucket_name = "demo-bucket";
constexpr std::string_view key_id = "demo-access-key-id", key_secret = "demo-access-key-secret";
constexpr std::string_view answer_of_application = R"({"Status":"OK","id":42})";

bool all_as_told = true;

// What the demo claims must be so.
void claim(bool is_so, const std::string& what) {
  print_line((is_so ? "   " : "   WRONG, this is not so: ") + what);
  all_as_told = all_as_told && is_so;
}

// The file, as it is read besides the library.
struct local_file {
  std::string path, name;
  std::uint64_t size = 0, crc64 = 0;

  explicit local_file(const std::string& given) : path(given), name(std::filesystem::path{path}.filename().string()) {
    if (!upcall::check_key(name).empty()) name = "file";  // a name that no object can have
    upcall::crc64 sum;
    each_piece([&](std::string_view piece) {
      size += piece.size();
      sum.append(piece);
    });
    crc64 = sum.value();
  }

  template <class Take>
  void each_piece(Take take) const {
    std::ifstream in{path, std::ios::binary};
    std::vector<char> piece(256 * 1024);
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() != 0) {
      take(std::string_view{piece.data(), static_cast<std::size_t>(in.gcount())});
    }
  }
};

// A client's bucket, whatever policies the client has.
template <class Bucket>
class demonstration {
 public:
  demonstration(Bucket bucket, const local_file& file, upcall::callback_server& application)
      : bucket_(bucket), file_(file), application_(application), url_(application.url() + "/uploaded") {
    callback_.url = url_;
    callback_.query = {{"from", "demo"}};
    callback_.body = "bucket=${bucket}&object=${object}&size=${size}&crc64=${crc64}&user=${x:user}";
    callback_.variables = {{"x:user", "a newcomer"}};
  }

  void upload() {
    const std::string key = file_.name;
    print_line("2. An upload with a callback.");
    tell_what_is_sent(key);
    application_.answer({.status = 200, .body = std::string{answer_of_application}});
    const auto stored = bucket_.put_object(key, upcall::file{file_.path}, {.callback = callback_});
    print_line("   put_object returns what the service says is stored, and what the application server answered:");
    print_line("     status=" + std::to_string(stored.status));
    print_line("     etag=" + std::string{stored.etag.view()});
    print_line("     crc64=" + std::to_string(stored.crc64));
    print_line("     request_id=" + std::string{stored.request_id.view()});
    print_line("     callback_answer=" + std::string{stored.answer.view()});
    claim(stored.size == file_.size && stored.crc64 == file_.crc64,
          "That is the checksum of the file, so it arrived whole.");
    claim(stored.answer.view() == answer_of_application, "The answer is the application server's, byte for byte.");
    check_arrival(1, key);
  }

  void upload_whose_callback_fails() {
    const std::string key = "second/" + file_.name;
    print_line("\n3. The same, but now the application server answers 500.");
    tell_what_is_sent(key);
    application_.answer({.status = 500, .body = "out of order"});
    try {
      bucket_.put_object(key, upcall::file{file_.path}, {.callback = callback_});
      claim(false, "put_object throws a callback_error.");
    } catch (const upcall::callback_error& e) {
      tell_error(e);
      check_arrival(2, key);
      prove(key, e);
    }
  }

 private:
  void tell_what_is_sent(const std::string& key) const {
    print_line("   put_object sends " + file_.path + " (" + std::to_string(file_.size) + " bytes) to " +
               std::string{bucket_name} + '/' + key);
    print_line("   and asks the service to call back, once the object is stored:");
    print_line("     url   " + url_ + ", with the query from=demo");
    print_line("     body  " + std::string{callback_.body});
  }

  static void tell_error(const upcall::callback_error& e) {
    print_line("   put_object throws callback_error: the object is stored, the application server did not accept it.");
    print_line("     what()=" + std::string{e.what()});
    print_line("     code=" + e.code() + " ec=" + e.ec() + " status=" + std::to_string(e.status()));
    print_line("     etag=" + e.etag());
    print_line("     crc64=" + std::to_string(e.crc64()));
    print_line("     size=" + std::to_string(e.size()));
    print_line("     request_id=" + e.request_id());
    claim(e.cause() == upcall::callback_cause::error_status,
          "The cause is known, so there is advice: " + std::string{upcall::advice(e.cause())} + '.');
  }

  // What the service sent to the application server, which printed it as it came.
  void check_arrival(std::size_t count, const std::string& key) const {
    const auto arrived = application_.wait_for(count);
    std::string body = "bucket=" + std::string{bucket_name} + "&object=";
    body += upcall::testing::written([&](auto& to) { upcall::write_percent(to, key); });
    body += "&size=" + std::to_string(file_.size) + "&crc64=" + std::to_string(file_.crc64) + "&user=a%20newcomer";
    const bool right = arrived.size() == count && arrived.back().verified &&
                       arrived.back().target == "/uploaded?from=demo" && arrived.back().body == body;
    claim(right, "The callback came once, was genuine, and said what was to be said.");
  }

  // Asks for the object that a failed callback left behind.
  void prove(const std::string& key, const upcall::callback_error& e) {
    print_line("\n4. The proof that the object is stored.");
    const auto head = bucket_.head_object(key);
    print_line("   head_object: size=" + std::to_string(head.size) + " etag=" + std::string{head.etag.view()} +
               " crc64=" + (head.crc64 ? std::to_string(*head.crc64) : "?"));
    claim(head.size == file_.size && head.crc64 == file_.crc64 && head.etag == e.etag(),
          "These are the file's, and what callback_error said.");
    std::ifstream in{file_.path, std::ios::binary};
    std::vector<char> ours;
    bool same = true;
    const auto got = bucket_.get_object(key, [&](std::string_view piece) {
      ours.resize(piece.size());
      in.read(ours.data(), static_cast<std::streamsize>(piece.size()));
      same = same && static_cast<std::size_t>(in.gcount()) == piece.size() &&
             std::string_view{ours.data(), ours.size()} == piece;
    });
    claim(same && got.size == file_.size,
          "get_object: " + std::to_string(got.size) + " bytes, the same as in " + file_.path + '.');
    print_line(
        "   So an application does not upload again after a callback_error. It goes on with what the error says:");
    print_line("   it tells its application server " + e.bucket() + '/' + e.key() +
               " and the etag itself, and mends what failed.");
  }

  Bucket bucket_;
  const local_file& file_;
  upcall::callback_server& application_;
  std::string url_;
  upcall::callback callback_;
};

// The same file is in both places.
bool same_bytes(const std::string& path, const std::string& other) {
  std::ifstream one{path, std::ios::binary}, two{other, std::ios::binary};
  std::vector<char> ours(1 << 20), theirs(1 << 20);
  do {
    one.read(ours.data(), static_cast<std::streamsize>(ours.size()));
    two.read(theirs.data(), static_cast<std::streamsize>(theirs.size()));
    const auto count = static_cast<std::size_t>(one.gcount());
    if (one.gcount() != two.gcount() || std::string_view{ours.data(), count} != std::string_view{theirs.data(), count})
      return false;
  } while (one && two);
  return !one && !two;
}

// A large file goes in parts. Its process is killed when the service has stored half of them, another one goes on.
void upload_in_parts_and_kill(upcall::emulator_server& service, upcall::callback_server& application,
                              examples::killer& killer, const std::string& folder) {
  constexpr std::uint64_t size = 64 << 20, parts = size / examples::upload_in_parts::part_size;
  const std::string path = folder + "/large.bin", key = "large.bin";
  examples::write_random_file(path, size);
  const examples::upload_in_parts upload{service.url(), std::string{bucket_name}, key, path,
                                         application.url() + "/uploaded"};
  print_line("\n5. A file of 64 MB in parts of 1 MB, by resumable_upload, in a process of its own, which is killed.");
  const std::size_t callbacks = application.wait_for(0).size();
  application.answer({.status = 200, .body = std::string{answer_of_application}});
  service.faults().add("PUT?partNumber:" + std::to_string(parts / 2) + ":delay=1");  // there, killer::kill()
  const pid_t first = upload.start();
  killer.aim_at(first);
  claim(examples::end_of(first) == -SIGKILL, "Process " + std::to_string(first) + " was killed (SIGKILL) when " +
                                                 std::to_string(parts / 2) + " of " + std::to_string(parts) +
                                                 " parts had arrived.");
  claim(std::filesystem::exists(path + ".upcall-journal"),
        "What it had stored stands in the journal, " + key + ".upcall-journal, beside the file.");
  claim(service.uploads().size() == 1, "The service has the parts, and no object yet.");
  print_line("\n6. The same call in another process.");
  claim(examples::end_of(upload.start()) == 0, "It went on where the first one was killed, and ended well.");
  claim(same_bytes(path, folder + "/" + std::string{bucket_name} + "/" + key),
        "The object is the file, byte for byte.");
  claim(service.uploads().empty() && !std::filesystem::exists(path + ".upcall-journal"),
        "Nothing is left over: no parts, no journal.");
  const auto arrived = application.wait_for(callbacks + 1);
  claim(arrived.size() == callbacks + 1 && arrived.back().verified &&
            arrived.back().body.find("&size=" + std::to_string(size) + "&") != std::string::npos,
        "The callback came once, was genuine, and told of the whole object.");
}

void print_arrival(const upcall::arrived_callback& got) {
  print_line("   The application server gets a request:");
  print_line("     " + got.method + ' ' + got.target);
  print_line("     " + got.body);
  if (got.verified) {
    print_line("     verified: its signature is the service's (RSA, by the key that the service publishes)");
  } else {
    print_line("     not genuine: " + std::string{upcall::advice(got.reason)});
  }
}

int run(const local_file& file) {
  const examples::temporary_folder folder;
  examples::killer killer;
  upcall::emulator_settings settings{
      .access_key_id = std::string{key_id}, .access_key_secret = std::string{key_secret}, .root = folder.path()};
  settings.sleep = [&killer](upcall::milliseconds) { killer.kill(); };
  upcall::emulator_server service{settings};
  upcall::callback_server application;
  application.on_arrival(print_arrival);
  const std::string endpoint = service.url();
  print_line(
      "What happens when a program uploads a file to Alibaba Cloud OSS and asks it to call an application back.");
  print_line("All of it happens on this machine: nothing leaves it, and no account is needed.\n");
  print_line("1. Two servers start.");
  print_line("   " + endpoint + " is the service: an emulator that stores objects, checks signatures, makes callbacks");
  print_line("   " + application.url() + " is an application server, which wants to know what was uploaded\n");

  upcall::client oss{upcall::endpoint{endpoint}, upcall::fixed_credentials{key_id, key_secret}};
  demonstration demo{oss.bucket(bucket_name), file, application};
  demo.upload();
  demo.upload_whose_callback_fails();
  upload_in_parts_and_kill(service, application, killer, folder.path());
  print_line(all_as_told ? "\nAll of it came out as it should." : "\nNot all of it came out as it should.");
  return all_as_told ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) try {
  if (examples::upload_in_parts::is_meant(argc, argv)) return examples::upload_in_parts{argv}.run(key_id, key_secret);
  const examples::arguments given{argc, argv, usage, {}};
  const std::string path{given.rest(1)[0]};
  if (const auto opened = upcall::file{path}.open(); !opened) {
    std::fprintf(stderr, "demo: %s\n", std::string{opened.error().message.view()}.c_str());
    return 1;
  }
  return run(local_file{path});
} catch (const std::exception& e) {
  std::fprintf(stderr, "demo: %s\n", e.what());
  return 1;
}
