// SPDX-License-Identifier: Apache-2.0
// Uploads a file, as one request or in parts, with a callback where one is asked for: to the service as it is, or to an
// emulator of it.
#include "arguments.hpp"
#include "progress_bar.hpp"
#include "upload_report.hpp"
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <upcall.hpp>
#include <upcall/callback/reply.hpp>
#include <vector>

namespace {

constexpr std::string_view usage = R"(usage: upload --endpoint URL --bucket B [OPTION]... FILE KEY
  FILE                       - for what comes in on the standard input: at most 5 GB, sent as it comes and only once,
                             or with --resumable in parts, each of which can be sent again
  --endpoint URL             such as https://oss-cn-hangzhou.aliyuncs.com
  --region R                 such as cn-hangzhou, where the endpoint does not tell
  --path-style               the bucket goes into the path, not in front of the host
  --sign v4|v1               the signature; v4 without it
  --content-type T           by the name of FILE without it
  --meta NAME=VALUE          kept with the object; may be repeated
  --callback-url U           where the service tells that the object is stored; up to five, tried in order
  --callback-query K=V       added to each of them; may be repeated
  --callback-body T          what it tells, such as 'object=${object}&size=${size}&user=${x:user}'
  --callback-body-type T     application/x-www-form-urlencoded (without it) or application/json
  --callback-var x:NAME=V    what ${x:NAME} stands for; may be repeated
  --resumable                in parts; the same command goes on where one was killed or failed, but not with -
  --checkpoint FILE          where it is noted what is stored already; FILE.upcall-journal without it
  --part-size BYTES          102400 to 5368709120; 8 MB without it, or more for a file of over 80 GB
  --threads N                parts that are sent at a time: 1 to 16, 3 without it
  --abort-left-behind        deletes uploads of KEY that a kill has left without a name
  --json                     one line of JSON: status, etag, crc64, request_id, callback_answer, error
The credentials are in OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET and, for temporary ones, OSS_SESSION_TOKEN.
Exit status: 0 stored, and the callback accepted; 3 stored, but the callback failed; 1 anything else.
)";

enum exit_status { accepted = 0, not_done = 1, callback_failed = 3 };

upcall::field pair_of(std::string_view flag, std::string_view given, const examples::arguments& arguments) {
  const std::size_t equals = given.find('=');
  if (equals == given.npos) arguments.fail("--" + std::string{flag} + " is NAME=VALUE");
  return {given.substr(0, equals), given.substr(equals + 1)};
}

upcall::callback callback_of(const examples::arguments& given) {
  upcall::callback out;
  for (std::string_view url : given.values("callback-url")) out.url.push_back(url);
  for (std::string_view each : given.values("callback-query"))
    out.query.push_back(pair_of("callback-query", each, given));
  for (std::string_view each : given.values("callback-var"))
    out.variables.push_back(pair_of("callback-var", each, given));
  out.body = given.value("callback-body").value_or("");
  out.body_type = given.value("callback-body-type").value_or(out.body_type);
  return out;
}

bool wants_callback(const examples::arguments& given) {
  for (const char* flag : {"callback-url", "callback-query", "callback-body", "callback-body-type", "callback-var"}) {
    if (given.has(flag)) return true;
  }
  return false;
}

// The library speaks of members of structs; here they are flags.
std::string in_flags(std::string text) {
  constexpr std::string_view names[][2] = {
      {" .url", " --callback-url"},
      {" .query", " --callback-query"},
      {" .body_type", " --callback-body-type"},
      {" .body", " --callback-body"},
      {" .variables", " --callback-var"},
      {" .sni = true", " .sni = true in a program of your own"},
      {" as a callable with a size, or a stream", " through the standard input, as -"},
      {"give another place for this one", "give another --checkpoint for this one"},
      {" as endpoint::region", " with --region"},
      {", or give the client fixed_credentials", ""},
      {" resumable_upload", " --resumable"},
  };
  for (const auto& [member, flag] : names) {
    for (std::size_t at = text.find(member); at != text.npos; at = text.find(member, at + flag.size())) {
      text.replace(at, member.size(), flag);
    }
  }
  return text;
}

constexpr std::size_t most_threads = 16;

// What comes of an upload of either kind.
struct stored_upload {
  upcall::put_result object;
  std::optional<upcall::resumable_result> in_parts = {};
};

upcall::result<std::size_t> read_standard_input(std::span<char> piece) {
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR)
      return upcall::failure{upcall::fault::client,
                             std::string{"standard input: cannot be read: "} + std::strerror(errno)};
  }
}

template <class Bucket>
upcall::resumable_result upload_in_parts(Bucket bucket, const examples::arguments& given,
                                         const upcall::put_object_options& options, examples::progress_bar& bar) {
  upcall::resumable_upload_options in_parts;
  in_parts.callback = options.callback;
  in_parts.content_type = options.content_type;
  in_parts.metadata = options.metadata;
  in_parts.answer = options.answer;
  in_parts.part_size = given.number("part-size", upcall::smallest_part, upcall::largest_part, 0);
  in_parts.checkpoint = given.value("checkpoint").value_or("");
  in_parts.abort_left_behind = given.has("abort-left-behind");
  if (examples::progress_bar::wanted()) in_parts.progress = bar;
  const auto& names = given.rest(2);
  if (names[0] != "-") return bucket.resumable_upload(names[1], upcall::file{std::string{names[0]}}, in_parts);
  return bucket.resumable_upload(names[1], upcall::stream{read_standard_input}, in_parts);
}

template <class Signer>
stored_upload upload(const examples::arguments& given, upcall::put_object_options options, Signer signer) {
  upcall::client oss{upcall::endpoint{.url = given.required("endpoint"),
                                      .region = given.value("region").value_or(""),
                                      .path_style = given.has("path-style")},
                     upcall::environment_credentials{}, signer,
                     upcall::threads<most_threads>{given.number("threads", 1, most_threads, 3)}};
  auto bucket = oss.bucket(given.required("bucket"));
  const auto& names = given.rest(2);
  examples::progress_bar bar;
  if (given.has("resumable")) {
    const upcall::resumable_result out = upload_in_parts(bucket, given, options, bar);
    return {out, out};
  }
  if (examples::progress_bar::wanted()) options.progress = bar;
  if (names[0] == "-") return {bucket.put_object(names[1], upcall::stream{read_standard_input}, options)};
  return {bucket.put_object(names[1], upcall::file{std::string{names[0]}}, options)};
}

examples::upload_report run(const examples::arguments& given) {
  const std::string_view version = given.value("sign").value_or("v4");
  if (version != "v4" && version != "v1") given.fail("--sign is v4 or v1");
  const upcall::callback callback = callback_of(given);
  std::vector<upcall::field> metadata;
  for (std::string_view each : given.values("meta")) metadata.push_back(pair_of("meta", each, given));
  std::vector<char> answer(upcall::max_reply_size);

  upcall::put_object_options options;
  if (wants_callback(given)) options.callback = callback;
  options.content_type = given.value("content-type").value_or("");
  options.metadata = std::span<const upcall::field>{metadata};
  options.answer = answer;
  try {
    const auto stored =
        version == "v4" ? upload(given, options, upcall::sign_v4{}) : upload(given, options, upcall::sign_v1{});
    std::optional<std::string_view> told;
    if (options.callback)
      told = std::string_view{answer.data(), std::min<std::size_t>(answer.size(), stored.object.answer_size)};
    auto report = examples::report_of(stored.object, told);
    if (stored.in_parts) report.remarks = examples::remarks_on(*stored.in_parts);
    return report;
  } catch (const upcall::error& e) {
    auto report = examples::report_of(e.why());
    report.error->message = in_flags(report.error->message);
    report.error->advice = in_flags(report.error->advice);
    return report;
  }
}

void print_error(const examples::upload_error& error) {
  std::string text = error.kind == "callback" ? "the object is stored, but its callback failed: " : "";
  if (!error.code.empty()) (text += error.code) += ": ";
  text += error.message;
  if (!error.ec.empty()) ((text += " (EC ") += error.ec) += ')';
  if (!error.advice.empty()) (text += "\nWhat to do: ") += error.advice;
  std::fprintf(stderr, "upload: %s\n", text.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  const examples::arguments given{
      argc,
      argv,
      usage,
      {"endpoint", "bucket", "region", "sign", "callback-url", "callback-query", "callback-body", "callback-body-type",
       "callback-var", "content-type", "meta", "checkpoint", "part-size", "threads"},
      {"path-style", "json", "resumable", "abort-left-behind"},
      not_done};
  const auto& names = given.rest(2);
  given.required("endpoint");
  const bool in_parts = given.has("resumable");
  for (const char* flag : {"checkpoint", "part-size", "threads", "abort-left-behind"}) {
    if (given.has(flag) && !in_parts) given.fail("--" + std::string{flag} + " goes with --resumable");
  }
  const std::string_view bucket = given.required("bucket");
  const examples::upload_report report = run(given);
  const bool stored = !report.error || report.error->kind == "callback";
  if (report.error) print_error(*report.error);
  if (given.has("json")) {
    std::printf("%s\n", json_of(report).c_str());
  } else {
    if (stored)
      std::printf("stored %.*s/%.*s\n", int(bucket.size()), bucket.data(), int(names[1].size()), names[1].data());
    std::printf("%s", lines_of(report).c_str());
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::fprintf(stderr, "upload: what became of it cannot be written to the standard output: %s\n",
                 std::strerror(errno));
    if (stored) std::fprintf(stderr, "upload: it is stored\n");
    return not_done;
  }
  return !report.error ? accepted : stored ? callback_failed : not_done;
}
