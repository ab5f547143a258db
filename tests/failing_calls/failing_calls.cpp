// SPDX-License-Identifier: Apache-2.0
// Programs that upload, or are called back, with the first, second, … call of a kind failing: of memory, files, sockets
// and OpenSSL. None ends but as it should (see expected.hpp); what it says of its object and callback is so; the next
// call of the same client succeeds; no memory and no descriptor is lost.
//   failing_calls PROGRAM          at most some 300 calls of each kind
//   failing_calls PROGRAM --all    each call
// --tell: how they ended; --only=KIND: those whose words begin so. What OpenSSL does once in a process is done before.
#include "expected.hpp"
#include "far_side.hpp"
#include "plan.hpp"
#include "scenarios.hpp"
#include "support/open_descriptors.hpp"
#include "testing/temporary_folder.hpp"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <upcall/policies/retry/exponential_backoff.hpp>
#include <upcall/policies/retry/none.hpp>
#include <utility>

namespace {

using namespace failing_calls;

struct campaign_options {
  long most = 0;  // runs of one kind; 0: any number
  bool tells = false;
  std::string only = {};
};

class runner {
 public:
  runner(const far_side& far, const surroundings& at, const campaign_options& how) : at_(at), how_(how), far_(far) {
    (void)inspector_.bucket(far_side::bucket).head_object("none");  // from now on it has a connection
  }

  template <class Scenario>
  void run(const char* name) {
    scenario_ = name;
    losses_ = 0;
    for (const auto& [of, how] : kinds) run<Scenario>(plan{of, how, 0, Scenario::spares});
  }
  bool good() const { return wrong_ == 0; }
  long runs() const { return runs_; }

 private:
  static constexpr std::pair<family, manner> kinds[] = {
      {family::cxx_memory, manner::error},    {family::c_memory, manner::error},    {family::files, manner::error},
      {family::files, manner::interrupted},   {family::files, manner::piecemeal},   {family::sockets, manner::error},
      {family::sockets, manner::interrupted}, {family::sockets, manner::piecemeal}, {family::sockets, manner::late},
      {family::openssl, manner::error}};

  template <class Scenario>
  void run(plan which) {
    if (!how_.only.empty() && words(which).rfind(how_.only, 0) != 0) return;
    plan_ = which;
    const long calls = once<Scenario>();  // what is made once in a process is made now
    const long step = how_.most != 0 && calls > how_.most ? (calls + how_.most - 1) / how_.most : 1;
    std::map<std::string, long> ends;
    for (plan_.at = 1; plan_.at <= calls; plan_.at += step) {
      once<Scenario>();
      ++runs_;
      ++ends[end_];
    }
    std::printf("%-16s %s: %ld calls, each %ld\n", scenario_, words(which).c_str(), calls, step);
    if (!how_.tells) return;
    for (const auto& [end, count] : ends) std::printf("  %6ld %s\n", count, end.c_str());
  }

  template <class Scenario>
  long once() {
    // What OpenSSL or the C library keep for good is taken once; a leak is lost each time.
    long lost = 1;
    long calls = 0;
    for (int attempt = 0; attempt != 3 && lost > 0; ++attempt) {
      const long before = pieces_of_memory();
      const auto open_before = given::open_descriptors();
      calls = checked<Scenario>();
      expect(given::open_descriptors() == open_before, "descriptors are left open");
      lost = pieces_of_memory() - before;
    }
    const bool is_lost = lost > 0 && plan_.at != 0;
    if (is_lost) ++losses_;
    expect(!is_lost || (plan_.of == family::cxx_memory && losses_ <= Scenario::most_losses),
           "memory is lost: " + std::to_string(lost) + " pieces");
    return calls;
  }

  template <class Scenario>
  long checked() {
    Scenario it{at_};
    armed calls{plan_};
    outcome ended;
    try {
      ended = it.attempt();
      calls.disarm();
    } catch (const std::exception& e) {
      calls.disarm();
      expect(false, e.what());
    }
    failed_ = calls.failed() != nullptr ? calls.failed() : "-";
    told_ = words(ended);
    end_ = failed_ + ": " + told_;
    if (calls.failed() == nullptr) {  // as many are made as pieces come
      expect(ended.how == outcome::end::good, "fails without a failing call");
    } else {
      const std::string wrong = wrong_with<Scenario>(plan_, failed_, ended);
      expect(wrong.empty(), wrong);
    }
    look(it, ended, true);
    const outcome second = it.again();
    expect(second.how == outcome::end::good, "the next call fails: " + words(second));
    look(it, second, false);
    return calls.calls();
  }

  // What the service has, and the application server was told.
  template <class Scenario>
  void look(Scenario& it, const outcome& ended, bool is_first) {
    if constexpr (Scenario::stores) {
      upcall::testing::string_writer to;
      auto objects = inspector_.bucket(far_side::bucket);
      const auto got = objects.get_object(it.key(), to);
      if (got) expect(to.text == at_.content, "what is stored is not what was sent");
      if (!got) expect(got.error().status == 404, "the service does not say what it has");
      if (ended.object == upcall::settlement::stored) expect(static_cast<bool>(got), "is told as stored, and is not");
      if (ended.object == upcall::settlement::not_stored) expect(!got, "is stored, and told as not stored");
      if (Scenario::calls_back && ended.how != outcome::end::no_memory) {
        const auto callbacks = far_.callbacks(it.number());
        if (is_first && ended.how == outcome::end::good)
          expect(callbacks == 1, "the callback is made " + std::to_string(callbacks) + " times");
        if (is_first && ended.how == outcome::end::failed && !ended.why.callback_may_have_run)
          expect(callbacks == 0, "the callback was made, and is told as not made");
      }
      if (got) (void)objects.delete_object(it.key());
    }
  }

  void expect(bool good, const std::string& what) {
    if (good) return;
    std::printf("WRONG %s, %s, call %ld, %s (%s): %s\n", scenario_, words(plan_).c_str(), plan_.at, failed_.c_str(),
                told_.c_str(), what.c_str());
    std::fflush(stdout);
    if (++wrong_ > 40) std::exit(1);
  }

  const surroundings& at_;
  campaign_options how_;
  const far_side& far_;
  const std::string url_ = far_.url();
  upcall::client<clear_transport, upcall::fixed_credentials, upcall::manual_clock, upcall::returning> inspector_{
      upcall::endpoint{url_}, upcall::fixed_credentials{far_side::key_id, far_side::key_secret},
      upcall::manual_clock{{far_side::now}, {}}};
  plan plan_ = {};
  std::string failed_ = {}, told_ = {}, end_ = {};
  const char* scenario_ = "";
  long wrong_ = 0, runs_ = 0, losses_ = 0;
};

}  // namespace

int main(int count, char** given) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::string_view program = count > 1 ? given[1] : "";
  campaign_options how{.most = 300};
  for (int i = 2; i < count; ++i) {
    const std::string_view word = given[i];
    if (word == "--all") how.most = 0;
    if (word == "--tell") how.tells = true;
    if (word.starts_with("--only=")) how.only = word.substr(7);
  }
  const far_side far;
  std::string content(330'000, '\0');
  std::uint32_t x = 1;
  for (char& c : content) c = static_cast<char>((x = x * 1664525u + 1013904223u) >> 24);
  const temporary_folder folder;
  const surroundings at{far, content, folder.path + "/source"};
  std::ofstream{at.source, std::ios::binary} << content;

  runner running{far, at, how};
  const auto run = [&]<class Scenario>(const char* name, std::type_identity<Scenario>) {
    if (program == name) running.run<Scenario>(name);
  };
  using once = upcall::no_retry;
  using again = upcall::exponential_backoff;
  run("file", std::type_identity<put_file<once>>{});
  run("file-again", std::type_identity<put_file<again>>{});
  run("stream", std::type_identity<put_stream<once>>{});
  run("parts", std::type_identity<upload_in_parts<once>>{});
  run("parts-again", std::type_identity<upload_in_parts<again>>{});
  run("httplib", std::type_identity<put_and_get<once>>{});
  run("httplib-again", std::type_identity<put_and_get<again>>{});
  run("verify", std::type_identity<verify_callback>{});
  std::printf("%ld runs\n", running.runs());
  return running.good() && running.runs() != 0 ? 0 : 1;
}
