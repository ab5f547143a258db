// SPDX-License-Identifier: Apache-2.0
// Every call, signed in every way, against a service that goes wrong in every way and repeats what it was sent: nothing
// that is told, logged or kept has a secret in it.
#include "catch.hpp"
#include "support/acting_transport.hpp"
#include "support/client.hpp"
#include "support/temporary_file.hpp"
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <unistd.h>
#include <upcall/bodies/file.hpp>
#include <upcall/policies/callback_encoder/in_query.hpp>
#include <upcall/policies/checkpoint/file.hpp>
#include <upcall/policies/errors/throwing.hpp>
#include <upcall/policies/observer/log_lines.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/signer/v1_query.hpp>
#include <upcall/policies/signer/v4_query.hpp>
#include <upcall/policies/signer/v4_with_headers.hpp>
#include <upcall/testing/emulator.hpp>
#include <upcall/testing/written.hpp>
#include <vector>

namespace {

constexpr std::string_view id = "fake-id-of-markers", key = "fake-SECRET-marker", token = "fake-TOKEN-marker+/=";

std::string percent(std::string_view text) {
  return upcall::testing::written([&](auto& to) { upcall::write_percent(to, text); });
}

// What of a request nobody else may see: its signature, its token, and both as a URL has them.
std::vector<std::string> secrets_of(const upcall::signed_request& request) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view text) {
    out.emplace_back(text);
    out.push_back(percent(text));
  };
  if (const auto* found = request.headers().find("authorization")) {
    const bool v4 = found->value.starts_with("OSS4");
    add(found->value.substr(found->value.rfind(v4 ? '=' : ':') + 1));
  }
  for (const char* name : {"Signature", "x-oss-signature"}) {
    if (const auto* found = request.message().parameters.find(name)) add(found->value);
  }
  add(token);
  return out;
}

enum class mishap { none, refused, failing, gateway, uncalled, lost, broken, cut, count };

// Says in its own words what it was sent, one secret at a time.
struct telltale {
  mishap what = mishap::none;
  int number = 1;  // of the request that it happens to, and to all after it
  std::vector<std::string> secrets = {};
  std::size_t repeated = 0;

  std::string words(const upcall::signed_request& request) {
    const auto mine = secrets_of(request);
    return "You sent " + mine[repeated++ % mine.size()] + ".";
  }
  static std::string document(const std::string& code, const std::string& words) {
    return "<Error><Code>" + code + "</Code><Message>" + words + "</Message><StringToSign>" + words +
           "</StringToSign></Error>";
  }
};

// Everything that a caller may show somebody.
struct shown {
  std::vector<std::string> texts = {};

  void add(std::string_view text) { texts.emplace_back(text); }
  void add(const upcall::error& e) {
    add(e.what());
    add(e.message());
    const upcall::failure& why = e.why();
    add(why.code);
    add(why.ec);
    add(why.request_id);
    add(why.stored.etag);
    add(why.stored.version_id);
  }
  void add_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    texts.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
  }
  bool holds(std::string_view secret) const {
    for (const std::string& each : texts) {
      if (each.find(secret) != each.npos) return true;
    }
    return false;
  }
};

struct line_keeper {
  shown* to;
  void operator()(std::string_view line) const { to->add(line); }
};

template <class Signer, class Encoder, class Observer>
void call_everything(mishap what, int from, telltale& told, shown& seen, Observer observer) {
  upcall::emulator_settings settings{
      .access_key_id = std::string{id}, .access_key_secret = std::string{key}, .security_token = std::string{token}};
  settings.callbacks = upcall::callback_reach::anywhere;
  settings.now = [] { return upcall::timestamp{1'700'000'000}; };
  settings.deliver = [](const upcall::testing::callback_post&) {
    return upcall::testing::callback_answer{.headers = {}, .body = "{}"};
  };
  upcall::emulator service{settings};
  upcall::emulator_transport to = service.transport();
  int number = 0;
  auto send = [&](const upcall::signed_request& request, auto& body,
                  upcall::response& answer) -> upcall::result<upcall::nothing> {
    for (auto& each : secrets_of(request)) told.secrets.push_back(each);
    const auto say = [&](int status, const std::string& text) {
      answer.status = status;
      answer.header("x-oss-request-id", "R");
      if (request.method() == "HEAD") {
        answer.header("x-oss-err", upcall::testing::written([&](auto& out) { upcall::write_base64(out, text); }));
      } else {
        answer.append(text);
      }
      return upcall::nothing{};
    };
    if (++number < from) return to.send(request, body, answer);
    switch (what) {
      case mishap::refused: return say(403, telltale::document("SignatureDoesNotMatch", told.words(request)));
      case mishap::failing: return say(500, telltale::document(told.words(request), "We do not know."));
      case mishap::gateway: return say(502, "<html>" + told.words(request) + "</html>");
      case mishap::uncalled: return say(203, telltale::document("CallbackFailed", told.words(request)));
      case mishap::broken: return upcall::transport_failure("the connection broke", false);
      case mishap::lost:
        if (auto done = to.send(request, body, answer); !done) return done;
        return upcall::transport_failure("the connection broke", true);
      case mishap::cut: return say(400, telltale::document("InvalidArgument", told.words(request)).substr(0, 60));
      case mishap::none:
      case mishap::count: break;
    }
    return to.send(request, body, answer);
  };
  given::client oss{given::service,
                    upcall::fixed_credentials{id, key, token},
                    given::acting_transport<decltype(send)>{&send},
                    Signer{},
                    Encoder{},
                    upcall::exponential_backoff{},
                    upcall::file_checkpoint{},
                    upcall::throwing{},
                    observer};
  auto bucket = oss.bucket("examplebucket");
  const given::temporary_file large{given::bytes(250'000)};
  const std::string journal = large.path() + ".upcall-journal";
  const upcall::callback done{.url = "https://app.example.com/done", .body = "object=${object}"};
  const auto attempt = [&](auto call) {
    number = 0;
    try {
      call();
    } catch (const upcall::error& e) {
      seen.add(e);
    }
  };
  for (const bool called : {false, true}) {
    const upcall::callback_option callback = called ? upcall::callback_option{done} : upcall::callback_option{};
    attempt([&] { bucket.put_object("k", upcall::text{"hello"}, {.callback = callback}); });
    attempt([&] {
      bucket.resumable_upload("k", upcall::file{large.path()}, {.callback = callback, .part_size = 102'400});
    });
    seen.add_file(journal);
    attempt([&] { bucket.complete_upload("k", "0123", {}, {.callback = callback}); });
  }
  attempt([&] { bucket.head_object("k"); });
  attempt([&] { bucket.get_object("k", [](std::string_view) {}); });
  attempt([&] { bucket.delete_object("k"); });
  attempt([&] { seen.add(bucket.initiate_upload("k").upload_id); });
  attempt([&] { bucket.upload_part("k", "0123", 1, upcall::text{"hello"}); });
  attempt([&] { bucket.list_parts("k", "0123", [](const upcall::listed_part&) {}); });
  attempt([&] { bucket.abort_upload("k", "0123"); });
  attempt([&] { bucket.list_uploads("", [](const upcall::listed_upload&) {}); });
  attempt([&] { bucket.sweep("", {0}); });
  ::unlink(journal.c_str());
}

}  // namespace

TEMPLATE_TEST_CASE("no secret is told, logged or kept, whatever goes wrong", "", upcall::sign_v4, upcall::sign_v1,
                   upcall::sign_v4_query, upcall::sign_v1_query, upcall::sign_v4_with_headers) {
  telltale told;
  shown seen;
  for (int what = 0; what != static_cast<int>(mishap::count); ++what) {
    for (int from : {1, 2, 3}) {
      const auto how = static_cast<mishap>(what);
      const upcall::log_lines log{line_keeper{&seen}};
      call_everything<TestType, upcall::callback_in_header>(how, from, told, seen, log);
      call_everything<TestType, upcall::callback_in_query>(how, from, told, seen, log);
      call_everything<TestType, upcall::callback_in_header>(how, from, told, seen, upcall::silent_observer{});
    }
  }
  CHECK(told.repeated > 300);
  CHECK(seen.texts.size() > 5'000);
  CHECK(seen.holds("You sent *"));
  CHECK(!seen.holds(id));
  CHECK_FALSE(seen.holds(key));
  std::size_t found = 0;
  std::sort(told.secrets.begin(), told.secrets.end());
  told.secrets.erase(std::unique(told.secrets.begin(), told.secrets.end()), told.secrets.end());
  for (const std::string& secret : told.secrets) {
    REQUIRE(secret.size() > 16);
    found += seen.holds(secret);
  }
  CHECK(found == 0);
  CHECK(told.secrets.size() > 20);
}
